"""The YAML at the head of a note → Front, with a span for every value.

Every wrong field is reported, and the rest is read as if it were not there.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from msgspec import field as default

from apercu import field
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.field import WrongValue
from apercu.identity import arxiv_hint, id_label, normalize_id, read_id
from apercu.model import ExternalLink, PaperId
from apercu.names import has_more, split_names
from apercu.record import Record
from apercu.split import Split
from apercu.text import did_you_mean
from apercu.url import is_web_url
from apercu.yamlspan import compose
from apercu.yamlvalue import Items, Scalar, Table, Value


class Front(Record):
    """What the front matter of a note says; empty values for what it does not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    et_al: bool = False
    year: int | None = None
    venue: str = ""
    abstract: str = ""
    ids: tuple[PaperId, ...] = ()
    links: tuple[ExternalLink, ...] = ()
    tldr: str = ""
    author: tuple[str, ...] = ()
    date: dt.date | None = None
    updated: dt.date | None = None
    tags: tuple[str, ...] = ()
    status: str = ""
    rating: float | None = None
    lang: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    unlisted: bool = False
    private: bool = False
    math_macros: tuple[tuple[str, str], ...] = ()
    is_jekyll: bool = False
    """Whether the note was written for Jekyll, whose `$$x$$` may stand inside a line."""
    spans: dict[str, Span] = default(default_factory=dict)


class Field(Record):
    """How a key is read, and what is said when it can't be."""

    read: Callable[[Value], object]
    example: str
    of_paper: bool = False
    """Whether it may stand under `paper:` too."""


def _authors(value: Value) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        return split_names(field.paragraph(value))
    if isinstance(value, Table):
        raise WrongValue("must be a list of names, not a mapping", span=value.span)
    return tuple(name for entry in field.items(value) for name in split_names(entry))


def _has_more(value: Value) -> bool:
    entries = value.items if isinstance(value, Items) else (value,)
    return any(has_more(entry.text) for entry in entries if isinstance(entry, Scalar))


def _title(value: Value) -> str:
    if not isinstance(value, Scalar):
        raise WrongValue(f"must be a text, not {field.describe(value)}", span=value.span)
    title = field.text(value)
    if not title:
        raise WrongValue("must be a text, not nothing", span=value.span)
    return title


FIELDS: dict[str, Field] = {
    "title": Field(_title, 'write the title of the paper, as in `title: "Fast R-CNN"`', True),
    "authors": Field(_authors, "write names in a list, as in `authors: [Ross Girshick]`", True),
    "year": Field(
        field.WholeNumber(1000, 2999), "write the year of publication, as in `year: 2017`", True
    ),
    "venue": Field(field.text, "write where it was published, as in `venue: NeurIPS`", True),
    "abstract": Field(field.paragraph, "write the abstract as one text", True),
    "tldr": Field(field.paragraph, "write one sentence"),
    "author": Field(field.items, "write who wrote this note, as in `author: jane`"),
    "date": Field(field.day, "write the day of the note, as in `date: 2026-11-20`"),
    "updated": Field(field.day, "write the day of the last change, as in `updated: 2026-11-20`"),
    "tags": Field(field.tags, "write tags in a list, as in `tags: [attention, nlp]`"),
    "status": Field(
        field.OneOf(("to-read", "reading", "skimmed", "read")), "write it as in `status: read`"
    ),
    "rating": Field(field.Number(0, 5), "write a number from 0 to 5, as in `rating: 4`"),
    "lang": Field(field.text, "write the language of the note, as in `lang: en`"),
    "slug": Field(field.text, "write the last part of the URL, as in `slug: fast-r-cnn`"),
    "aliases": Field(field.items, "write old URLs in a list, as in `aliases: [/old/url/]`"),
    "draft": Field(field.flag, "write `draft: true` or `draft: false`"),
    "unlisted": Field(field.flag, "write `unlisted: true` or `unlisted: false`"),
    "private": Field(field.flag, "write `private: true` or `private: false`"),
    "math_macros": Field(field.pairs, "write a mapping, as in `math_macros: {R: '\\mathbb{R}'}`"),
}
"""Keys that hold one value each. Identifiers and links have tables of their own below."""

IDS = ("arxiv", "doi", "openreview", "acl", "dblp", "pmid", "isbn")
LINKS = {
    "url": "Paper",
    "pdf": "PDF",
    "code": "Code",
    "video": "Video",
    "slides": "Slides",
    "data": "Data",
}

OTHER_NAMES = {
    "keywords": "tags",
    "categories": "tags",
    "summary": "tldr",
    "excerpt": "tldr",
    "description": "tldr",
    "bibtex": "paper",
    "key": "paper",
    "citekey": "paper",
    "bibtexkey": "paper",
    "link": "url",
    "created": "date",
    "published": "date",
    "publish": "draft",
    "modified": "updated",
    "lastmod": "updated",
    "cite": "paper",
}
"""What other tools call our keys, lower case."""

QUIET = frozenset({"layout", "comments", "permalink", "cssclass", "cssclasses"})
_KNOWN = (*FIELDS, *IDS, *LINKS, "paper", "links")


def read_front(split: Split, path: str) -> tuple[Front, tuple[Diagnostic, ...]]:
    """The fields of the front matter; what is wrong in it is left out and reported."""
    if split.front is None:
        return Front(), ()
    value, diagnostics = compose(split.front, path=path, first_line=split.front_line)
    if value is None or (isinstance(value, Scalar) and value.is_null):
        return Front(), diagnostics
    if not isinstance(value, Table):
        message = f"the front matter must be a mapping, not {field.describe(value)}"
        help = "write a key and a value in each line, as in `title: Fast R-CNN`"
        return Front(), (*diagnostics, diagnose("AP103", message, value.span, help))
    reader = _Reader(path)
    reader.read(value, in_paper=False)
    return reader.front(), (*diagnostics, *reader.diagnostics)


