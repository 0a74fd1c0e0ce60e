r"""A formula as plain text, for `<title>`, slugs and search: `\ell_1` is "ℓ1"."""

import html
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from apercu.late import late
from apercu.mathml.convert import convert
from apercu.mathml.direct import is_direct
from apercu.mathml.formula import Formula

_BETWEEN = {"mfrac": "/", "mtable": "; ", "mtr": " "}
"""What stands between the children of an element."""
_UPPER = {"msup": 1, "msubsup": 2, "munderover": 2, "mover": 1}
_LOWER = {"msub": 1, "msubsup": 1, "munderover": 1, "munder": 1}
"""Which child of an element stands above and below."""
_RAISED = late(r"[\w(−]")
_ACCENT = late(" accent(?:under)?=")
_SHOWN = frozenset(["msqrt", "mroot", "mspace", *_BETWEEN, *_UPPER, *_LOWER])
_MOVED = late("<m(?:under|over)")
_LETTERS_AND_SIGNS = frozenset(["mi", "mn", "mo"])
_START, _SOURCE = "<semantics>", "<annotation "
"""Around what is read of a formula."""
_SPACES = late(r"\s+")
_LONG_SIGNS = str.maketrans({"−": "-", "∗": "*", "∼": "~", "\u2061": " "})
_STYLED = late("[\U0001d400-\U0001d7ff]")
_INVISIBLE = late("[\u2062-\u2064\u200b\ufe00\ufe01]")
_MARKS = late(r"[\\{}$&]+")
_LETTERS = late(r"\\(?:begin|end)\s*\{[^{}]*\}|\\([a-zA-Z]+)")


@lru_cache(maxsize=4096)
def plain_math(tex: str, display: bool = False) -> str:
    r"""The formula in one line: "ℓ1", "O(n^2)", "a/b". Of a refused one, its words.

    It is the same for a display, which is converted once for its page and its words.
    Powers keep a `^`, so that 10² and 102 differ; indices stand beside their letter.
    """
    is_whole = display and is_direct(tex) and r"\mathchoice" not in tex
    (made,) = convert([Formula(tex, is_whole)])
    if is_whole and _MOVED.search(made.html):
        # In a display limits stand above and below, where they stand beside in a text.
        (made,) = convert([Formula(tex, display=False)])
    start, end = made.html.find(_START) + len(_START), made.html.rfind(_SOURCE)
    text = _read(made.html[start:end]) if made.html.startswith("<math") else _words(tex)
    if not text.isascii():
        text = _INVISIBLE.sub("", text.translate(_LONG_SIGNS))
        # Bold, script and double-struck letters are found by those that are on a keyboard.
        text = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _SPACES.sub(" ", text).strip()


def _words(tex: str) -> str:
    return _MARKS.sub("", _LETTERS.sub(lambda match: match[1] or " ", tex))


def _read(mathml: str) -> str:
    """The words of sound MathML: its tags nest."""
    parts: list[list[str]] = [[]]
    """The texts of the children, for each element that is open."""
    accents: list[bool] = []
    """Whether all but the first child of an open element is an accent."""
    for opens, closes, name, is_accented, text in map(_read_piece, mathml.split("<")[1:]):
        if opens:
            parts.append([])
            accents.append(is_accented)
        if closes:
            children = parts.pop()
            if accents.pop():
                children = children[:1]
            parts[-1].append(_shown(name, children) if name in _SHOWN else "".join(children))
        if text is not None:
            parts[-1].append(text)
    return "".join(parts[0])


@lru_cache(maxsize=8192)
def _read_piece(piece: str) -> tuple[bool, bool, str, bool, str | None]:
    """Of a tag and the text behind it: opens, closes, name, has an accent, text if there is any.

    `<mspace/>` opens and closes. A letter or a sign is its text, so its tags do neither.
    """
    tag, _, text = piece.partition(">")
    name = tag.strip("/").partition(" ")[0]
    is_closing = tag.startswith("/")
    if name in _LETTERS_AND_SIGNS and not tag.endswith("/"):
        return False, False, name, False, None if is_closing and not text else html.unescape(text)
    closes = is_closing or tag.endswith("/")
    is_accented = _ACCENT.search(tag) is not None
    return not is_closing, closes, name, is_accented, html.unescape(text) or None


def _shown(name: str, children: Sequence[str]) -> str:
    """An element of which more is shown than its children one behind the other."""
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
    return _BETWEEN.get(name, "").join(children)


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
