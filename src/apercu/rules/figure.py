"""Images on a line of their own, and bare addresses of images anywhere, become figures.

A caption is what follows: `Figure 1: …`, or a line in italics; else the title of the image, else
its alternative text if that is a sentence.
"""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from apercu.late import late
from apercu.sheet import is_blank

_NUMBERED = late(
    r"\s*(?:fig(?:ure|\.)?|abb(?:ildung|\.)|图|圖|図)\s*\d+[a-z]?\s*[.:：]", re.IGNORECASE
)
_SENTENCE = late(r"\S+(?:\s+\S+){2,}")
_WORD = late(r"\w")
_BREAKS = ("softbreak", "hardbreak")


class _Part(NamedTuple):
    """A piece of a paragraph: an image with the link around it, or other text."""

    is_figure: bool
    tokens: list[Token]


def figure_rule(md: MarkdownIt) -> None:
    """Cut paragraphs at their figures, and give each its caption."""
    md.core.ruler.push("figure", _lift)


def _lift(state: StateCore) -> None:
    done: list[Token] = []
    index = 0
    while index < len(state.tokens):
        token = state.tokens[index]
        if token.type != "paragraph_open":
            done.append(token)
            index += 1
            continue
        paragraph = state.tokens[index : index + 3]
        children = paragraph[1].children or []
        parts = _cut(children) if any(child.type == "image" for child in children) else []
        index += 3
        if not any(part.is_figure for part in parts):
            done += paragraph
            continue
        if parts[-1].is_figure and _is_caption(state.tokens[index : index + 3]):
            parts.append(_Part(False, state.tokens[index + 1].children or []))
            index += 3
        done += _paragraphs(parts, paragraph)
    state.tokens = done


def _cut(tokens: list[Token]) -> list[_Part]:
    parts: list[_Part] = [_Part(False, [])]
    index = 0
    while index < len(tokens):
        length = _length(tokens, index)
        if length and _stands_alone(tokens, index, length, parts):
            parts += [_Part(True, tokens[index : index + length]), _Part(False, [])]
        else:
            length = 1
            parts[-1].tokens.append(tokens[index])
        index += length
    return [part for part in parts if not all(map(is_blank, part.tokens))]


def _length(tokens: Sequence[Token], index: int) -> int:
    """How many tokens an image with its link is; 0 if none stands there."""
    kinds = [token.type for token in tokens[index : index + 3]]
    if kinds[:1] == ["image"] and tokens[index].level == 0:
        return 1
    return 3 if kinds == ["link_open", "image", "link_close"] else 0


def _stands_alone(tokens: Sequence[Token], index: int, length: int, parts: Sequence[_Part]) -> bool:
    if tokens[index].meta.get("is_bare"):
        return True
    before = [token for token in parts[-1].tokens if not _is_white(token)]
    after = next((token for token in tokens[index + length :] if not _is_white(token)), None)
    starts = not before or before[-1].type in _BREAKS
    return starts and (after is None or after.type in _BREAKS)


def _is_white(token: Token) -> bool:
    return token.type == "text" and not token.content.strip()


def _is_caption(paragraph: Sequence[Token]) -> bool:
    """Whether a paragraph is a caption and nothing else."""
    if len(paragraph) < 3 or paragraph[0].type != "paragraph_open":
        return False
    words = paragraph[1].children or []
    return _is_numbered(words) or _italics(words) == len(words)


def _is_numbered(tokens: Sequence[Token]) -> bool:
    first = next((t for t in tokens if t.type == "text" and t.content.strip()), None)
    plain = "".join(token.content for token in tokens if token.type == "text")
    return first is not None and _NUMBERED.match(plain) is not None


def _italics(tokens: Sequence[Token]) -> int:
    """How many tokens a first line that is all in italics has; 0 if it is not."""
    if not tokens or tokens[0].type != "em_open":
        return 0
    for index, token in enumerate(tokens):
        if token.type == "em_close" and token.level == 0:
            is_end = index + 1 == len(tokens) or tokens[index + 1].type in _BREAKS
            return index + 1 if is_end else 0
    return 0


def _paragraphs(parts: Sequence[_Part], paragraph: Sequence[Token]) -> list[Token]:
    """What stands for a paragraph: its texts as paragraphs, its figures between them."""
    done: list[Token] = []
    for place, part in enumerate(parts):
        if part.is_figure:
            is_followed = place + 1 < len(parts) and not parts[place + 1].is_figure
            following = _stripped(parts[place + 1].tokens) if is_followed else []
            caption, rest = _caption(following, part.tokens)
            done.append(_inline(_figure(part.tokens, caption), paragraph[1]))
            done += _text(rest, paragraph)
        elif place == 0:
            done += _text(_stripped(part.tokens), paragraph)
    return done


def _text(tokens: list[Token], paragraph: Sequence[Token]) -> list[Token]:
    opening, inline, closing = paragraph
    words = "".join(token.content or token.type for token in tokens)
    # A full stop behind an address that is an image now is no paragraph.
    return [opening, _inline(tokens, inline), closing] if _WORD.search(words) else []


def _caption(following: list[Token], figure: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """The caption of a figure, and what of the text behind it is none."""
    if _is_numbered(following):
        return following, []
    italics = _italics(following)
    if italics:
        return following[1 : italics - 1], _stripped(following[italics:])
    image = next(token for token in figure if token.type == "image")
    title = str(image.attrs.pop("title", ""))
    if title:
        return [Token("text", "", 0, content=title)], following
    says_something = _SENTENCE.fullmatch(image.content.strip()) and "is_bare" not in image.meta
    return (deepcopy(image.children or []) if says_something else []), following


def _stripped(tokens: list[Token]) -> list[Token]:
    """Without the breaks and the white space around them."""
    start, end = 0, len(tokens)
    while start < end and is_blank(tokens[start]):
        start += 1
    while end > start and is_blank(tokens[end - 1]):
        end -= 1
    stripped = tokens[start:end]
    if stripped and stripped[0].type == "text":
        stripped[0].content = stripped[0].content.lstrip()
    if stripped and stripped[-1].type == "text":
        stripped[-1].content = stripped[-1].content.rstrip()
    return stripped


def _figure(image: list[Token], caption: list[Token]) -> list[Token]:
    inner = _zooming(image)
    for token in image:
        # The words of a figure are its caption; the text for those who cannot see it is not one.
        token.meta["is_silent"] = bool(caption) or "is_bare" in token.meta
    if caption:
        ends = (
            Token("figcaption_open", "figcaption", 1),
            Token("figcaption_close", "figcaption", -1),
        )
        inner += [ends[0], *caption, ends[1]]
    return [Token("figure_open", "figure", 1), *inner, Token("figure_close", "figure", -1)]


def _zooming(image: list[Token]) -> list[Token]:
    """A figure leads to its file, where it can be seen larger, unless it leads elsewhere."""
    if len(image) > 1 or not image[0].content.strip():
        return [*image]
    opening = Token("link_open", "a", 1, {"href": str(image[0].attrs["src"])}, meta={"zoom": True})
    return [opening, *image, Token("link_close", "a", -1)]


def _inline(children: list[Token], model: Token) -> Token:
    return Token("inline", "", 0, children=children, map=model.map, level=model.level)
