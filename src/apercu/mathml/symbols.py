"""Which characters of a math font a page needs, read from the MathML that it shows.

A browser slants the letter of a single-letter `<mi>` (MathML Core, "The math-auto transform"),
so the slanted letter is needed, too; and a root draws a radical that stands in no text.
"""

import functools
import html
from collections.abc import Iterator

from apercu.late import late

_START = late("<math[ >]")

_ITALIC = {chr(ord("A") + k): chr(0x1D434 + k) for k in range(26)}
_ITALIC |= {chr(ord("a") + k): chr(0x1D44E + k) for k in range(26)}
_ITALIC |= {chr(0x391 + k): chr(0x1D6E2 + k) for k in range(25)}
_ITALIC |= {chr(0x3B1 + k): chr(0x1D6FC + k) for k in range(25)}
_ITALIC |= dict(zip("∂ϵϑϰϕϱϖ", map(chr, range(0x1D715, 0x1D71C)), strict=True))
_ITALIC |= {"h": "ℎ", "ı": "𝚤", "ȷ": "𝚥", "ϴ": "𝛳", "∇": "𝛻"}


def symbols_of(*texts: str) -> str:
    """The characters that the formulas in some HTML are drawn with, each once, in their order.

    Empty if there is no formula.
    """
    pieces: set[str] = set()
    for text in texts:
        for formula in _formulas(text):
            pieces.update(formula.partition("<annotation")[0].split("<"))
    return "".join(sorted(set().union(*map(_symbols_of_piece, pieces))))


def _formulas(text: str) -> Iterator[str]:
    for before in text.split("</math>")[:-1]:
        start = _START.search(before) if "<math" in before else None
        if start:
            yield before[start.start() :]


@functools.lru_cache(maxsize=8192)
def _symbols_of_piece(piece: str) -> frozenset[str]:
    """What a tag without its `<`, and the text behind it, are drawn with."""
    tag, _, text = piece.partition(">")
    shown = html.unescape(text)
    slanted = _ITALIC.get(shown, "") if tag == "mi" else ""
    root = "√" if tag.startswith(("msqrt", "mroot")) else ""
    return frozenset(shown + slanted + root)
