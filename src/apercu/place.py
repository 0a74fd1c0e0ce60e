"""Where things stand as seen from a page: relative links, and the holes of a note filled.

Relative links let one build work at a root, below a path, and mostly from `file://`.
"""

import html
import re
from urllib.parse import quote, unquote, urlsplit

from apercu.frame import Html
from apercu.hole import ANCHOR, fill
from apercu.model import Ref, Summary, Target

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_PERMALINK = re.compile(r' <a class="permalink"[^>]*>#</a>')
_MATH = re.compile(r'<math[^>]* alttext="([^"]*)".*?</math>', re.DOTALL)
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")


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


def fill_body(summary: Summary, page_url: str) -> Html:
    """The HTML of a summary as the page at `page_url` shows it."""
    refs = summary.body.refs

    def element(number: int) -> str:
        target = summary.targets[number]
        return _element(refs[number], target, _href(target, page_url), with_card=True)

    body = summary.body.html.replace(ANCHOR, html.escape(summary.anchor))
    return Html(fill(body, element))


def feed_body(summary: Summary, page_url: str, base_url: str) -> str:
    """The HTML of a summary as a feed carries it: absolute addresses, no cards, and behind each
    formula its TeX, which readers show that know neither MathML nor `hidden`."""
    refs = summary.body.refs
    page = absolute_url(base_url, page_url)

    def element(number: int) -> str:
        target = summary.targets[number]
        fragment = f"#{target.fragment}" if target.fragment else ""
        away = is_absolute(target.url)
        url = target.url if away else absolute_url(base_url, unquote(target.url).removeprefix("./"))
        return _element(refs[number], target, url + fragment, with_card=False)

    body = summary.body.html.replace(ANCHOR, html.escape(summary.anchor))
    body = fill(body, element).replace('href="#', f'href="{html.escape(page)}#')
    body = _PERMALINK.sub("", body)
    return _MATH.sub(lambda m: f"{_ANNOTATION.sub('', m[0])}<code hidden>{m[1]}</code>", body)


def raise_headings(body: Html) -> Html:
    """`body` with its headings one level up, for a page where nothing is between it and the h1."""
    return Html(_HEADING.sub(lambda match: match[1] + str(int(match[2]) - 1), body))


def _element(ref: Ref, target: Target, href: str, *, with_card: bool) -> str:
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


def _href(target: Target, page: str) -> str:
    if not target.fragment:
        return relative_url(page, target.url)
    fragment = "#" + target.fragment.replace(" ", "%20")
    # From `file://` the way to the page itself would lead to its folder.
    return fragment if target.url == page else relative_url(page, target.url) + fragment
