"""How the remaining elements of our own are written: figures, callouts, boxes, permalinks."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.hole import ANCHOR, TRUSTED
from apercu.sheet import sheet_of

_SIGNS = {"open": "☐", "done": "☑"}


def elements_rule(md: MarkdownIt) -> None:
    """Render what other rules found."""
    md.add_render_rule("figure_close", _figure_close)
    md.add_render_rule("callout_open", _callout_open)
    md.add_render_rule("callout_close", _callout_close)
    md.add_render_rule("task_sign", _task_sign)
    md.add_render_rule("permalink", _permalink)


def _figure_close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</figure>\n"


def _callout_open(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    token = tokens[index]
    title = f'<p class="{TRUSTED}callout-title">{token.info}</p>\n' if token.info else ""
    return f'<div class="{token.attrs["class"]}">\n{title}'


def _callout_close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</div>\n"


def _task_sign(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    meaning = tokens[index].info
    label = sheet_of(env).say(meaning)
    return f'<span role="{TRUSTED}img" aria-label="{TRUSTED}{label}">{_SIGNS[meaning]}</span> '


def _permalink(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    token = tokens[index]
    label = escape(sheet_of(env).say("Link to {}", token.info))
    return (
        f' <a class="{TRUSTED}permalink" href="#{ANCHOR}-{token.content}"'
        f' aria-label="{TRUSTED}{label}">#</a>'
    )
