"""The reading list: every paper of the library and of the notes, by how far its reader is."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from apercu.citing import card_of
from apercu.context import LibraryContext, ReferenceView, Shelf
from apercu.frame import Html
from apercu.model import Status
from apercu.row import MOST_LINES, slices
from apercu.site import Page, Paper, Site
from apercu.text import slugify

SHELVES: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("Reading", ("reading",)),
    ("To read", ("to-read",)),
    ("Not sorted yet", ("",)),
    ("Skimmed", ("skimmed",)),
    ("Read", ("read",)),
)


def library_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/library/` and its further pages, if papers without a note are shown at all."""
    del per_page
    if not site.library:
        return
    listed = [paper for paper in (*site.papers, *site.library) if not _is_unlisted(paper)]
    papers = sorted(listed, key=lambda p: (slugify(p.title.plain), p.slug))
    shelved = {
        name: [paper for paper in papers if paper.status in statuses] for name, statuses in SHELVES
    }
    lines = [(name, paper) for name, on_it in shelved.items() for paper in on_it]
    read = sum(paper.status == "read" for paper in papers)
    for url, part, pagination in slices("library/", len(lines), MOST_LINES):
        shelves = tuple(
            Shelf(name, tuple(_row(paper) for _, paper in group), len(shelved[name]))
            for name, group in groupby(lines[part], key=itemgetter(0))
        )
        yield Page(url, "library.html", LibraryContext(read, len(papers), shelves, pagination))


def _is_unlisted(paper: Paper) -> bool:
    return paper.unlisted and bool(paper.summaries)


def _row(paper: Paper) -> ReferenceView:
    url = paper.url or paper.outside
    return ReferenceView("", Html(paper.title.html), card_of(paper).byline, url, Html(""))
