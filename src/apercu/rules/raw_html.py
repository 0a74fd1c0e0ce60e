"""HTML in a note: known elements go on to be cleaned, `<word>` that is none is shown as text."""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.elements import ALLOWED, KNOWN
from apercu.late import late
from apercu.sheet import line_of, sheet_of

# A browser takes all up to a space, a slash or `>` for the name.
_TAG = late(r"<(/?)([A-Za-z][^\s/>]*)")
_RUN = late(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_DROPPED = late(rf"</?(?:{'|'.join(sorted(KNOWN - ALLOWED))})(?=[\s/>])[^>]*>", re.IGNORECASE)


def raw_html_rule(md: MarkdownIt) -> None:
    """Warn about elements that a note may not hold, once each, and let the rest through."""
    md.core.ruler.push("raw_html", _look)
    md.add_render_rule("html_inline", _render)
    md.add_render_rule("html_block", _render)


def _look(state: StateCore) -> None:
    if "<" not in state.src:
        return
    sheet = sheet_of(state.env)
    warned: set[str] = set()
    for block in state.tokens:
        for token in (block, *(block.children or [])):
            if token.type not in ("html_inline", "html_block"):
                continue
            # Whatever it is: a block of HTML holds what its author likes.
            sheet.has_html = True
            for match in _TAG.finditer(token.content):
                name = match[2].lower()
                if name in KNOWN and name not in ALLOWED and name not in warned:
                    warned.add(name)
                    message = f"`<{name}>` was removed; a note may not hold it"
                    help = "write it in Markdown, or put it into a template"
                    sheet.report("AP202", message, match[0], line_of(block), help)


def _render(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    content = tokens[index].content
    if _TAG.search(content) is None:
        return "" if content.startswith("<!--") else escape(content, quote=False)
    # Left to the cleaner, a `<script>` that is never closed would take the rest of the note along.
    content = _DROPPED.sub("", _RUN.sub("", content))
    return _TAG.sub(_known_or_text, content)


def _known_or_text(match: re.Match[str]) -> str:
    return match[0] if match[2].lower() in KNOWN else "&lt;" + match[0][1:]
