"""What is beyond the reach of a Markdown parser is shown as text, with a warning that says where.

markdown-it-py takes time with the square of the number of open brackets, and each level of a quote
or a list costs a level of Python's stack.
"""

import re

from apercu.sheet import Sheet

MOST_LEVELS = 50
"""Quotes and lists inside each other. The deepest of 910 real notes has 6 levels."""
MOST_MARKS = 1_500
"""Opening brackets, stars and the like in one paragraph. The most in real notes are 214."""

_LEVELS = re.compile(
    r"[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)" + f"{{{MOST_LEVELS},}}"
)
_MARKS = re.compile(r"[\[\]*_`!<~$\\&|^]")


def restrain(text: str, sheet: Sheet) -> str:
    """`text` with the marks escaped in lines and paragraphs beyond the limits."""
    if not (_LEVELS.search(text) or len(_MARKS.findall(text)) > MOST_MARKS):
        return text
    lines = text.split("\n")
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
        if sum(len(_MARKS.findall(line)) for line in paragraph) > MOST_MARKS and not any(
            line.lstrip().startswith(("```", "~~~", "|")) for line in paragraph
        ):
            message = f"a paragraph with more than {MOST_MARKS:,} marks is shown as text"
            sheet.report("AP206", message, paragraph[0][:40], start, "split it by blank lines")
            lines[start:number] = [_MARKS.sub(r"\\\g<0>", line) for line in paragraph]
        start = number + 1
    return "\n".join(lines)
