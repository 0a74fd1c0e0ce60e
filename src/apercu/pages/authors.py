"""The people who wrote the papers, and the papers of each."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_contexts
from apercu.site import Page, Site


def author_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per author, newest first, and one of all authors."""
    for url, terms in terms_contexts("authors/", site.by_author):
        yield Page(url, "authors.html", terms)
    for listing in site.by_author:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "author.html", context)
