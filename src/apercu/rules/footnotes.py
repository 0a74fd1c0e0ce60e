"""Footnotes stand once, behind the block that refers to them: a wide page shows them beside it.

Their ids are those of no other summary on the page.
"""

from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from apercu.hole import ANCHOR, TRUSTED
from apercu.sheet import sheet_of


def footnotes_rule(md: MarkdownIt) -> None:
    """Teach `md` to read `[^1]` and `^[…]`, and render them in our own way."""
    md.use(footnote_plugin)
    md.core.ruler.after("footnote_tail", "footnote_place", _place)
    md.add_render_rule("footnote_ref", _ref)
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


def _place(state: StateCore) -> None:
    """Put each note behind the block that refers to it first."""
    notes, rest = _cut(state.tokens) if "footnotes" in state.env else ({}, [])
    if not notes:
        return
    placed: list[Token] = []
    for token in rest:
        placed.append(token)
        if token.level == 0 and token.nesting <= 0:
            placed += _due(notes, placed)
    state.tokens[:] = placed + [token for note in notes.values() for token in note]


def _cut(tokens: Sequence[Token]) -> tuple[dict[int, list[Token]], list[Token]]:
    """The tokens of each note by its id, and those of the text."""
    notes: dict[int, list[Token]] = {}
    rest: list[Token] = []
    into = rest
    for token in tokens:
        if token.type in ("footnote_block_open", "footnote_block_close"):
            continue
        if token.type == "footnote_open":
            into = notes.setdefault(int(token.meta["id"]), [])
        into.append(token)
        if token.type == "footnote_close":
            into = rest
    return notes, rest


def _due(notes: dict[int, list[Token]], placed: Sequence[Token]) -> Iterator[Token]:
    """The notes that the last block refers to, those that they refer to, and so on."""
    first = len(placed) - 1
    while first > 0 and not (placed[first].level == 0 and placed[first].nesting >= 0):
        first -= 1
    waiting = list(_named(placed[first:]))
    while waiting:
        note = notes.pop(waiting.pop(0), None)
        if note:
            yield from note
            waiting += _named(note)


def _named(tokens: Iterable[Token]) -> Iterator[int]:
    """The ids of the notes that are referred to."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref":
                yield int(child.meta["id"])


def _open(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    number = _number(tokens[index])
    return (
        f'<aside class="{TRUSTED}footnote" role="{TRUSTED}note" id="{TRUSTED}{ANCHOR}-fn{number}">'
        f"<sup>{number}</sup> "
    )


def _close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</aside>\n"


def _anchor(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    name, label = _ref_name(tokens[index]), sheet_of(env).say("Back to the text")
    return f' <a href="#{ANCHOR}-{name}" aria-label="{TRUSTED}{label}">↩</a>'
