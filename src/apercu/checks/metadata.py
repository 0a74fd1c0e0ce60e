"""Notes on one paper that disagree about its title or its year."""

from collections.abc import Iterator

from apercu.diagnostic import Diagnostic, diagnose
from apercu.site import Site
from apercu.text import slugify


def check_metadata(site: Site) -> Iterator[Diagnostic]:
    """One warning for each value that is not the one shown."""
    for paper in site.papers:
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
