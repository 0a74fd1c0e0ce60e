"""kramdown's `{: .note }`, `{:toc}` and `{:target="_blank"}` go, with a warning."""

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from apercu.late import late
from apercu.sheet import sheet_of

_LIST = late(r"\{:[^{}\n]*\}")


def kramdown_rule(md: MarkdownIt) -> None:
    """Teach `md` to pass over attribute lists, on a line of their own and behind a word."""
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("hr", "kramdown", _line, options)
    md.inline.ruler.before("escape", "kramdown_span", _span)


def _line(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    del end_line
    start = state.bMarks[start_line] + state.tShift[start_line]
    text = state.src[start : state.eMarks[start_line]].strip()
    if not text.startswith("{:") or _LIST.fullmatch(text) is None:
        return False
    if not silent:
        _warn(state.env, text, start_line)
        state.line = start_line + 1
    return True


def _span(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{:", state.pos):
        return False
    match = _LIST.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        _warn(state.env, match[0], state.env["line"])
    state.pos = match.end()
    return True


def _warn(env: object, text: str, line: int) -> None:
    help = "remove it; apercu has no attribute lists"
    sheet_of(env).report("AP203", f"the attribute list `{text[:40]}` was removed", text, line, help)
