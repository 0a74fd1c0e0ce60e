"""The title of a paper: what a note or the library calls it, else the name of the file."""

import html
import re
from pathlib import PurePosixPath

from apercu.diagnostic import Diagnostic, diagnose
from apercu.late import late
from apercu.model import Text
from apercu.unite import United

_DATE = late(r"\d{4}-\d{1,2}-\d{1,2}[-_ ]+")


def choose_title(group: United) -> tuple[Text, tuple[Diagnostic, ...]]:
    """The title that the notes on one paper give it; a warning if they give none."""
    if group.claims.title is not None:
        return group.claims.title, ()
    if not group.summaries:
        key = group.entries[0].key
        return Text(html.escape(key), key), ()
    summary = group.summaries[0]
    stem = _DATE.sub("", PurePosixPath(summary.path).stem, count=1)
    name = " ".join(re.split(r"[-_\s]+", stem)).strip() or "Untitled"
    name = name[0].upper() + name[1:]
    title = Text(html.escape(name), name)
    if "title" in summary.spans:
        return title, ()
    message = f'the note has no title, so it is shown as "{name}"'
    help = "write `title: …` in the front matter, or begin the note with `# Title`"
    return title, (diagnose("AP109", message, summary.span, help),)
