"""The words of rendered Markdown without its markup; formulas in their plain form."""

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from apercu.mathml import plain_math
from apercu.sheet import BAR

_MATH = frozenset({"math_inline", "math_display", "math_block"})


def plain_of(token: Token) -> str:
    """The words of one inline or block token on one line."""
    if token.type == "inline":
        return " ".join("".join(map(_word, token.children or [])).split())
    return " ".join(_word(token).split())


def lines_of(tokens: Iterable[Token]) -> Iterator[str]:
    """The words of each paragraph, heading, cell and display; code is left out."""
    for token in tokens:
        if token.type == "inline" or token.type in _MATH:
            line = plain_of(token)
            if line:
                yield line


def _word(token: Token) -> str:
    if token.type in _MATH:
        return plain_math(token.content.replace(BAR, "|"))
    if token.type in ("softbreak", "hardbreak", "figcaption_open"):
        return " "
    if token.type in ("html_inline", "footnote_ref", "footnote_anchor", "permalink"):
        return ""
    if token.type == "image":
        if token.meta.get("is_silent"):
            return ""
        return "".join(map(_word, token.children or []))
    return token.content.replace(BAR, "|")
