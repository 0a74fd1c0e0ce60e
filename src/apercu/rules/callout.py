"""GitHub's callouts: a quote that begins with `[!NOTE]` becomes a box with a title."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from apercu.hole import TRUSTED
from apercu.late import late
from apercu.sheet import sheet_of

_MARK = late(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*", re.IGNORECASE)


def callout_rule(md: MarkdownIt) -> None:
    """Teach `md` to read callouts; a quote with other words in brackets stays a quote."""
    md.core.ruler.before("inline", "callout", _mark)


def _mark(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    tokens = state.tokens
    for index, token in enumerate(tokens[:-2]):
        inline = tokens[index + 2]
        if token.type != "blockquote_open" or inline.type != "inline":
            continue
        first, _, rest = inline.content.partition("\n")
        match = _MARK.fullmatch(first)
        if match is None:
            continue
        kind = match[1].lower()
        token.type, token.tag = "callout_open", "div"
        token.attrSet("class", f"{TRUSTED}callout {kind}")
        token.info = sheet_of(state.env).say(kind.capitalize())
        closing = _closing(tokens, index)
        closing.type, closing.tag = "callout_close", "div"
        inline.content = rest
        if not rest:
            tokens[index + 1].hidden = tokens[index + 3].hidden = True


def _closing(tokens: list[Token], index: int) -> Token:
    level = tokens[index].level
    return next(
        token
        for token in tokens[index + 1 :]
        if token.type == "blockquote_close" and token.level == level
    )
