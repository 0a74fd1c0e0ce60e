"""A paragraph of nothing but displayed formulas becomes a block."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from apercu.sheet import is_blank


def display_rule(md: MarkdownIt) -> None:
    """Lift lone displays out of their paragraphs."""
    md.core.ruler.push("display", _lift)


def _lift(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(1, len(tokens) - 1):
        opening, inline, closing = tokens[index - 1], tokens[index], tokens[index + 1]
        if inline.type != "inline" or opening.type != "paragraph_open":
            continue
        children = inline.children or []
        if not any(child.type == "math_display" for child in children):
            continue
        parts = [child for child in children if not is_blank(child)]
        if all(part.type == "math_display" for part in parts):
            for part in parts:
                part.type, part.block, part.map = "math_block", True, inline.map
            inline.children = parts
            opening.hidden = closing.hidden = True
