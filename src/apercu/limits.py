"""What is beyond the reach of a Markdown parser is shown as text, with a warning that says where.

markdown-it-py takes time with the square of the number of open brackets, and each level of a quote
or a list costs a level of Python's stack.
"""

from apercu.late import late
from apercu.sheet import Sheet

MOST_LEVELS = 50
"""Quotes and lists inside each other. The deepest of 910 real notes has 6 levels."""
MOST_MARKS = 1_500
"""Opening brackets, stars and the like in one paragraph, heading or cell of a table. The most in
real notes are 214."""

_LEVELS = late(r"[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)" + f"{{{MOST_LEVELS},}}")
_MARKS = late(r"[\[\]*_`!<~$\\&|^@]")


def restrain(text: str, sheet: Sheet) -> str:
    """`text`, in which a line that begins with too many levels begins with none."""
    lines = text.split("\n")
    deep = [number for number, line in enumerate(lines) if _LEVELS.match(line)]
    for number in deep:
        message = f"a quote or list of more than {MOST_LEVELS} levels is shown as text"
        sheet.report("AP206", message, lines[number][:1], number, "nest it less deeply")
        lines[number] = "\\" + lines[number].lstrip()
    return "\n".join(lines) if deep else text


def is_too_much(text: str, sheet: Sheet, line: int) -> bool:
    """Whether the text of a paragraph, at `line` of the body, has more marks than can be read.

    If so, there is a warning.
    """
    if len(text) <= MOST_MARKS or len(_MARKS.findall(text)) <= MOST_MARKS:
        return False
    message = f"a paragraph with more than {MOST_MARKS:,} marks is shown as text"
    sheet.report("AP206", message, text[:40], line, "split it by blank lines")
    return True
