"""Fenced code, highlighted when the site is built; a ```` ```math ```` fence is a display."""

import functools

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from apercu.hole import TRUSTED
from apercu.mathml import Formula
from apercu.sheet import BAR, equation_block, line_of, sheet_of

# Lexers are written for code of people; this is a table that somebody pasted.
MOST_CHARACTERS = 100_000
_FORMATTER = HtmlFormatter(nowrap=True)


def code_rule(md: MarkdownIt) -> None:
    """Render fenced and indented code; only a language that is named is highlighted."""
    md.add_render_rule("fence", _fence)
    md.add_render_rule("code_block", _code_block)


def _fence(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    sheet = sheet_of(env)
    code = token.content.replace(BAR, "|")
    if language == "math":
        span = sheet.find(code, line_of(token) + 1)
        mark = sheet.put(Formula(code.strip("\n"), True))
        sheet.formula_spans[len(sheet.slots) - 1] = span
        return equation_block(sheet, mark)
    return _pre(sheet.put(_highlight(code, language)))


def _code_block(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    code = tokens[index].content.replace(BAR, "|")
    return _pre(sheet_of(env).put(escapeHtml(code)))


def _pre(mark: str) -> str:
    return f'<pre tabindex="{TRUSTED}0"><code>{mark}</code></pre>\n'


def _highlight(code: str, language: str) -> str:
    lexer = _lexer(language.strip("{}.").lower())
    if lexer is None or len(code) > MOST_CHARACTERS:
        return escapeHtml(code)
    return highlight(code, lexer, _FORMATTER)


@functools.cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        return None
