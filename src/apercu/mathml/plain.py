r"""A formula as plain text, for `<title>`, slugs and search: `\ell_1` is "ℓ1"."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from xml.parsers import expat

from apercu.mathml.convert import convert
from apercu.mathml.formula import Formula

_BETWEEN = {"mfrac": "/", "mtable": "; ", "mtr": " "}
"""What stands between the children of an element."""
_UPPER = {"msup": 1, "msubsup": 2, "munderover": 2, "mover": 1}
_LOWER = {"msub": 1, "msubsup": 1, "munderover": 1, "munder": 1}
"""Which child of an element stands above and below."""
_RAISED = re.compile(r"[\w(−]")
_ACCENTS = ("accent", "accentunder")
_SPACES = re.compile(r"\s+")
_LONG_SIGNS = str.maketrans({"−": "-", "∗": "*", "∼": "~", "\u2061": " "})
_STYLED = re.compile("[\U0001d400-\U0001d7ff]")
_INVISIBLE = re.compile("[\u2062-\u2064\u200b\ufe00\ufe01]")
_MARKS = re.compile(r"[\\{}$&]+")
_LETTERS = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\([a-zA-Z]+)")


@lru_cache(maxsize=4096)
def plain_math(tex: str) -> str:
    r"""The formula in one line: "ℓ1", "O(n^2)", "a/b". Of a refused one, its words.

    Powers keep a `^`, so that 10² and 102 differ; indices stand beside their letter.
    """
    html = convert([Formula(tex, display=False)])[0].html
    text = _read(html) if html.startswith("<math") else _words(tex)
    text = _INVISIBLE.sub("", text.translate(_LONG_SIGNS))
    # Bold, script and double-struck letters are found by those that are on a keyboard.
    text = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _SPACES.sub(" ", text).strip()


def _words(tex: str) -> str:
    return _MARKS.sub("", _LETTERS.sub(lambda match: match[1] or " ", tex))


class _Reader:
    """Hears the elements of a formula as they open and close."""

    def __init__(self) -> None:
        self.parts: list[list[str]] = [[]]
        """The texts of the children, for each element that is open."""
        self.accents: list[bool] = []
        """Whether all but the first child of an open element is an accent."""
        self.silent = 0

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self.silent += name == "annotation"
        self.parts.append([])
        self.accents.append(any(accent in attributes for accent in _ACCENTS))

    def text(self, text: str) -> None:
        if not self.silent:
            self.parts[-1].append(text)

    def close(self, name: str) -> None:
        children = self.parts.pop()
        is_accented = self.accents.pop()
        if name == "annotation":
            self.silent -= 1
            return
        if is_accented:
            children = children[:1]
        if name == "msqrt":
            children = ["√", _grouped("".join(children))]
        elif name == "mroot" and len(children) == 2:
            children = [children[1], "√", _grouped(children[0])]
        elif name == "mfrac":
            children = [_grouped(child) for child in children]
        elif name == "mspace":
            children = [" "]
        elif name in _UPPER or name in _LOWER:
            children = _scripted(name, children)
        separator = _BETWEEN.get(name, "")
        self.parts[-1].append(separator.join(children))


def _grouped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _scripted(name: str, children: Sequence[str]) -> list[str]:
    """The children of a base with scripts, with what tells them apart in one line."""
    texts = list(children)
    above, below = _UPPER.get(name, 0), _LOWER.get(name, 0)
    if above and above < len(texts) and _RAISED.match(texts[above]):
        is_number = texts[above].removeprefix("−").isalnum()
        texts[above] = "^" + (texts[above] if is_number else _grouped(texts[above]))
    if below and below < len(texts) and not texts[below].isalnum() and texts[below]:
        texts[below] = "_" + _grouped(texts[below])
    if name in ("munder", "munderover"):
        texts.append(" ")
    return texts


def _read(mathml: str) -> str:
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.open
    parser.CharacterDataHandler = reader.text
    parser.EndElementHandler = reader.close
    parser.Parse(mathml, True)
    return "".join(reader.parts[0])
