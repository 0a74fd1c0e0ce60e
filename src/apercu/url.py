"""Which addresses are published: the one place that decides, for Markdown, HTML, front matter
and math alike."""

from typing import Literal
from urllib.parse import urlsplit

from apercu.late import late

Kind = Literal["web", "mail", "site", "fragment", "unsafe"]

# Browsers drop these anywhere in an address before they read its scheme.
_IGNORED = late("[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_SCHEME = late(r"([A-Za-z][A-Za-z0-9+.-]*):")


def kind_of(url: str) -> Kind:
    """What an address leads to: the web, a mail box, the site, a place on the page, or no good."""
    bare = url if _is_bare(url) else _IGNORED.sub("", url)
    if bare.startswith("#"):
        return "fragment"
    if "\\" in bare[:3]:  # a browser reads `/\host` as `//host`
        return "unsafe"
    if bare.startswith("//"):
        return "web" if is_web_url(f"https:{bare}") else "unsafe"
    scheme = _SCHEME.match(bare)
    if scheme is None:
        return "site"
    name = scheme[1].lower()
    if name in ("http", "https"):
        return "web" if is_web_url(bare) else "unsafe"
    return "mail" if name == "mailto" else "unsafe"


def is_web_url(url: str) -> bool:
    """Whether it is a whole http or https address with a host, and nothing hidden in it."""
    if not _is_bare(url.strip()) or not url.lower().startswith(("http://", "https://")):
        return False
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _is_bare(url: str) -> bool:
    """Whether it holds nothing that is ignored."""
    return (url.isprintable() and " " not in url) or not _IGNORED.search(url)
