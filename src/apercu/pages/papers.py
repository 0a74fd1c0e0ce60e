"""The list of all papers."""

from collections.abc import Iterator

from apercu.row import list_contexts
from apercu.site import Page, Site


def papers_pages(site: Site, per_page: int) -> Iterator[Page]:
    """Every listed paper, newest first."""
    for url, context in list_contexts("", "papers/", site.entries, per_page):
        yield Page(url, "papers.html", context)
