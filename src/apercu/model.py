"""All the things that flow from stage to stage: frozen, with tuples inside.

`read` gives Sources, `parse` gives Parsed, `link` gives a Site, `plan` gives Pages and Files,
`render` gives Files.
"""

import datetime as dt
from typing import Literal

from msgspec import field
from msgspec.structs import replace

from apercu.diagnostic import Diagnostic, Span
from apercu.record import Record


class Source(Record):
    """A text file of the site."""

    path: str
    """Relative to the site, with `/`."""
    text: str


class Text(Record):
    """A short piece of writing that may hold math: a title, a tl;dr."""

    html: str
    """For pages. Safe: escaped, cleaned, and its links lead away."""
    plain: str
    """For `<title>`, slugs, alt texts and search."""

    def __str__(self) -> str:
        return self.plain

    def __html__(self) -> str:
        return self.html


class PaperId(Record):
    """An identifier of a paper in its normal form, as `identity` makes it."""

    kind: str
    """arxiv, doi, openreview, acl, dblp, pmid, isbn or citekey."""
    value: str


class ExternalLink(Record):
    """A labelled link to somewhere else: PDF, Code, Video."""

    label: str
    url: str


class Claims(Record):
    """What a note says of its paper."""

    title: Text | None = None
    authors: tuple[str, ...] = ()
    et_al: bool = False
    """Whether there are more authors than are named."""
    year: int | None = None
    venue: str | None = None
    ids: tuple[PaperId, ...] = ()
    abstract: Text | None = None
    links: tuple[ExternalLink, ...] = ()


RefKind = Literal["link", "image", "zoom", "cite", "citet", "citey", "handle", "address"]


NAMED = "[["
"""What the target of a link by name begins with; the name of a note or a file follows."""


class Ref(Record):
    """A hole in a body, filled by `link`: hole number n of the HTML is `refs[n]`.

    "link" stands for the attributes of an `<a`, "image" for those of an `<img` but for its alt
    text, "zoom" for those of the `<a` around a figure, which leads to the file. The others are
    citations and stand for a whole element: "cite" in parentheses, "citet" in a sentence, "citey"
    for the year alone, "handle" for `@key`, which may be no citation, "address" for a bare web
    address, which is one if we know the paper.
    """

    kind: RefKind
    target: str
    """What the author wrote: a path with or without `#anchor`, percent-decoded; the same of a name,
    behind `NAMED`; a citation key."""
    text: str
    """The sentence around it; "sized" for an image to which its author gave a size."""
    span: Span


class Heading(Record):
    """A heading of a note, for its contents."""

    level: int
    """3 to 6: the page's own headings are above."""
    id: str
    """Without the summary's prefix: the id on the page is `<anchor>-<id>`."""
    text: Text


class Body(Record):
    """The rendered text of a note."""

    html: str
    """Safe HTML with a hole for each of `refs`, and `hole.ANCHOR` before each id."""
    refs: tuple[Ref, ...] = ()
    headings: tuple[Heading, ...] = ()
    plain: str = ""
    """The words without markup; math in its plain form. Paragraphs are lines."""
    minutes: int = 1
    """Reading time: 220 words a minute, 12 words for a display or a figure; at least 1."""
    lead: str = ""
    """The first sentence that is no heading; empty if there is none."""

    @property
    def prose(self) -> "Prose":
        return Prose(self.html, self.plain)

    @property
    def outline(self) -> "Body":
        """All but its text: what others may know of it."""
        return replace(self, html="", plain="")


class Prose(Record):
    """The text of a note, which only its own page, feeds and the search need: see `slot`."""

    html: str
    plain: str


class Writer(Record):
    """Who wrote a summary."""

    name: str
    slug: str
    url: str = ""
    orcid: str = ""

    @property
    def page(self) -> str:
        return f"by/{self.slug}/"


class Card(Record):
    """A paper in short."""

    title: Text
    byline: str
    """Authors, venue and year in words."""
    tldr: Text | None = None


class Reference(Record):
    """A paper in the references of a summary."""

    label: str
    """Its number, if citations are numbers."""
    card: Card
    url: str
    """Our page of it, relative to the site's root, or where its id leads; empty if nowhere."""
    styled: str = ""
    """HTML as a style of CSL writes it; empty if none is asked for."""


class Target(Record):
    """Where a Ref leads: filled by `link`, made relative by the page that shows it."""

    url: str
    """Relative to the site's root, or absolute when it leads away. Empty: nowhere."""
    fragment: str = ""
    width: int = 0
    height: int = 0
    label: str = ""
    """What a citation shows: "Nalisnick et al., 2019"."""
    card: Card | None = None
    """What a citation tells of its paper when a reader points at it."""


Status = Literal["", "to-read", "reading", "skimmed", "read"]
STATUSES: tuple[Status, ...] = ("to-read", "reading", "skimmed", "read")


class Summary(Record):
    """What one person wrote about one paper."""

    path: str
    claims: Claims
    """From the front matter."""
    found: Claims
    """From the body of the note; weaker than the front matter."""
    body: Body
    tldr: Text | None = None
    author: tuple[str, ...] = ()
    """Keys of `people` or names, as written; empty for the site's author."""
    date: dt.date | None = None
    updated: dt.date | None = None
    tags: tuple[str, ...] = ()
    status: Status = ""
    rating: float | None = None
    lang: str = ""
    slug: str = ""
    aliases: tuple[str, ...] = ()
    draft: bool = False
    unlisted: bool = False
    private: bool = False
    symbols: str = ""
    """The characters of its formulas, title and tl;dr included, for the math font."""
    spans: dict[str, Span] = field(default_factory=dict)
    """Where the value of each field stands, for what `link` finds wrong with it."""
    anchor: str = ""
    """Its id on the page of the paper; filled by `link`, like the two below."""
    writers: tuple[Writer, ...] = ()
    targets: tuple[Target, ...] = ()
    """What each of `body.refs` leads to, in the same order."""
    references: tuple[Reference, ...] = ()
    """The papers that it cites; filled by `link`."""

    @property
    def span(self) -> Span:
        return Span(self.path)


class LibraryEntry(Record):
    """A paper of the library, as a .bib or CSL-JSON file knows it."""

    key: str
    kind: str
    """BibTeX's word for it, in lower case: article, inproceedings, …"""
    claims: Claims
    span: Span
    fields: tuple[tuple[str, str], ...] = ()
    """As written, without their outer braces and without what is private, in their order."""
    status: Status = ""
    symbols: str = ""
    """The characters of the formulas in its title, for the math font."""


class Parsed(Record):
    """What `parse` makes of one source. Without a summary if it was no note at all."""

    summary: Summary | None
    diagnostics: tuple[Diagnostic, ...] = ()
