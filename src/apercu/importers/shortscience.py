r"""Summaries of ShortScience.org: a page of it as flat text, or its export as CSV.

On the page a line `[link]` stands before each summary, which is one line without any break. The
export has two columns and no header: the key of the paper, and the text. Authors doubled their
backslashes there, because the site took one of two away.
"""

import csv
import io
from collections.abc import Sequence

from apercu.identity import read_id
from apercu.imported import Facts, ImportedNote, write_note
from apercu.reflow import reflow
from apercu.tex import halve_backslashes

_MARK = "[link]"
_PICTURE = "![]()"


def import_shortscience(text: str, papers: Sequence[Facts]) -> tuple[ImportedNote, ...]:
    """One note a summary, in their order; `papers` are the facts of each, in the same order.

    Gives nothing if the text is neither form.
    """
    flat = _from_page(text)
    rows = [("", summary) for summary in flat] if flat else _from_export(text)
    notes = []
    for number, (key, summary) in enumerate(rows, 1):
        facts = papers[number - 1] if number <= len(papers) else ()
        if key:
            known = read_id(key)
            facts += ((known.kind, known.value) if known else ("paper", key),)
        body, halved = halve_backslashes(summary.strip())
        guesses: tuple[str, ...] = ()
        if flat:
            body, guesses = reflow(body)
        if halved:
            guesses += (f"doubled backslashes in {halved} formula{'s' * (halved > 1)} are single",)
        notes.append(write_note(number, facts, body, guesses))
    return tuple(notes)


def _from_page(text: str) -> list[str]:
    """The flat text of each summary, without the pictures of its writer and of the votes."""
    summaries: list[list[str]] = []
    for line in text.splitlines():
        if line.strip() == _MARK:
            summaries.append([])
        elif summaries:
            summaries[-1].append(line.strip().removesuffix("|").rstrip())
    return [" ".join(filter(None, map(_without_pictures, lines))) for lines in summaries]


def _without_pictures(line: str) -> str:
    while line.endswith(_PICTURE):
        line = line.removesuffix(_PICTURE).rstrip()
    return line


def _from_export(text: str) -> list[tuple[str, str]]:
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        return []
    whole = [row for row in rows if row]
    return [(row[0].strip(), row[1]) for row in whole] if all(len(r) == 2 for r in whole) else []
