"""The finished body of a note with raw HTML, cleaned whole; math and code are put in afterwards.

What is ours begins with `hole.TRUSTED`, which no author can write; of an author's attributes only
those that say something about the content stay.
"""

from collections.abc import Callable

from apercu.elements import ALLOWED
from apercu.hole import ANCHOR, OPEN, TRUSTED

_PLAIN = {
    "abbr": {"title"},
    "img": {"alt", "title", "width", "height", "src", "loading", "decoding", "referrerpolicy"},
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "reversed"},
    "details": {"open"},
    "col": {"span"},
    "del": {"datetime"},
    "ins": {"datetime"},
}
_OURS = {"class", "id", "tabindex", "role", "aria-label"}


def clean_body(html: str, address: Callable[[str, str], str]) -> str:
    """`html` with what a note may hold, well nested.

    `address(element, url)` gives what an address becomes, or "" to drop it.
    """
    import nh3  # Few notes hold raw HTML.

    taken: set[str] = set()

    def keep_id(name: str) -> str | None:
        """The author's id under the summary's anchor, unless a heading or another has it."""
        mark = f"{TRUSTED}{ANCHOR}-{name}"
        if not name.strip() or mark in taken or f'id="{mark}"' in html:
            return None
        taken.add(mark)
        return mark

    def keep(element: str, attribute: str, value: str) -> str | None:
        if attribute in _OURS:
            if value.startswith(TRUSTED):
                return value
            return keep_id(value) if attribute == "id" else None
        if attribute in ("href", "src"):
            if OPEN in value or ANCHOR in value:
                return value
            return address(element, value) or None
        if attribute in ("width", "height"):
            return value if value.isdigit() and len(value) < 5 else None
        return value

    return nh3.clean(
        html,
        tags=set(ALLOWED),
        clean_content_tags={"script", "style"},
        attributes={"*": _OURS, **_PLAIN},
        attribute_filter=keep,
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
