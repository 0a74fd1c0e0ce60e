"""Notes on one paper that disagree about its title or its year, with each other or the library."""

from collections.abc import Iterator

from apercu.diagnostic import Diagnostic, diagnose
from apercu.site import Paper, Site
from apercu.text import slugify


def check_metadata(site: Site) -> Iterator[Diagnostic]:
    """One warning for each value that is not the one shown."""
    for paper in site.papers:
        yield from _against_library(paper)
        for summary in paper.summaries:
            title, year = summary.claims.title, summary.claims.year
            if title and slugify(title.plain) != slugify(paper.title.plain):
                message = f'the paper is called "{paper.title.plain}" by another note'
                span = summary.spans.get("title", summary.span)
                yield diagnose("AP602", message, span, "write the same title in both")
            if year and paper.year and str(year) != paper.year.name:
                message = f"the paper is of {paper.year.name} by another note"
                span = summary.spans.get("year", summary.span)
                yield diagnose("AP602", message, span, "write the same year in both")


def _against_library(paper: Paper) -> Iterator[Diagnostic]:
    if paper.entry is None:
        return
    known = paper.entry.claims
    where = f"{paper.entry.span.path}:{paper.entry.span.line}"
    for summary in paper.summaries:
        title, year = summary.claims.title, summary.claims.year
        if title and known.title and slugify(title.plain) != slugify(known.title.plain):
            message = f'the library calls the paper "{known.title.plain}"'
            span = summary.spans.get("title", summary.span)
            yield diagnose("AP602", message, span, f"mend the note, or {where}")
        if year and known.year and year != known.year:
            message = f"the library says that the paper is of {known.year}"
            span = summary.spans.get("year", summary.span)
            yield diagnose("AP602", message, span, f"mend the note, or {where}")
