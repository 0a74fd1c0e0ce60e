"""What is beyond the reach of a Markdown parser is shown as text, with a warning that says where.

markdown-it-py takes time with the square of the number of open brackets, and each level of a quote
or a list costs a level of Python's stack.
"""

import re
from collections.abc import Sequence
from html import escape

from apercu.sheet import Sheet

MOST_LEVELS = 50
"""Quotes and lists inside each other. The deepest of 910 real notes has 6 levels."""
MOST_MARKS = 1_500
"""Opening brackets, stars and the like in one paragraph. The most in real notes are 214."""

_LEVELS = re.compile(
    r"[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)" + f"{{{MOST_LEVELS},}}"
)
_MARK_CHARACTERS = "[]*_`!<~$\\&|^"
_MARKS = re.compile(f"[{re.escape(_MARK_CHARACTERS)}]")
# Noncharacters, as in `hole`: an author cannot write them, and no rule looks for them.
_GUARDS = {ord(mark): chr(0xFDD5 + k) for k, mark in enumerate(_MARK_CHARACTERS)}
_MARKS_OF = {ord(guard): chr(mark) for mark, guard in _GUARDS.items()}
_HTML_OF = {guard: escape(mark, quote=False) for guard, mark in _MARKS_OF.items()}


def restrain(text: str, sheet: Sheet) -> str:
    """`text` with guards for the marks in lines and paragraphs beyond the limits."""
    lines = text.split("\n")
    if not (_has_many_marks(text) or any(map(_LEVELS.match, lines))):
        return text
    for number, line in enumerate(lines):
        if _LEVELS.match(line):
            message = f"a quote or list of more than {MOST_LEVELS} levels is shown as text"
            sheet.report("AP206", message, line[:1], number, "nest it less deeply")
            lines[number] = "\\" + line.lstrip()
    start = 0
    for number in range(len(lines) + 1):
        if number < len(lines) and lines[number].strip():
            continue
        paragraph = lines[start:number]
        if _is_too_much(paragraph):
            message = f"a paragraph with more than {MOST_MARKS:,} marks is shown as text"
            sheet.report("AP206", message, paragraph[0][:40], start, "split it by blank lines")
            lines[start:number] = [line.translate(_GUARDS) for line in paragraph]
        start = number + 1
    return "\n".join(lines)


def _has_many_marks(text: str) -> bool:
    return len(text) > MOST_MARKS and sum(map(text.count, _MARK_CHARACTERS)) > MOST_MARKS


def _is_too_much(paragraph: Sequence[str]) -> bool:
    """Code and tables have many marks and are cheap."""
    if any(line.lstrip().startswith(("```", "~~~", "|")) for line in paragraph):
        return False
    return sum(len(_MARKS.findall(line)) for line in paragraph) > MOST_MARKS


def unguard_html(html: str) -> str:
    """HTML with the marks that were guarded, escaped."""
    return html.translate(_HTML_OF)


def unguard_text(text: str) -> str:
    """A text with the marks that were guarded."""
    return text.translate(_MARKS_OF)
