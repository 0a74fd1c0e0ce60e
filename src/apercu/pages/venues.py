"""Where papers appeared, and the papers of each venue."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_contexts
from apercu.site import Page, Site


def venue_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per venue, newest first, and one of all venues."""
    for url, terms in terms_contexts("venues/", site.by_venue):
        yield Page(url, "venues.html", terms)
    for listing in site.by_venue:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "venue.html", context)
