"""The people who wrote the papers, and the papers of each."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_of
from apercu.site import Page, Site


def author_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per author, newest first, and a page with all authors."""
    yield Page("authors/", "authors.html", terms_of(site.by_author))
    for listing in site.by_author:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "author.html", context)
