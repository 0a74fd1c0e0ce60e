"""The library: papers of a .bib or CSL-JSON file, with or without a note of ours.

Pure and read file by file, so that a library that has not changed costs nothing. Fields in which
Zotero and others keep what is private are left out here, so no page can show them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from apercu.bibtex import RawEntry, parse_bibtex
from apercu.csljson import parse_csl
from apercu.diagnostic import Diagnostic, Span
from apercu.identity import normalize_id, read_id
from apercu.late import late
from apercu.latex import read_latex
from apercu.markdown import MarkdownOptions, render_text
from apercu.mathml import symbols_of
from apercu.model import STATUSES, Claims, ExternalLink, LibraryEntry, PaperId, Source, Status, Text
from apercu.record import Record
from apercu.url import is_web_url

PRIVATE = late(
    r"(?:file|note|annote|annotation|comments?|owner|timestamp|groups?|priority|ranking|readstatus"
    r"|status|keywords|__markedentry|date-(?:added|modified)|bdsk-.*|local-.*|attachment.*|library"
    r"|accessdate|urldate|x-.*)"
)
"""Fields that are nobody's business but the owner's of the library."""
_OTHERS = "others"
"""What BibTeX writes for names that are left out."""
_BOOKS = frozenset({"book", "mvbook", "collection", "proceedings"})
_VENUES = (
    "journaltitle",
    "journal",
    "booktitle",
    "eventtitle",
    "school",
    "institution",
    "publisher",
)


class Library(Record):
    """The entries of one file, in its order, and what is wrong with them."""

    entries: tuple[LibraryEntry, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def read_library(source: Source) -> Library:
    """Read a .bib file, or CSL-JSON by the ending `.json`."""
    if source.path.endswith(".json"):
        raw, wrong = parse_csl(source.text, source.path)
        return Library(tuple(_entry(r, source.path, is_latex=False) for r in raw), wrong)
    entries, wrong = parse_bibtex(source.text, source.path)
    return Library(tuple(_entry(r, source.path, is_latex=True) for r in entries), wrong)


def _entry(raw: RawEntry, path: str, *, is_latex: bool) -> LibraryEntry:
    fields = dict(raw.fields)
    span = Span(path, raw.line)

    def text(name: str) -> str:
        value = fields.get(name, "")
        return read_latex(value) if is_latex else " ".join(value.split())

    title = text("title")
    if fields.get("subtitle"):
        title = f"{title}: {text('subtitle')}"
    shown, title_text = text("abstract"), _render(title, span)
    keywords = tuple(k.strip() for k in re.split("[,;]", text("keywords")) if k.strip())
    claims = Claims(
        title=title_text,
        authors=tuple(_authors(fields, is_latex=is_latex)),
        et_al=_OTHERS in map(str.casefold, _people(fields)),
        year=_year(fields),
        venue=next((text(name) for name in _VENUES if fields.get(name)), None),
        ids=tuple(dict.fromkeys(_ids(raw, fields))),
        abstract=_render(shown, span),
        links=tuple(_links(fields)),
    )
    return LibraryEntry(
        key=raw.key,
        kind=raw.kind,
        claims=claims,
        span=span,
        fields=tuple((n, v) for n, v in raw.fields if not PRIVATE.fullmatch(n)),
        status=_status(fields, keywords),
        symbols=symbols_of(title_text.html) if title_text else "",
    )


def _render(text: str, span: Span) -> Text | None:
    if not text:
        return None
    return render_text(text, span=span, options=MarkdownOptions(), markup=False)[0]


def _authors(fields: Mapping[str, str], *, is_latex: bool) -> Iterator[str]:
    """The names as "Given Family"; a name in braces is an institution and stays as it is."""
    for name in _people(fields):
        if name.casefold() == _OTHERS:
            continue
        is_whole = name.startswith("{") and name.endswith("}") and "}" not in name[:-1]
        plain = read_latex(name) if is_latex else name.strip("{}")
        parts = [part.strip() for part in plain.split(",")]
        if is_whole or len(parts) == 1:
            yield plain
        elif len(parts) == 2:
            yield f"{parts[1]} {parts[0]}".strip()
        else:
            yield f"{parts[2]} {parts[0]} {parts[1]}".strip()


def _people(fields: Mapping[str, str]) -> list[str]:
    return split_and(fields.get("author") or fields.get("editor") or "")


def split_and(names: str) -> list[str]:
    """The names of a BibTeX list: what stands between `and` outside of braces."""
    parts: list[str] = []
    depth = start = 0
    for match in re.finditer(r"\\.|[{}]|\s+and\s+", names, re.IGNORECASE | re.DOTALL):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0 and not match[0].startswith("\\"):
            parts.append(names[start : match.start()])
            start = match.end()
    parts.append(names[start:])
    return [" ".join(part.split()) for part in parts if part.strip()]


def _year(fields: Mapping[str, str]) -> int | None:
    match = re.search(r"\d{4}", fields.get("year") or fields.get("date") or "")
    return int(match[0]) if match else None


def _ids(raw: RawEntry, fields: Mapping[str, str]) -> Iterator[PaperId]:
    """Every id that an entry gives its paper, its key among them.

    The ISBN of proceedings is that of many papers, so only a book has one.
    """
    wanted: list[PaperId | None] = [normalize_id("citekey", raw.key), read_id(raw.key)]
    eprint = fields.get("eprint", "")
    place = (fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv").casefold()
    if eprint and place == "arxiv":
        wanted.append(normalize_id("arxiv", eprint))
    elif eprint and place == "pubmed":
        wanted.append(normalize_id("pmid", eprint))
    wanted += [normalize_id(k, fields.get(k, "").replace("\\_", "_")) for k in ("doi", "pmid")]
    if raw.kind in _BOOKS and fields.get("isbn"):
        wanted.append(normalize_id("isbn", fields["isbn"]))
    wanted += [read_id(fields.get(name, "")) for name in ("url", "biburl")]
    if re.match(r"dblp:", raw.key, re.IGNORECASE):
        wanted.append(normalize_id("dblp", raw.key))
    yield from (paper_id for paper_id in wanted if paper_id is not None)


def _links(fields: Mapping[str, str]) -> Iterator[ExternalLink]:
    url = fields.get("url", "").replace("\\_", "_").replace("\\%", "%").replace("\\&", "&")
    if is_web_url(url) and read_id(url) is None:
        yield ExternalLink("PDF" if url.casefold().endswith(".pdf") else "Paper", url)


def _status(fields: Mapping[str, str], keywords: Iterable[str]) -> Status:
    said = [fields.get("status", ""), fields.get("readstatus", "")]
    said += [k.partition(":")[2] for k in keywords if k.casefold().startswith("status:")]
    words = {word.strip().casefold() for word in said}
    return next((status for status in STATUSES if status in words), "")
