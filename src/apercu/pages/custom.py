"""Pages of the site's own, from content/pages."""

from collections.abc import Iterator

from apercu.context import CustomContext
from apercu.frame import Html
from apercu.hole import hole
from apercu.site import Page, Site
from apercu.slot import page_slot
from apercu.view import badge_of


def custom_pages(site: Site, per_page: int) -> Iterator[Page]:
    """about.md becomes `/about/`."""
    del per_page
    for page in site.pages:
        note = page.note
        context = CustomContext(
            title=Html(page.title.html),
            plain_title=page.title.plain,
            body=Html(hole(0)),
            description=note.tldr.plain if note.tldr else note.body.lead,
            lang=note.lang,
            badge=badge_of(note),
            noindex=bool(badge_of(note)),
        )
        # Nothing is between its headings and the h1 of the page.
        slots = (page_slot(note, page.url, "raised"),)
        yield Page(page.url, "custom.html", context, note.path, slots)
