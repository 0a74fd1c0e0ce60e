"""What a server shows where no page is."""

from collections.abc import Iterator

from apercu.context import NotFoundContext
from apercu.site import Page, Site


def notfound_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/404.html`, which GitHub Pages serves at any depth."""
    del site, per_page
    yield Page("404.html", "notfound.html", NotFoundContext())
