"""Diagnostics → what a terminal, a program or GitHub shows. The same input gives the same bytes."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from apercu.diagnostic import Diagnostic
from apercu.tally import counted
from apercu.text import display_width, visible

LineOf = Callable[[str, int], str]
"""The text of a line of a file, from 1; empty if there is none."""

WIDEST = 100
"""Columns of an excerpt; a longer line is cut around the caret."""
MOST_ALIKE = 10
"""Diagnostics of one code that are shown in full."""
MOST_CODES = 3
"""Codes that are counted by name."""
_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_RESET = "\x1b[0m"


def format_text(
    diagnostics: Iterable[Diagnostic],
    *,
    line_of: LineOf,
    prefix: str = "",
    color: bool = False,
    limit: int = MOST_ALIKE,
) -> str:
    """Each diagnostic with its excerpt, caret and help, in the given order.

    `prefix` is put before each path, so that it leads from the current folder to the file.
    Of more than `limit` diagnostics of one code (0: no limit) the rest is counted at the end.
    """
    seen: Counter[str] = Counter()
    parts = []
    for diagnostic in diagnostics:
        seen[diagnostic.code] += 1
        if not limit or seen[diagnostic.code] <= limit:
            parts.append(_format_one(diagnostic, line_of, prefix, color))
    for code, count in sorted(seen.items()):
        if limit and count > limit:
            parts.append(f"and {count - limit} more {code} (show all: --verbose)\n")
    return "".join(parts)


def _format_one(diagnostic: Diagnostic, line_of: LineOf, prefix: str, color: bool) -> str:
    span = diagnostic.span
    place = f"{visible(prefix + span.path)}:{span.line}:{span.column}"
    kind = f"{diagnostic.severity}[{diagnostic.code}]"
    if color:
        kind = f"{_COLORS[diagnostic.severity]}{kind}{_RESET}"
    text = f"{place}: {kind}: {visible(diagnostic.message)}\n"
    gutter = " " * len(str(span.line))
    line = line_of(span.path, span.line)
    if line.strip():
        excerpt, caret = _excerpt(line, span.column - 1, span.length)
        text += f"{gutter} |\n{span.line} | {excerpt}\n{gutter} | {caret}\n"
    if diagnostic.help:
        text += f"{gutter} = help: {visible(diagnostic.help)}\n"
    return text


def _excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """The line with tabs as spaces, cut around the marked part, and the carets below it."""
    line = line.rstrip("\n")
    before, marked, after = line[:column], line[column : column + length], line[column + length :]
    before, marked, after = (
        visible(part.replace("\t", "    ")) for part in (before, marked, after)
    )
    if len(marked) > WIDEST:
        marked = marked[: WIDEST - 1] + "…"
        after = ""
    room = WIDEST - len(marked)
    if len(before) + len(after) > room:
        keep = max(room - len(after), room // 2)
        before = before if len(before) <= keep else "…" + before[len(before) - keep + 1 :]
        rest = max(0, room - len(before))
        after = after if len(after) <= rest else after[: max(0, rest - 1)] + "…"
    caret = " " * display_width(before) + "^" * max(1, display_width(marked))
    return f"{before}{marked}{after}".rstrip(), caret


def format_json(diagnostics: Sequence[Diagnostic], *, papers: int, prefix: str = "") -> str:
    """One object, as `apercu check --format json` promises: additions only within a version."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    report = {
        "version": 1,
        "summary": {"papers": papers, "errors": counts["error"], "warnings": counts["warning"]},
        "diagnostics": [
            {
                "code": diagnostic.code,
                "severity": diagnostic.severity,
                "message": diagnostic.message,
                "help": diagnostic.help,
                "path": prefix + diagnostic.span.path,
                "line": diagnostic.span.line,
                "column": diagnostic.span.column,
                "end_line": diagnostic.span.line,
                "end_column": diagnostic.span.column + diagnostic.span.length,
            }
            for diagnostic in diagnostics
        ],
    }
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"


def format_github(diagnostics: Iterable[Diagnostic], *, prefix: str = "") -> str:
    """A workflow command a line, errors first: GitHub shows only the first ten of a kind.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    ordered = sorted(diagnostics, key=lambda d: d.severity)
    return "".join(_annotation(diagnostic, prefix) for diagnostic in ordered)


def _annotation(diagnostic: Diagnostic, prefix: str) -> str:
    span = diagnostic.span
    properties = {
        "file": prefix + span.path,
        "line": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.column + span.length),
        "title": diagnostic.code,
    }
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = diagnostic.message + (f"; {diagnostic.help}" if diagnostic.help else "")
    return f"::{diagnostic.severity} {named}::{_escaped(visible(message))}\n"


def _property(value: str) -> str:
    return _escaped(visible(value)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def count_line(diagnostics: Sequence[Diagnostic], where: str = "") -> str:
    """ "2 errors, 1 warning in 9 papers: 2 AP101, 1 AP303"; `where` is "in 9 papers".

    The commonest codes are named where there are several. Empty if there is nothing to count.
    """
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    line = ", ".join(counted(counts[kind], kind) for kind in ("error", "warning") if counts[kind])
    line += f" {where}" if line and where else ""
    codes = Counter(diagnostic.code for diagnostic in diagnostics)
    if len(diagnostics) < 2:
        return line
    common = sorted(codes.items(), key=lambda item: (-item[1], item[0]))[:MOST_CODES]
    named = ", ".join(f"{count} {code}" for code, count in common)
    return f"{line}: {named}{', …' if len(codes) > MOST_CODES else ''}"
