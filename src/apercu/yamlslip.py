"""What is wrong with a line that PyYAML cannot read, in words of ours, and the line mended.

PyYAML says where it stopped; the mistake is often above. The kind of mistake is told from the
author's own line, so the words are the same for PyYAML's two parsers. Counts from 0.
"""

import re
from collections.abc import Sequence

from yaml import MarkedYAMLError

from apercu.late import late
from apercu.record import Record

_LINE = late(
    r"(?P<lead>\s*(?:- +)*)"
    r"(?:(?P<key>[^\s:#'\"\[\]{},&*!|>%@`-][^:]*|\"[^\"]*\"|'[^']*'):(?:\s+|$))?"
    r"(?P<value>.*)"
)
_COMMENT = late(r"\s#.*")
_NO_SPACE = late(r"\s*([^\s:#]+):(?!//)(\S.*)")
_BLOCK = late(r"[|>][-+0-9]{0,2}$")
_ESCAPE = late(r'\\(?:[0abtnvfre "/\\N_LPT\t]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})')
_CLOSERS = {"[": "]", "{": "}"}
_RESERVED = "@`%,]}&*!|>"


class Slip(Record):
    """A mistake in one line, and what to read instead of the line to find the other mistakes."""

    line: int
    column: int
    length: int
    message: str
    help: str
    mended: str = ""
    """Empty to leave the line out."""
    mends: int | None = None
    """The line that `mended` is for, if it is another."""


def explain(lines: Sequence[str], error: Exception) -> Slip:
    """The mistake that made PyYAML stop at `error`."""
    problem = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    context = error.context_mark if isinstance(error, MarkedYAMLError) else None
    doing = (error.context or "") if isinstance(error, MarkedYAMLError) else ""
    stop = _last_written(lines, problem.line if problem else 0)
    column = problem.column if problem and problem.line == stop else len(lines[stop])
    start = context.line if context and context.line <= stop else stop
    if "flow" in doing:
        return _in_brackets(lines, start, context.column if context else 0, stop, column)
    began_it = "simple key" in doing or "quoted scalar" in doing
    order = (start, stop) if began_it else (stop, start)
    for line in order:
        slip = _tab(lines[line], line, column) or _in_value(lines[line], line)
        if slip:
            return slip
    return (
        _open_quote_above(lines, stop)
        or _too_deep(lines, stop)
        or _no_colon(lines, order[0])
        or _no_colon(lines, _last_written(lines, stop - 1))
        or _unclear(lines, stop, column)
    )


def quote(text: str) -> str:
    """The text in quotes that keep it: double ones, or single ones around `"` and `\\`."""
    if '"' in text or "\\" in text:
        return _single(text)
    return f'"{text}"'


def _last_written(lines: Sequence[str], line: int) -> int:
    """The nearest line at or above that is not blank; the first if there is none."""
    line = max(min(line, len(lines) - 1), 0)
    while line > 0 and not lines[line].strip():
        line -= 1
    return line


def _tab(text: str, line: int, column: int) -> Slip | None:
    indent = len(text) - len(text.lstrip())
    if "\t" in text[:indent]:
        column = text.index("\t")
    elif text[column : column + 1] != "\t":
        return None
    mended = text[:indent].replace("\t", " ") + text[indent:]
    mended = mended[:column] + " " + mended[column + 1 :]
    return Slip(line, column, 1, "a tab stands where YAML wants spaces", "use spaces", mended)


def _in_value(text: str, line: int) -> Slip | None:
    """What is wrong with the value of `key: value` or `- value`; None if it looks right."""
    match = _LINE.match(text)
    if match is None or (match["key"] is None and "-" not in match["lead"]):
        return None
    value, column = match["value"].rstrip(), match.start("value")
    if not value:
        return None
    if value[0] in "'\"":
        return _in_quotes(text, line, column, value)
    value = _COMMENT.sub("", value).rstrip()
    if not value or value.startswith("#"):
        return None
    if value[0] in _CLOSERS:
        end = _end_of_brackets(value)
        if end in (-1, len(value)):
            return None
        message = f"text stands after the closing `{value[end - 1]}`"
        return _to_quote(text, line, column, value, end, message)
    if value[0] in _RESERVED and not _BLOCK.match(value):
        message = f'a text may not begin with "{value[0]}" unless it is in quotes'
        return _to_quote(text, line, column, value, 0, message)
    if value.startswith("- "):
        message = "a list may not begin behind its key"
        return _to_quote(text, line, column, value, 0, message)
    colon = re.search(r":(?=\s|$)", value)
    if colon:
        message = "a text that holds a colon and a space must be in quotes"
        return _to_quote(text, line, column, value, colon.start(), message)
    return None


