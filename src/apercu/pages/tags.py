"""All tags, and the papers of each."""

from collections.abc import Iterator

from apercu.row import list_contexts, terms_contexts
from apercu.site import Page, Site


def tag_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per tag, newest first, and one of all tags."""
    for url, terms in terms_contexts("tags/", site.by_tag):
        yield Page(url, "tags.html", terms)
    for listing in site.by_tag:
        term = listing.term
        for url, context in list_contexts(term.name, term.url, listing.entries, per_page):
            yield Page(url, "tag.html", context)
