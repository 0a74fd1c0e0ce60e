"""Where things stand as seen from a page: relative links, and the holes of a note filled.

Relative links let one build work at a root, below a path, and mostly from `file://`.
"""

import html
import re
from urllib.parse import quote, urlsplit

from apercu.context import Html
from apercu.hole import ANCHOR, fill
from apercu.model import Ref, Summary, Target

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")


def file_of(url: str) -> str:
    """The file that a server shows for the URL of a page."""
    return f"{url}index.html" if not url or url.endswith("/") else url


def is_absolute(url: str) -> bool:
    """Whether a URL leads away from the site."""
    return _ABSOLUTE.match(url) is not None


def relative_url(page: str, target: str) -> str:
    """The way from a page to a target, both relative to the site's root.

    From "papers/x/" to "tags/nlp/" it is "../../tags/nlp/", to the root "../../"; from the root
    to itself "./". A target that leads away stays as it is.
    """
    if is_absolute(target):
        return target
    here = page.split("/")[:-1]
    *folders, name = target.removeprefix("./").split("/")
    shared = 0
    while shared < min(len(here), len(folders)) and here[shared] == folders[shared]:
        shared += 1
    way = "../" * (len(here) - shared) + "".join(f"{f}/" for f in folders[shared:]) + name
    # "a:b/" would read as a scheme, and nothing at all as the page with its file name.
    return f"./{way}" if not way or is_absolute(way) else way


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

    def attributes(number: int) -> str:
        return _attributes(refs[number], summary.targets[number], page_url)

    body = summary.body.html.replace(ANCHOR, html.escape(summary.anchor))
    return Html(fill(body, attributes))


def raise_headings(body: Html) -> Html:
    """`body` with its headings one level up, for a page where nothing is between it and the h1."""
    return Html(_HEADING.sub(lambda match: match[1] + str(int(match[2]) - 1), body))


def _attributes(ref: Ref, target: Target, page: str) -> str:
    if ref.kind in ("cite", "citet"):
        return _citation(target, page)
    if not target.url:
        return ' class="missing"' if ref.kind == "image" else ""
    url = html.escape(_href(target, page))
    if ref.kind != "image":
        return f' href="{url}"'
    is_sized = target.width and not ref.text
    size = f' width="{target.width}" height="{target.height}"' if is_sized else ""
    return f' src="{url}"{size} loading="lazy" decoding="async"'


def _citation(target: Target, page: str) -> str:
    label = html.escape(target.label)
    if not target.url:
        return f'<span class="cite missing">{label}</span>'
    return f'<a class="cite" href="{html.escape(_href(target, page))}">{label}</a>'


def _href(target: Target, page: str) -> str:
    if not target.fragment:
        return relative_url(page, target.url)
    fragment = "#" + target.fragment.replace(" ", "%20")
    # From `file://` the way to the page itself would lead to its folder.
    return fragment if target.url == page else relative_url(page, target.url) + fragment
