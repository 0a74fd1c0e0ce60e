"""What of an SVG file a browser would run when somebody opens it by itself.

In a page it is an image, which runs nothing; at its own address it is a document of our domain.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from apercu.late import late

NO_XML = "what is no XML"
_LIVE = frozenset(
    ["applet", "audio", "base", "button", "embed", "form", "frame", "frameset", "handler", "iframe",
     "input", "link", "listener", "meta", "object", "script", "video"]
)  # fmt: skip
_ADDRESSES = frozenset(["action", "by", "data", "from", "href", "src", "to", "values"])
_DROPPED = late("[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]")
_UNSAFE = late(
    r"(?:^|;)(?:javascript:|vbscript:|data:(?!image/(?:png|jpe?g|gif|webp)[;,]))", re.IGNORECASE
)


def live_part(content: bytes) -> str:
    """The first thing that would run, as its author wrote it: `<script>`; "" if nothing would.

    No browser shows a file that is no XML; it gives `NO_XML`.
    """
    found: list[str] = []

    def element(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(":")[2].lower() in _LIVE:
            found.append(f"<{name}>")
        found.extend(_live_attributes(attributes))

    def instruction(target: str, _: str) -> None:
        if target.lower() == "xml-stylesheet":
            found.append(f"<?{target}?>")

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.ProcessingInstructionHandler = instruction
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        found.append(NO_XML)
    return found[0] if found else ""


def _live_attributes(attributes: Mapping[str, str]) -> list[str]:
    found = []
    for name, value in attributes.items():
        local = name.rpartition(":")[2].lower()
        is_unsafe = local in _ADDRESSES and _UNSAFE.search(_DROPPED.sub("", value))
        if local.startswith("on") or is_unsafe:
            found.append(f'{name}="{value[:40]}"')
    return found
