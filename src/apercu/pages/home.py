"""The home page: the newest summaries, and tags, venues and years beside them."""

from collections.abc import Iterator, Sequence

from apercu.context import Count, HomeContext
from apercu.row import count_summaries, counts_of, cut, day_of
from apercu.site import Listing, Page, Site

MOST_BESIDE = 20
"""Tags and venues beside the list; the rest stand on pages of their own."""


def home_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/` and its further pages."""
    newest = max((entry.date for entry in site.entries if entry.date), default=None)
    for url, rows, pagination in cut("", site.entries, per_page):
        context = HomeContext(
            rows=rows,
            pagination=pagination,
            papers=len(site.entries),
            summaries=count_summaries(site.entries),
            writers=len(site.by_writer),
            updated=day_of(newest),
            tags=_largest(site.by_tag),
            venues=_largest(site.by_venue),
            years=counts_of(site.by_year[:MOST_BESIDE]),
        )
        yield Page(url, "home.html", context)


def _largest(listings: Sequence[Listing]) -> tuple[Count, ...]:
    by_size = sorted(listings, key=lambda listing: -len(listing.entries))
    return counts_of(by_size[:MOST_BESIDE])
