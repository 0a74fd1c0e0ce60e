"""Formulas leave holes in the HTML; all of a note are converted together, after cleaning."""

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.mathml import Formula
from apercu.sheet import BAR, equation, equation_block, line_of, sheet_of

MOST_LETTERS = 45
"""Of the TeX of a formula in a line of text; a longer one may be wider than a phone."""

_FORMULAS = frozenset(["math_inline", "math_display", "math_block"])


def math_output_rule(md: MarkdownIt) -> None:
    """Give every formula its place in the file, and a hole in the page."""
    md.core.ruler.push("math_place", _place)
    md.add_render_rule("math_inline", _inline)
    md.add_render_rule("math_display", _display)
    md.add_render_rule("math_block", _block)


def _place(state: StateCore) -> None:
    """Find where each formula stands, in the order of the text."""
    for token in state.tokens:
        for part in (token, *(token.children or ())):
            if part.type in _FORMULAS:
                _place_one(part, line_of(token), state.env)


def _place_one(token: Token, line: int, env: object) -> None:
    sheet = sheet_of(env)
    tex = token.content.replace(BAR, "|").strip("\n")
    token.content = tex
    span = sheet.find(tex, line)
    token.meta["mark"] = sheet.put(Formula(tex, token.type != "math_inline"))
    sheet.formula_spans[len(sheet.slots) - 1] = span
    sheet.extra_words += 0 if token.type == "math_inline" else 12


def _inline(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    mark = str(tokens[index].meta["mark"])
    if len(tokens[index].content) <= MOST_LETTERS:
        return mark
    return f"<span {equation(sheet_of(env), 'wide')}>{mark}</span>"


def _display(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    return f"<span {equation(sheet_of(env))}>{tokens[index].meta['mark']}</span>"


def _block(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    return equation_block(sheet_of(env), str(tokens[index].meta["mark"]))
