"""All tags, and the papers of each."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_of
from apercu.site import Page, Site


def tag_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per tag, newest first, and a page with all tags."""
    yield Page("tags/", "tags.html", terms_of(site.by_tag))
    for listing in site.by_tag:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "tag.html", context)
