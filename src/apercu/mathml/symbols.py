"""Which characters of a math font a page needs, read from the MathML that it shows.

A browser slants the letter of a single-letter `<mi>` (MathML Core, "The math-auto transform"),
so the slanted letter is needed, too; and a root draws a radical that stands in no text.
"""

import html
import re

_MATH = re.compile(r"<math[ >].*?</math>", re.DOTALL)
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
_LETTER = re.compile(r"<mi>(&#?\w+;|[^<&])</mi>")
_TAG = re.compile(r"<[^>]*>")

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
    symbols: set[str] = set()
    for text in texts:
        for match in _MATH.finditer(text) if "<math" in text else ():
            shown = _ANNOTATION.sub("", match[0])
            symbols.update(html.unescape(_TAG.sub("", shown)))
            letters = map(html.unescape, _LETTER.findall(shown))
            symbols.update(_ITALIC[letter] for letter in letters if letter in _ITALIC)
            if "<msqrt" in shown or "<mroot" in shown:
                symbols.add("√")
    return "".join(sorted(symbols))
