"""What a mistake in a note, a config or a template is: a value with a place and a way out.

Prints nothing. A code is never used twice for different things, not even after it is retired.
"""

from collections.abc import Iterable
from typing import Literal

from apercu.record import Record

Severity = Literal["error", "warning"]


class Span(Record, order=True):
    """A piece of one line of a file, as its author sees it; front matter counts too."""

    path: str
    """Relative to the site, with `/`."""
    line: int = 1
    """From 1."""
    column: int = 1
    """In characters, from 1."""
    length: int = 1
    """In characters; at least 1."""


class Diagnostic(Record):
    """One thing that is wrong, where, and what to type instead."""

    severity: Severity
    code: str
    message: str
    span: Span
    help: str = ""


class Code(Record):
    """What every diagnostic of one code has in common."""

    severity: Severity
    sentence: str


CODES: dict[str, Code] = {
    "AP101": Code("error", "A front matter field holds a value of the wrong kind."),
    "AP102": Code("error", "The front matter is not YAML that can be read."),
    "AP103": Code("error", "The front matter is not a mapping of keys to values."),
    "AP104": Code("error", "The front matter is TOML; apercu reads YAML."),
    "AP105": Code("error", "A key stands twice in the front matter, so one value would be lost."),
    "AP106": Code("warning", "A front matter key is not known."),
    "AP107": Code("error", "The front matter goes beyond a limit or uses a YAML tag."),
    "AP108": Code("error", "The file is not UTF-8 text."),
    "AP109": Code("warning", "The note has no title, so the name of its file is shown."),
    "AP110": Code("error", "The title is empty or not a text."),
    "AP111": Code("warning", "An identifier or a URL in the front matter is not valid."),
    "AP112": Code("warning", "Control characters in the note were replaced."),
    "AP113": Code("warning", "The note is empty."),
    "AP114": Code("error", "The note is larger than apercu reads."),
    "AP115": Code("warning", "`author` names an author of the paper, not the writer of the note."),
    "AP116": Code("warning", "A file or folder was passed over because it is no regular one."),
    "AP117": Code("error", "A file or folder cannot be read."),
    "AP118": Code("warning", "The cache folder is in git, so it may be somebody else's."),
    "AP201": Code("warning", "A formula cannot be converted; its source is shown."),
    "AP202": Code("warning", "HTML that a note may not hold was removed."),
    "AP203": Code("warning", "A kramdown attribute list was removed."),
    "AP204": Code("warning", "A formula ends a row twice with four backslashes."),
    "AP205": Code("warning", "A link has an address that apercu does not publish."),
    "AP206": Code("warning", "A part of the note goes beyond a limit and is shown as text."),
    "AP207": Code("warning", "A formula has a label that is missing, double or without a number."),
    "AP208": Code("error", "The process that read the note was killed."),
    "AP301": Code("warning", "A citation names a paper that nobody knows."),
    "AP302": Code("warning", "A link to a note leads nowhere."),
    "AP303": Code("warning", "A linked file or image does not exist in the site."),
    "AP304": Code("warning", "Two papers have the same title and may be one."),
    "AP305": Code("error", "Two papers have the same URL."),
    "AP306": Code("warning", "An alias is the URL of another page, which stays."),
    "AP307": Code("error", "Two pages or files have the same URL."),
    "AP308": Code("warning", "A link leads to a heading that the note does not have."),
    "AP309": Code("warning", "A slug or an alias cannot be used as it is written."),
    "AP310": Code("warning", "A key stands twice in the library."),
    "AP311": Code("warning", "An entry of the library cannot be read."),
    "AP401": Code("error", "A key of apercu.yml is not known."),
    "AP402": Code("error", "A key of apercu.yml holds a value of the wrong kind."),
    "AP403": Code("error", "apercu.yml is not YAML that can be read."),
    "AP404": Code("error", "A file or a page that apercu.yml names is not in the site."),
    "AP405": Code("error", "The citation style that apercu.yml names cannot be used."),
    "AP501": Code("error", "A template cannot be rendered."),
    "AP601": Code("warning", "Two tags differ only by case or by one letter."),
    "AP602": Code("warning", "Notes on one paper disagree about it."),
}
"""Every code with its sentence. By hundreds: 1 front matter and files, 2 Markdown and math,
3 links and identity, 4 config, 5 templates, 6 checks."""


def diagnose(code: str, message: str, span: Span, help: str = "") -> Diagnostic:
    """A diagnostic with the severity that its code has in the table."""
    return Diagnostic(CODES[code].severity, code, message, span, help)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each once, in order of path, line, column, code and message."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.message)))


class ApercuError(Exception):
    """A broken world: no disk space, no permission, an output that is not ours.

    Shown as one line, with `help` below it; the command ends with `exit_code`.
    """

    def __init__(self, message: str, help: str = "", exit_code: int = 3) -> None:
        super().__init__(message)
        self.help = help
        self.exit_code = exit_code
