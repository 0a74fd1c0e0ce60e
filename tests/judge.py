"""What a page may hold when others wrote its words: a parser of HTML that collects the rest."""

import re
from html.parser import HTMLParser

_SAFE_SCHEMES = ("http://", "https://", "mailto:", "//")
_ADDRESSES = frozenset(
    ["action", "archive", "background", "cite", "classid", "codebase", "data", "formaction",
     "href", "longdesc", "manifest", "ping", "poster", "profile", "src", "srcset", "usemap",
     "xlink:href"]
)  # fmt: skip
_NEVER = frozenset(
    ["applet", "area", "audio", "base", "body", "button", "canvas", "dialog", "embed", "fieldset",
     "form", "frame", "frameset", "head", "html", "iframe", "image", "input", "isindex", "keygen",
     "link", "map", "marquee", "meta", "noembed", "noframes", "noscript", "object", "option",
     "param", "picture", "plaintext", "portal", "script", "select", "source", "style", "svg",
     "template", "textarea", "title", "track", "video", "xmp"]
)  # fmt: skip
_HANDLER = re.compile(r"on\w+|srcdoc|formaction|ping|http-equiv|autofocus|contenteditable")
_DROPPED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")


class Judge(HTMLParser):
    """The faults of a piece of a page, its ids and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NEVER or not re.fullmatch("[a-z][a-z0-9]*", tag):
            self.faults.append(f"<{tag}>")
        # MathML brings the styles of its own; math-core writes them, and never an address.
        is_math = re.fullmatch("m[a-z]+", tag) is not None and tag != "mark"
        names = [name for name, _ in attrs]
        self.faults += [f"{tag} {name} twice" for name in set(names) if names.count(name) > 1]
        for name, value in attrs:
            if _HANDLER.fullmatch(name) or (name == "style" and not is_math):
                self.faults.append(f"{tag} {name}")
            if name in _ADDRESSES and not _is_harmless(value or ""):
                self.faults.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def _is_harmless(address: str) -> bool:
    bare = _DROPPED_BY_BROWSERS.sub("", address).lower().replace("\\", "/")
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", bare)
    return scheme is None or bare.startswith(_SAFE_SCHEMES)
