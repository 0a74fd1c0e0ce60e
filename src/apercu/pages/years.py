"""When papers appeared, and the papers of each year."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_contexts
from apercu.site import Page, Site


def year_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per year, newest first, and one of all years."""
    for url, terms in terms_contexts("years/", site.by_year):
        yield Page(url, "years.html", terms)
    for listing in site.by_year:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "year.html", context)
