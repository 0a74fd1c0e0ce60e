"""Where things stand as seen from a page: relative links, and what the holes of a note become.

Relative links let one build work at a root, below a path, and mostly from `file://`.
"""

import html
from urllib.parse import quote, urlsplit

from apercu.late import late
from apercu.model import Ref, Target

_ABSOLUTE = late(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def file_of(url: str) -> str:
    """The file that a server shows for the URL of a page."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def is_absolute(url: str) -> bool:
    """Whether a URL leads away from the site."""
    return _ABSOLUTE.match(url) is not None


def relative_url(page: str, target: str) -> str:
    """The way from a page to a target, both relative to the site's root, over that root.

    From "papers/x/" to "tags/nlp/" it is "../../tags/nlp/", to the root "../../"; from the root
    to itself "./". A target that leads away stays as it is.
    """
    return target if is_absolute(target) else way_up(page) + target.removeprefix("./") or "./"


def way_up(page: str) -> str:
    """The way from a page to the root; the same for all pages at one depth."""
    return "../" * page.count("/")


def rooted_url(base_url: str, target: str) -> str:
    """The way to a target from a page that may be shown at any depth: "/notes/tags/"."""
    if is_absolute(target):
        return target
    return urlsplit(base_url).path.rstrip("/") + "/" + target.removeprefix("./")


def absolute_url(base_url: str, url: str) -> str:
    """Where a page is on the web; empty if nobody said where the site is."""
    return base_url.rstrip("/") + "/" + quote(url) if base_url else ""


def element_of(ref: Ref, target: Target, href: str, *, with_card: bool) -> str:
    """What a hole stands for: the attributes of a link or an image, or a whole citation."""
    if ref.kind not in ("link", "image", "zoom"):
        return _citation(ref, target, href, with_card=with_card)
    if not target.url:
        return ' class="missing"' if ref.kind == "image" else ""
    url = html.escape(href)
    if ref.kind != "image":
        return f' href="{url}"'
    is_sized = target.width and ref.text != "sized"
    size = f' width="{target.width}" height="{target.height}"' if is_sized else ""
    return f' src="{url}"{size} loading="lazy" decoding="async"'


def _citation(ref: Ref, target: Target, href: str, *, with_card: bool) -> str:
    """A link to a paper, with a card that a reader sees who points at it."""
    label = html.escape(target.label, quote=False)
    if not target.url:
        is_handle = ref.kind == "handle" and target.card is None
        return label if is_handle else f'<span class="cite missing">{label}</span>'
    link = f'<a href="{html.escape(href)}">{label}</a>'
    card = target.card
    if card is None or not with_card or not (card.byline or card.tldr):
        return link
    byline = f"<span>{html.escape(card.byline, quote=False)}</span>" if card.byline else ""
    tldr = f"<span>{card.tldr.html}</span>" if card.tldr else ""
    shown = f'<span class="card"><b>{card.title.html}</b>{byline}{tldr}</span>'
    return f'<span class="cite">{link}{shown}</span>'


def href_of(target: Target, page: str) -> str:
    if not target.fragment:
        return relative_url(page, target.url)
    fragment = "#" + target.fragment.replace(" ", "%20")
    # From `file://` the way to the page itself would lead to its folder.
    return fragment if target.url == page else relative_url(page, target.url) + fragment
