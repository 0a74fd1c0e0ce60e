"""A display that begins a line: `$$`, `\\[` or `\\begin{align}`, up to its end, over lines."""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from apercu.late import late

_OPENER = late(
    r"(?P<dollars>\$\$)|(?P<bracket>\\{1,2}\[)"
    r"|\\begin\{(?P<name>(?:align|alignat|equation|gather|multline|eqnarray|displaymath)\*?)\}"
)

# Longer than any display of a note; an opener that nobody closes must not search the whole file.
MOST_LINES = 200


def math_block_rule(md: MarkdownIt) -> None:
    """Teach `md` to read displays whose lines would be lists or headings otherwise."""
    options: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "math_block", _display, options)


def _display(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    first = state.src[
        state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]
    ]
    match = _OPENER.match(first)
    if match is None:
        return False
    closer = _closer(match)
    lines: list[str] = []
    for line in range(start_line, min(end_line, start_line + MOST_LINES)):
        if line > start_line and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return False
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        begin = match.end() if line == start_line else 0
        end = text.find(closer, begin)
        if end >= 0:
            return _finish(
                state,
                silent,
                match,
                (start_line, line),
                lines,
                text[: end + len(closer)],
                text[end + len(closer) :],
            )
        lines.append(text)
    return False


def _closer(match: re.Match[str]) -> str:
    if match["dollars"]:
        return "$$"
    if match["bracket"]:
        return match["bracket"].replace("[", "]")
    return f"\\end{{{match['name']}}}"


def _finish(
    state: StateBlock,
    silent: bool,
    match: re.Match[str],
    span: tuple[int, int],
    lines: list[str],
    last: str,
    rest: str,
) -> bool:
    """Push the display, unless words follow on its last line: then it is part of a text."""
    if rest.strip(" \t.,;:"):
        return False
    source = "\n".join([*lines, last])
    closer = _closer(match)
    tex = source if match["name"] else source[match.end() : -len(closer)]
    if not tex.strip():
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content = tex
        token.info = rest.strip()
        token.map = [span[0], span[1] + 1]
        token.block = True
        state.line = span[1] + 1
    return True
