"""The words of rendered Markdown without its markup; formulas in their plain form."""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it.token import Token

from apercu.late import late
from apercu.mathml import plain_math
from apercu.sheet import BAR

MOST_WORDS = 40
MOST_LETTERS, MOST_TOKENS = 2_000, 200
"""How far a sentence is looked for to either side; else many citations in one paragraph would take
time with the square of their number."""
_SENTENCE_END = late(r"(?<=[.!?])\s+(?=[\"“(]?[A-Z0-9])")
_GAP = late(r" (?=[.,;:](?:\s|$))")
_MATH = frozenset({"math_inline", "math_display", "math_block"})


def plain_of(token: Token) -> str:
    """The words of one inline or block token on one line."""
    if token.type == "inline":
        return _tidy("".join(map(_word, token.children or [])))
    return " ".join(_word(token).split())


def lines_of(tokens: Iterable[Token]) -> Iterator[str]:
    """The words of each paragraph, heading, cell and display; code is left out."""
    for token in tokens:
        if token.type == "inline" or token.type in _MATH:
            line = plain_of(token)
            if line:
                yield line


def sentence_at(tokens: Sequence[Token], index: int) -> str:
    """The sentence that the inline token at `index` stands in, with "[…]" in its place.

    At most `MOST_WORDS` words to either side.
    """
    before = _gather(tokens, range(index - 1, -1, -1))
    after = _gather(tokens, range(index + 1, len(tokens)))
    start = _SENTENCE_END.split(before)[-1].split(" ")[-MOST_WORDS:]
    end = _SENTENCE_END.split(after)[0].split(" ")[:MOST_WORDS]
    return _tidy(f"{' '.join(start)}[…]{' '.join(end)}")


def _gather(tokens: Sequence[Token], places: range) -> str:
    """The words at some places, from the nearest on: enough for a sentence, and no more."""
    is_before = places.step < 0
    words = ""
    for place in places[:MOST_TOKENS]:
        word = _word(tokens[place])
        words = word[-MOST_LETTERS:] + words if is_before else words + word[:MOST_LETTERS]
        if len(words) > MOST_LETTERS:
            break
    return words


def _tidy(text: str) -> str:
    """On one line, without the space that a citation leaves before a full stop or a comma."""
    return _GAP.sub("", " ".join(text.split()))


def _word(token: Token) -> str:
    if token.type == "text":
        return token.content.replace(BAR, "|")
    if token.type in _MATH:
        return plain_math(token.content.replace(BAR, "|"), token.type != "math_inline")
    if token.type in ("softbreak", "hardbreak", "figcaption_open"):
        return " "
    if token.type in ("html_inline", "footnote_ref", "footnote_anchor", "permalink"):
        return ""
    if token.type == "image":
        if token.meta.get("is_silent"):
            return ""
        return "".join(map(_word, token.children or []))
    return token.content.replace(BAR, "|")
