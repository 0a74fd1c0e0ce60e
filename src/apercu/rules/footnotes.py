"""Footnotes, with ids that no other summary on the page has."""

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from apercu.hole import ANCHOR, TRUSTED
from apercu.sheet import sheet_of


def footnotes_rule(md: MarkdownIt) -> None:
    """Teach `md` to read `[^1]` and `^[…]`, and render them in our own way."""
    md.use(footnote_plugin)
    md.add_render_rule("footnote_ref", _ref)
    md.add_render_rule("footnote_block_open", _block_open)
    md.add_render_rule("footnote_block_close", _block_close)
    md.add_render_rule("footnote_open", _open)
    md.add_render_rule("footnote_close", _close)
    md.add_render_rule("footnote_anchor", _anchor)


def _number(token: Token) -> str:
    return str(int(token.meta["id"]) + 1)


def _ref_name(token: Token) -> str:
    again = int(token.meta.get("subId", 0))
    return f"fnref{_number(token)}" + (f"-{again + 1}" if again > 0 else "")


def _ref(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    number, name = _number(tokens[index]), _ref_name(tokens[index])
    return (
        f'<sup><a href="#{ANCHOR}-fn{number}" id="{TRUSTED}{ANCHOR}-{name}"'
        f' aria-label="{TRUSTED}{sheet_of(env).say("Note {}", number)}">{number}</a></sup>'
    )


def _block_open(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return f'<ol class="{TRUSTED}footnotes">\n'


def _block_close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</ol>\n"


def _open(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    return f'<li id="{TRUSTED}{ANCHOR}-fn{_number(tokens[index])}">'


def _close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</li>\n"


def _anchor(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    name, label = _ref_name(tokens[index]), sheet_of(env).say("Back to the text")
    return f' <a href="#{ANCHOR}-{name}" aria-label="{TRUSTED}{label}">↩</a>'