def _in_quotes(text: str, line: int, column: int, value: str) -> Slip | None:
    mark, end = value[0], _end_of_quotes(value)
    before = text[:column].lstrip()
    if end == -1:
        message = f"the quote {mark} is never closed"
        advice = f"close it: {before}{value}{mark}"
        return Slip(
            line, column, len(value), message, advice, f"{text[:column]}{_single(value[1:])}"
        )
    rest = value[end:].lstrip()
    if rest and not rest.startswith("#"):
        where = len(value) - len(rest)
        message = f"text stands after the closing quote {mark}"
        return _to_quote(text, line, column, value, where, message)
    bad = next((m for m in re.finditer(r"\\.", value) if not _ESCAPE.match(value, m.start())), None)
    if mark == "'" or bad is None:
        return None
    message = f"`{bad[0]}` means nothing between double quotes"
    inner = _single(value[1 : end - 1])
    advice = f"use single quotes: {before}{inner}"
    return Slip(line, column + bad.start(), 2, message, advice, f"{text[:column]}{inner}")


def _in_brackets(lines: Sequence[str], start: int, opened: int, stop: int, column: int) -> Slip:
    """A list or a mapping in brackets that is not closed, or holds what needs quotes."""
    text = lines[start]
    match = _LINE.match(text)
    bracket = text[opened : opened + 1]
    if match is None or match["value"][:1] not in _CLOSERS or bracket not in _CLOSERS:
        return _unclear(lines, stop, column)
    column_of_value, value = match.start("value"), match["value"].rstrip()
    if stop > start or _end_of_brackets(value) == -1:
        closer = _CLOSERS[bracket]
        message = f"the bracket `{bracket}` is never closed"
        # The list may go on below; it ends at the latest above the line where PyYAML stopped.
        last = start if stop == start else max(start, _last_written(lines, stop - 1))
        mended = f"{lines[last].rstrip()}{closer}"
        return Slip(start, opened, 1, message, f"add `{closer}`", mended, last)
    message = "this cannot be read as part of a list or a mapping"
    advice = f'put each text in quotes, as in {match["key"] or "key"}: ["first: one", "second"]'
    mended = f"{text[:column_of_value]}{_single(value)}"
    return Slip(start, min(column, len(text) - 1), 1, message, advice, mended)


def _open_quote_above(lines: Sequence[str], stop: int) -> Slip | None:
    """A quote of a line above that swallowed the lines up to `stop`."""
    for line in range(stop - 1, -1, -1):
        match = _LINE.match(lines[line])
        value = match["value"].rstrip() if match and match["key"] else ""
        if value[:1] in ("'", '"'):
            return _in_quotes(lines[line], line, len(lines[line].rstrip()) - len(value), value)
    return None


def _too_deep(lines: Sequence[str], stop: int) -> Slip | None:
    """A key or an item that is indented although the line above holds a value already."""
    text = lines[stop]
    indent = len(text) - len(text.lstrip())
    if not indent:
        return None
    above = lines[_last_written(lines, stop - 1)]
    column = len(above) - len(above.lstrip())
    message = "this line is not indented like the lines it belongs to"
    advice = f"begin it in column {column + 1}, or quote the text above if it goes on here"
    return Slip(stop, 0, indent, message, advice, "")


def _no_colon(lines: Sequence[str], line: int) -> Slip | None:
    text = lines[line].strip()
    column = len(lines[line]) - len(lines[line].lstrip())
    tight = _NO_SPACE.match(lines[line])
    if tight:
        message = "a space is missing after the colon"
        mended = f"{' ' * column}{tight[1]}: {_single(tight[2])}"
        advice = f"write {tight[1]}: {tight[2]}"
        return Slip(line, column + len(tight[1]), 1, message, advice, mended)
    match = _LINE.match(lines[line])
    if not text or text.startswith(("-", "#")) or (match and match["key"]):
        return None
    return Slip(line, column, len(text), "this line has no `key: value`", "write `key: value`")


def _unclear(lines: Sequence[str], line: int, column: int) -> Slip:
    text = lines[line].rstrip()
    column = min(column, max(len(text) - 1, 0))
    message = "this line does not fit the lines above"
    advice = "write `key: value` on a line of its own, or `- item` below a key"
    return Slip(line, column, max(len(text) - column, 1), message, advice)


def _to_quote(text: str, line: int, column: int, value: str, at: int, message: str) -> Slip:
    """The mistake that quotes around the whole value mend; it is shown `at` in the value."""
    advice = f"quote it: {text[:column].lstrip()}{quote(value)}"
    return Slip(line, column + at, 1, message, advice, f"{text[:column]}{_single(value)}")


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _end_of_quotes(value: str) -> int:
    """Where the quoted text at the beginning of `value` ends; -1 if it does not."""
    pattern = r"'(?:[^']|'')*'" if value[0] == "'" else r'"(?:[^"\\]|\\.)*"'
    match = re.match(pattern, value)
    return match.end() if match else -1


def _end_of_brackets(value: str) -> int:
    """Where the list or mapping at the beginning of `value` ends; -1 if it does not."""
    depth = 0
    for at, letter in enumerate(value):
        depth += (letter in "[{") - (letter in "]}")
        if depth == 0:
            return at + 1
    return -1
