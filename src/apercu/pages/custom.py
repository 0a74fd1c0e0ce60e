"""Pages of the site's own, from content/pages."""

from collections.abc import Iterator

from apercu.context import CustomContext
from apercu.frame import Html
from apercu.listing import first_sentence
from apercu.place import fill_body, raise_headings
from apercu.site import Page, Site
from apercu.view import badge_of


def custom_pages(site: Site, per_page: int) -> Iterator[Page]:
    """about.md becomes `/about/`."""
    del per_page
    for page in site.pages:
        note = page.note
        context = CustomContext(
            title=Html(page.title.html),
            plain_title=page.title.plain,
            body=raise_headings(fill_body(note, page.url)),
            description=note.tldr.plain if note.tldr else first_sentence(note.body),
            lang=note.lang,
            badge=badge_of(note),
            noindex=bool(badge_of(note)),
        )
        yield Page(page.url, "custom.html", context, note.path)
