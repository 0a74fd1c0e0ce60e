"""The links in the frame of every page: only to lists and pages that hold something."""

from collections.abc import Sequence

from apercu.frame import NavItem
from apercu.search import shard_count
from apercu.site import Site
from apercu.words import Words

_LINKS = 4
"""In the header. With the way past it, the site's name, the search and the button of the theme
that makes eight stops of the tab key; the rest stands in the footer."""
_CUSTOM = 2
"""Pages of one's own among them, which take the places of the last lists."""


def navigation(
    site: Site, say: Words, own: Sequence[tuple[str, str]] = ()
) -> tuple[tuple[NavItem, ...], tuple[NavItem, ...]]:
    """The items of the header and those of the footer.

    `own` are labels and addresses that stand in the header instead; what it had is in the footer.
    """
    lists = [
        (bool(site.entries), NavItem(say("Papers"), "papers/")),
        (bool(site.by_tag), NavItem(say("Tags"), "tags/")),
        (bool(site.by_author), NavItem(say("Authors"), "authors/")),
        (bool(site.by_venue), NavItem(say("Venues"), "venues/")),
    ]
    search = [NavItem(say("Search"), "search/")] if shard_count(site) else []
    others = [
        (bool(site.library), NavItem(say("Library"), "library/")),
        (bool(site.by_year), NavItem(say("Years"), "years/")),
        (bool(site.by_writer), NavItem(say("Writers"), "by/")),
    ]
    custom = [
        NavItem(page.title.plain, page.url)
        for page in site.pages
        if not (page.note.unlisted or page.note.draft or page.note.private)
    ]
    if own:
        header = tuple(NavItem(label, url) for label, url in own)
        ours = [item for is_there, item in (*lists, *others) if is_there] + search + custom
        return header, tuple(item for item in ours if item.url not in {i.url for i in header})
    found = [item for is_there, item in lists if is_there]
    shown = found[: _LINKS - len(custom[:_CUSTOM])]
    header = (*shown, *custom[:_CUSTOM], *search)
    rest = [*found[len(shown) :], *(item for is_there, item in others if is_there)]
    footer = (*rest, *custom[_CUSTOM:])
    return header, footer
