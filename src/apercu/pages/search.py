"""Where readers search the full text."""

from collections.abc import Iterator

from apercu.context import SearchContext
from apercu.search import shard_count
from apercu.site import Page, Site


def search_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/search/`, if the settings want a search and there is something to find."""
    del per_page
    if shards := shard_count(site):
        yield Page("search/", "search.html", SearchContext(shards))
