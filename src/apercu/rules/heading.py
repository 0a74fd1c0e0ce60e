"""Headings go below the page's own: the top-most of a note becomes h3; each gets an id."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from apercu.hole import ANCHOR, TRUSTED
from apercu.model import Heading, Text
from apercu.plaintext import plain_of
from apercu.sheet import sheet_of
from apercu.text import slugify

TOP, BOTTOM = 3, 6


def heading_rule(md: MarkdownIt) -> None:
    """Shift the headings of a note and name them, each id once on the page."""
    md.core.ruler.push("heading", _shift)


def _shift(state: StateCore) -> None:
    sheet = sheet_of(state.env)
    found = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    top = min((int(token.tag[1]) for token in found), default=1)
    taken: dict[str, int] = {}
    for index, token in enumerate(state.tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        level = min(BOTTOM, int(token.tag[1]) - top + TOP)
        token.tag = f"h{level}"
        if token.type == "heading_open":
            plain = plain_of(state.tokens[index + 1])
            name = _free(slugify(plain), taken)
            token.attrSet("id", f"{TRUSTED}{ANCHOR}-{name}")
            sheet.headings.append(Heading(level, name, Text(escape(plain, quote=False), plain)))
            token.meta["name"] = name
            _add_permalink(state.tokens[index + 1], name, plain)


def _free(name: str, taken: dict[str, int]) -> str:
    """The name, with a number behind it if a heading above has it; `taken` counts each."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free


def _add_permalink(inline: Token, name: str, plain: str) -> None:
    link = Token("permalink", "a", 0)
    link.content, link.info = name, plain
    inline.children = [*(inline.children or []), link]
