"""Where papers appeared, and the papers of each venue."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_of
from apercu.site import Page, Site


def venue_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per venue, newest first, and a page with all venues."""
    yield Page("venues/", "venues.html", terms_of(site.by_venue))
    for listing in site.by_venue:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "venue.html", context)