class _Reader:
    """Collects fields and what is wrong with them; one for each note."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[str, object] = {}
        """Of the fields that were read, by their name in Front."""
        self.spans: dict[str, Span] = {}
        self.ids: list[PaperId] = []
        self.links: list[ExternalLink] = []
        self.diagnostics: list[Diagnostic] = []

    def front(self) -> Front:
        """All that was read."""
        return Front(
            **self.values,  # type: ignore[arg-type]  # a field's reader gives its type
            ids=tuple(self.ids),
            links=tuple(self.links),
            spans=self.spans,
        )

    def read(self, table: Table, *, in_paper: bool) -> None:
        given = {key.text for key, _ in table.pairs}
        for key, value in table.pairs:
            name = key.text if key.text in _KNOWN else OTHER_NAMES.get(key.text.lower(), key.text)
            if name != key.text and name in given and name != "tags":
                message = f"`{key.text}` is not read, because `{name}` is there too"
                self.diagnostics.append(
                    diagnose("AP106", message, key.span, f"keep one of them: `{name}`")
                )
                continue
            try:
                self._read_key(name, key, value, in_paper)
            except WrongValue as wrong:
                known = FIELDS.get(name)
                code = "AP110" if name == "title" else "AP101"
                help = wrong.help or (known.example if known else "")
                message = f"`{key.text}` {wrong.message}"
                self.diagnostics.append(diagnose(code, message, wrong.span or value.span, help))

    def _read_key(self, name: str, key: Scalar, value: Value, in_paper: bool) -> None:
        if isinstance(value, Scalar) and value.is_null and name in _KNOWN and name != "title":
            return
        if name == "paper" and not in_paper:
            self._read_paper(key, value)
        elif name in IDS:
            self._read_id(name, key, value)
        elif name in LINKS:
            self._read_link(LINKS[name], key, field.text(value), value.span, name in ("url", "pdf"))
        elif name == "links":
            for label, url in field.pairs(value):
                self._read_link(label, key, url, value.span, False)
        elif name in FIELDS and (FIELDS[name].of_paper or not in_paper):
            self._read_field(name, key, value)
        elif key.text.lower() == "layout":
            self.values["is_jekyll"] = True
        elif key.text.lower() not in QUIET:
            self.diagnostics.append(_unknown_key(key, in_paper))

    def _read_field(self, name: str, key: Scalar, value: Value) -> None:
        if key.text.lower() in ("published", "publish") and _is_flag(value):
            name, read = "draft", not field.flag(value)
        else:
            read = FIELDS[name].read(value)  # type: ignore[assignment]  # object for all fields
        if name == "tags":
            read = (*self.values.get("tags", ()), *read)  # type: ignore[misc,assignment]  # keywords add to them
        if name == "authors":
            self.values["et_al"] = _has_more(value)
        self.values[name] = read
        self.spans[name] = value.span

    def _read_paper(self, key: Scalar, value: Value) -> None:
        if isinstance(value, Table):
            self.read(value, in_paper=True)
            return
        if isinstance(value, Items):
            raise WrongValue("must be an identifier or a mapping, not a list", span=value.span)
        text = field.text(value)
        known = read_id(text)
        if known is not None:
            self._add_id(known, value.span)
        elif is_web_url(text):
            self._read_link("Paper", key, text, value.span, False)
        elif re.search(r"\s", text):
            help = "write its title as `title: …`, or name it as in `paper: arXiv:1706.03762`"
            raise WrongValue("must be an identifier, not a title", help, value.span)
        elif text:
            self._add_id(PaperId("citekey", text), value.span)

    def _read_id(self, kind: str, key: Scalar, value: Value) -> None:
        for text in field.items(value):
            known = normalize_id(kind, text)
            if known is not None:
                self._add_id(known, value.span)
                continue
            label = id_label(PaperId(kind, ""))
            hint = arxiv_hint(text) if kind == "arxiv" else ""
            help = f'did you mean `arxiv: "{hint}"`?' if hint else f"write the {label} id alone"
            message = f'`{key.text}` is no valid {label} id: "{text}"'
            self.diagnostics.append(diagnose("AP111", message, value.span, help))

    def _add_id(self, known: PaperId, span: Span) -> None:
        self.ids.append(known)
        self.spans = {known.kind: span, **self.spans}

    def _read_link(self, label: str, key: Scalar, url: str, span: Span, is_paper: bool) -> None:
        if not url:
            return
        if not is_web_url(url):
            message = f'`{key.text}` is no web address: "{url}"'
            help = "write it with `https://` in front"
            self.diagnostics.append(diagnose("AP111", message, span, help))
            return
        known = read_id(url) if is_paper else None
        if known is not None:
            self._add_id(known, span)
        if known is None or label == "PDF":
            self.links.append(ExternalLink(label, url))


def _is_flag(value: Value) -> bool:
    return isinstance(value, Scalar) and value.text.casefold() in {"true", "false", "yes", "no"}


def _unknown_key(key: Scalar, in_paper: bool) -> Diagnostic:
    if in_paper and key.text == "author":
        return diagnose("AP106", "`paper` has no key `author`", key.span, "did you mean `authors`?")
    hint = did_you_mean(key.text, _names(in_paper))
    return diagnose("AP106", f"the key `{key.text}` is not known", key.span, hint)


def _names(in_paper: bool) -> tuple[str, ...]:
    fields: Iterator[str] = (k for k, f in FIELDS.items() if f.of_paper or not in_paper)
    return (*fields, *IDS, *LINKS, "links", *(() if in_paper else ("paper",)))
