"""An image alone in its paragraph becomes a figure; a paragraph of one display becomes a block."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SENTENCE = re.compile(r"\S+(?:\s+\S+){2,}")


def figure_rule(md: MarkdownIt) -> None:
    """Lift lone images and lone displays out of their paragraphs."""
    md.core.ruler.push("figure", _lift)


def _lift(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(1, len(tokens) - 1):
        opening, inline, closing = tokens[index - 1], tokens[index], tokens[index + 1]
        if inline.type != "inline" or opening.type != "paragraph_open":
            continue
        parts = [child for child in inline.children or [] if not _is_blank(child)]
        if parts and all(part.type == "math_display" for part in parts):
            for part in parts:
                part.type, part.block, part.map = "math_block", True, inline.map
            inline.children = parts
            _hide(opening, closing)
        elif _is_lone_image(parts):
            image = next(part for part in parts if part.type == "image")
            caption = str(image.attrs.pop("title", "")) or _alt(image)
            figure = Token("figure", "figure", 0, info=caption, children=parts, map=inline.map)
            inline.children = [figure]
            _hide(opening, closing)


def _is_blank(token: Token) -> bool:
    return token.type in ("softbreak", "hardbreak") or (
        token.type == "text" and not token.content.strip()
    )


def _is_lone_image(parts: list[Token]) -> bool:
    kinds = [part.type for part in parts]
    return kinds == ["image"] or kinds == ["link_open", "image", "link_close"]


def _alt(image: Token) -> str:
    """The alt text if it says something: a sentence, not the name of a file."""
    alt = image.content.strip()
    return alt if _SENTENCE.fullmatch(alt) else ""


def _hide(*tokens: Token) -> None:
    for token in tokens:
        token.hidden = True
