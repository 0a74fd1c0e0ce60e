"""Old URLs, from the `aliases:` of notes."""

from collections.abc import Iterator

from apercu.context import RedirectContext
from apercu.site import Page, Site


def redirect_pages(site: Site, per_page: int) -> Iterator[Page]:
    """A page that sends the reader on, for each alias."""
    del per_page
    for redirect in site.redirects:
        context = RedirectContext(redirect.target)
        yield Page(redirect.url, "redirect.html", context, redirect.source)
