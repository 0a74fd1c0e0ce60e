"""A bare `https://…` in a text becomes a link."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from apercu.late import late
from apercu.url import is_web_url

_SCHEME = late(r"(?:^|(?<=[^\w/]))(https?)$", re.IGNORECASE)
_REST = late(r"://[^\s<>\"`\ufdd0-\ufdef]+")
_TRAILING = ".,:;!?*_~'\""


def bare_url_rule(md: MarkdownIt) -> None:
    """Teach `md` to link addresses that stand alone, as GitHub does."""
    md.inline.ruler.before("backticks", "bare_url", _link)


def _link(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    rest = _REST.match(state.src, state.pos, state.posMax)
    # `pending` is joined anew at each look, so it is looked at only behind a scheme.
    if rest is None or state.src[state.pos - 4 : state.pos].lower() not in ("http", "ttps"):
        return False
    scheme = _SCHEME.search(state.pending[-6:])
    if scheme is None:
        return False
    tail = _without_trailing(rest[0])
    url = scheme[1] + tail
    if len(tail) < 4 or not is_web_url(url):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs = {"href": state.md.normalizeLink(url)}
        opening.info = "auto"
        state.push("text", "", 0).content = url
        state.push("link_close", "a", -1)
    state.pos += len(tail)
    return True


def _without_trailing(tail: str) -> str:
    """Without the punctuation of the sentence, and a bracket that opens outside."""
    while tail and (tail[-1] in _TRAILING or (tail[-1] in ")]" and _is_unbalanced(tail))):
        tail = tail[:-1]
    return tail


def _is_unbalanced(tail: str) -> bool:
    closer = tail[-1]
    return tail.count(closer) > tail.count("(" if closer == ")" else "[")
