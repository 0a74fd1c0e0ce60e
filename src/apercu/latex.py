r"""Text as BibTeX writes it → text as people read it: `{\'E}cole {GAN}` is "École GAN".

Math between dollars stays as it is.
"""

import functools
import re
from collections.abc import Callable

from apercu.late import late

_MATH = late(r"(\$[^$]+\$|\\\(.+?\\\))")
_SIGNS = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\u00a0"))
# The library that reads the rest knows no name of a program and gives the address of a link, too.
_NAME = late(r"\\((?:La|Bib|Xe|Lua|Ka)?TeX)(?![a-zA-Z])\s*(?:\{\})?")
_LINK = late(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_NEEDS_READING = late(r"[\\{}~]|--|``|''")


def read_latex(text: str) -> str:
    """The text without braces and commands, on one line."""
    text = " ".join(text.split())
    if _NEEDS_READING.search(text) is None:
        return text
    parts = _MATH.split(text)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            parts[place] = _read(part)
        elif "$" in part:
            parts[place] = part
    return " ".join("".join(parts).replace("\u00a0", " ").split())


def _read(text: str) -> str:
    if "\\" in text:
        return _decoder()(_LINK.sub("", _NAME.sub(r"\1", text)))
    for sign, letter in _SIGNS:
        text = text.replace(sign, letter)
    return text.replace("{", "").replace("}", "")


@functools.cache
def _decoder() -> Callable[[str], str]:
    # Imported here: it takes 0.1 s, and only a library that changed is read.
    from pylatexenc.latex2text import LatexNodes2Text

    reader = LatexNodes2Text(math_mode="verbatim", keep_comments=True)

    @functools.lru_cache(20_000)
    def decode(text: str) -> str:
        try:
            # What is cut at a formula may leave a brace open, and its spaces at the ends count.
            inner = str(reader.latex_to_text(text.strip(), tolerant_parsing=True))
        except (ValueError, IndexError, RecursionError):
            inner = re.sub(r"[\\{}]", "", text).strip()
        before = text[: len(text) - len(text.lstrip())]
        return before + inner + text[len(text.rstrip()) :]

    return decode
