"""A note cut into its front matter and its body."""

import re

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.late import late
from apercu.model import Source
from apercu.record import Record

_CLOSER = late(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class Split(Record):
    """A note cut into its front matter and its body, each with the line it begins at."""

    front: str | None
    body: str
    front_line: int = 2
    body_line: int = 1


def split_note(source: Source) -> tuple[Split, tuple[Diagnostic, ...]]:
    """Cut the front matter off a note; all of it is body if there is none."""
    text = source.text
    start = len(text) - len(text.lstrip("\n"))
    line = start + 1
    head, _, _ = text[start:].partition("\n")
    if head.rstrip() == "+++":
        message = "the front matter is TOML, and apercu reads YAML"
        help = "begin and end it with `---`, and write `key: value` instead of `key = value`"
        return Split(None, ""), (diagnose("AP104", message, Span(source.path, line, 1, 3), help),)
    if head.rstrip() != "---":
        return Split(None, text), ()
    front_start = start + len(head) + 1
    closer = _CLOSER.search(text, front_start)
    if closer is None:
        message = "the front matter is never closed"
        help = "write a line `---` after the last key"
        return Split(None, ""), (diagnose("AP102", message, Span(source.path, line, 1, 3), help),)
    front = text[front_start : closer.start()]
    body_line = line + 1 + front.count("\n") + 1
    return Split(front, text[closer.end() + 1 :], line + 1, body_line), ()
