"""Fenced code, highlighted when the site is built; a ```` ```math ```` fence is a display."""

import functools
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.hole import TRUSTED
from apercu.mathml import Formula
from apercu.sheet import BAR, equation_block, line_of, sheet_of

# Lexers are written for code of people; this is a table that somebody pasted.
MOST_CHARACTERS = 100_000


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
    name = language.strip("{}.").lower()
    if not name or len(code) > MOST_CHARACTERS:
        return escapeHtml(code)
    return _highlighted(code, name)


@functools.lru_cache(maxsize=256)
def _highlighted(code: str, name: str) -> str:
    highlight = _highlighter(name)
    return highlight(code) if highlight else escapeHtml(code)


@functools.cache
def _highlighter(name: str) -> Callable[[str], str] | None:
    """What highlights a language; None if Pygments, which few notes need, knows none like it."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None
    formatter = HtmlFormatter(nowrap=True)
    return lambda code: highlight(code, lexer, formatter)
