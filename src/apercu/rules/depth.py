"""Blocks nested too deep become one paragraph of text: markdown-it would leave them out, and all
that follows them too."""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from apercu.sheet import sheet_of

MOST = 100
"""Levels of markdown-it's; a list has two of them, a quote one."""


def depth_rule(md: MarkdownIt) -> None:
    """Look before every other rule whether a block is too deep."""
    md.options["maxNesting"] = MOST + 10
    md.block.ruler.before("table", "depth", _flatten)


def _flatten(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.level <= MOST or silent:
        return False
    stop = start + 1
    while stop < end and (state.isEmpty(stop) or state.sCount[stop] >= state.blkIndent):
        stop += 1
    state.line = stop
    content = state.getLines(start, stop, state.blkIndent, False).strip()
    state.push("paragraph_open", "p", 1).map = [start, stop]
    text = state.push("inline", "", 0)
    text.content, text.map, text.children = content, [start, stop], []
    state.push("paragraph_close", "p", -1)
    message = f"what is nested more than {MOST // 2} levels deep is shown as text"
    needle = content.split("\n")[0][:40]
    sheet_of(state.env).report("AP206", message, needle, start, "nest it less deeply")
    return True
