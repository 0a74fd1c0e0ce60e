"""A `|` inside a formula does not end a table cell; tables scroll by themselves, and columns of
numbers stand at the right."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.dollar import find_double_end, find_end
from apercu.hole import TRUSTED
from apercu.late import late
from apercu.sheet import BAR, sheet_of

_ALIGN = late(r"text-align:(left|right|center)")
_NUMBER = late(r"[$*~±≈<>≤≥+−–-]*\d(?:\\(?:pm|times|%|,)|[\d.,:/ ×±%$*kKMGx−–-])*")
_NOTHING = late(r"[-–—?]*|n/?a", re.IGNORECASE)


def tables_rule(md: MarkdownIt) -> None:
    """Guard the bars of formulas before tables are cut into cells."""
    md.core.ruler.after("normalize", "table_bars", _guard)
    md.core.ruler.push("table_align", _align)
    md.add_render_rule("table_open", _open)
    md.add_render_rule("table_close", _close)


def _guard(state: StateCore) -> None:
    if "|" not in state.src or "$" not in state.src:
        return
    lines = state.src.split("\n")
    state.src = "\n".join(
        _guard_line(line) if line.count("|") > 1 and "$" in line else line for line in lines
    )


def _guard_line(line: str) -> str:
    parts = []
    pos = 0
    while (start := line.find("$", pos)) >= 0:
        is_double = line.startswith("$$", start)
        end = find_double_end(line, start) if is_double else find_end(line, start)
        if end is None or (start and line[start - 1] == "\\"):
            parts.append(line[pos : start + 1])
            pos = start + 1
            continue
        parts += [line[pos:start], line[start:end].replace("|", BAR)]
        pos = end + (2 if is_double else 1)
        parts.append(line[end:pos])
    return "".join([*parts, line[pos:]])


def _align(state: StateCore) -> None:
    if "|" not in state.src:
        return
    numeric: set[int] = set()
    column = 0
    for index, token in enumerate(state.tokens):
        if token.type == "table_open":
            numeric = _numeric_columns(state.tokens, index)
        elif token.type == "tr_open":
            column = 0
        if token.type == "th_open" and not state.tokens[index + 1].content.strip():
            # A cell without words heads nothing.
            token.tag = state.tokens[index + 2].tag = "td"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type in ("th_open", "td_open"):
            match = _ALIGN.fullmatch(str(token.attrs.pop("style", "")))
            side = match[1] if match else "right" if column in numeric else "left"
            if side != "left":
                token.attrSet("class", TRUSTED + side)
            column += 1


def _numeric_columns(tokens: Sequence[Token], start: int) -> set[int]:
    """Those below whose heads stand numbers alone, or signs that there is none."""
    cells: dict[int, list[str]] = {}
    column = 0
    for index in range(start, len(tokens)):
        kind = tokens[index].type
        if kind == "table_close":
            break
        if kind == "tr_open":
            column = 0
        elif kind == "th_open":
            cells.setdefault(column, [])
            column += 1
        elif kind == "td_open":
            cells[column].append(tokens[index + 1].content.strip())
            column += 1
    return {column for column, texts in cells.items() if _are_numbers(texts)}


def _are_numbers(texts: Sequence[str]) -> bool:
    said = [text for text in texts if not _NOTHING.fullmatch(text)]
    return bool(said) and all(_NUMBER.fullmatch(text) for text in said)


def _open(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options
    return (
        f'<div class="{TRUSTED}table" tabindex="{TRUSTED}0" role="{TRUSTED}group"'
        f' aria-label="{TRUSTED}{sheet_of(env).say("Table")}"><table>\n'
    )


def _close(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, tokens, index, options, env
    return "</table></div>\n"
