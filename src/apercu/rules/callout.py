"""Callouts: a quote that begins with `[!NOTE]` becomes a box with a title.

GitHub's five kinds, and the words and titles of Obsidian: `> [!summary] In short`. Its `-` and `+`,
which fold, are dropped: the box is open.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from apercu.hole import TRUSTED
from apercu.late import late
from apercu.sheet import sheet_of

_KINDS = {
    "note": "abstract cite example faq help info note question quote summary tldr todo",
    "tip": "check done hint success tip",
    "important": "important",
    "warning": "attention bug warning",
    "caution": "caution danger error fail failure missing",
}
"""The words for each kind of box."""
_MARK = late(
    rf"\[!({'|'.join(_KINDS.values()).replace(' ', '|')})\][-+]?(?:[ \t]+(.*?))?[ \t]*",
    re.IGNORECASE,
)


def callout_rule(md: MarkdownIt) -> None:
    """Teach `md` to read callouts; a quote with other words in brackets stays a quote."""
    md.core.ruler.before("inline", "callout", _mark)


def _mark(state: StateCore) -> None:
    if "[!" not in state.src:
        return
    done: list[Token] = []
    for index, token in enumerate(state.tokens):
        done.append(token)
        inline = state.tokens[index + 2] if index + 2 < len(state.tokens) else token
        if token.type != "blockquote_open" or inline.type != "inline":
            continue
        first, _, rest = inline.content.partition("\n")
        match = _MARK.fullmatch(first)
        if match is None:
            continue
        word, title = match[1].lower(), match[2] or ""
        kind = next(kind for kind, words in _KINDS.items() if word in words.split())
        token.type, token.tag = "callout_open", "div"
        token.attrSet("class", f"{TRUSTED}callout {kind}")
        name = word.capitalize()
        token.info = "" if title else sheet_of(state.env).say(name) if word == kind else name
        done += _title(title, inline) if title else []
        closing = _closing(state.tokens, index)
        closing.type, closing.tag = "callout_close", "div"
        inline.content = rest
        if not rest:
            state.tokens[index + 1].hidden = state.tokens[index + 3].hidden = True
    state.tokens = done


def _title(title: str, inline: Token) -> list[Token]:
    opening = Token("paragraph_open", "p", 1, attrs={"class": f"{TRUSTED}callout-title"})
    text = Token("inline", "", 0, content=title, map=inline.map, children=[])
    closing = Token("paragraph_close", "p", -1)
    opening.block = closing.block = True
    return [opening, text, closing]


def _closing(tokens: list[Token], index: int) -> Token:
    level = tokens[index].level
    return next(
        token
        for token in tokens[index + 1 :]
        if token.type == "blockquote_close" and token.level == level
    )
