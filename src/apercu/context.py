"""What templates may know: a narrow, frozen context each, never the Site and never the Config.

`templates/README.md` lists them.
"""

from dataclasses import dataclass

from apercu.frame import Html
from apercu.model import ExternalLink
from apercu.site import Term


@dataclass(frozen=True, slots=True)
class Day:
    """A date, which a template writes in words: `{{ date(day.iso) }}`."""

    iso: str


@dataclass(frozen=True, slots=True)
class Count:
    """A tag, an author, a venue, a year or a writer with the number of its papers."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a page of a list stands among the others."""

    number: int
    total: int
    newer: str | None
    """URL of the page before; None on the first."""
    older: str | None
    """URL of the page behind; None on the last."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in a list."""

    title: Html
    url: str
    authors: tuple[str, ...]
    et_al: bool
    """Whether there are more authors than these."""
    venue: str
    year: str
    tldr: Html
    writers: tuple[str, ...]
    count: int
    """Number of summaries."""
    day: Day | None
    minutes: int
    tags: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class HomeContext:
    """The newest summaries, and ways into the rest."""

    rows: tuple[Row, ...]
    pagination: Pagination
    papers: int
    summaries: int
    writers: int
    updated: Day | None
    tags: tuple[Count, ...]
    venues: tuple[Count, ...]
    years: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class ListContext:
    """Papers that have something in common, or all of them."""

    name: str
    rows: tuple[Row, ...]
    papers: int
    """On all pages of the list, like the summaries."""
    summaries: int
    tags: tuple[Count, ...]
    """The most frequent of these papers; of a tag those that it stands beside."""
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class WriterContext:
    """A writer, and the papers that they wrote about."""

    name: str
    homepage: str
    orcid: str
    rows: tuple[Row, ...]
    papers: int
    summaries: int
    tags: tuple[Count, ...]
    """The most frequent of these papers."""
    pagination: Pagination


@dataclass(frozen=True, slots=True)
class TermsContext:
    """All tags, authors, venues, years or writers."""

    terms: tuple[Count, ...]
    pagination: Pagination = Pagination(1, 1, None, None)


@dataclass(frozen=True, slots=True)
class HeadingLink:
    """A heading in the contents of a page."""

    level: int
    id: str
    title: Html


@dataclass(frozen=True, slots=True)
class Chapter:
    """A summary in the contents of a page."""

    id: str
    writers: tuple[str, ...]
    number: int
    """Among the summaries of the same writers on this page, from 1."""
    minutes: int
    headings: tuple[HeadingLink, ...]
    references: bool
    """Whether a list of references ends it."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A paper in the references of a summary, among the related ones or in the library."""

    label: str
    """Its number, if citations are numbers; else empty."""
    title: Html
    byline: str
    url: str
    """Empty if nobody knows where it is."""
    styled: Html
    """As a style of CSL writes it, instead of title and byline; mostly empty."""


@dataclass(frozen=True, slots=True)
class MentionView:
    """A summary of another paper that cites this one."""

    title: Html
    url: str
    anchor: str
    before: str
    """Of the sentence in which it does, up to the citation."""
    after: str


@dataclass(frozen=True, slots=True)
class SummaryView:
    """One summary on the page of its paper."""

    id: str
    writers: tuple[Term, ...]
    number: int
    """Among the summaries of the same writers on this page, from 1."""
    body: Html
    references: tuple[ReferenceView, ...]
    tldr: Html
    day: Day | None
    updated: Day | None
    minutes: int
    status: str
    rating: str
    lang: str
    edit: str
    """Where its note can be edited; empty if nobody said."""
    badge: str
    """Why not everybody will see it: "Draft", "Private", "Unlisted"; mostly empty."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The paper before or behind this one in time."""

    title: Html
    url: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What machines read of the page of a paper."""

    json_ld: Html
    metas: tuple[tuple[str, str], ...]
    """`citation_*` metas by name, several of one name in their order."""
    coins: str
    """An OpenURL context object, for the `title` of a span."""


@dataclass(frozen=True, slots=True)
class PaperContext:
    """A paper with all its summaries."""

    title: Html
    plain_title: str
    authors: tuple[Term, ...]
    more_authors: tuple[Term, ...]
    """Those that are folded away."""
    venue: Term | None
    year: Term | None
    links: tuple[ExternalLink, ...]
    tags: tuple[Term, ...]
    abstract: Html
    contents: tuple[Chapter, ...]
    """Empty on a page that is short."""
    summaries: tuple[SummaryView, ...]
    """Empty for a paper of the library without a note."""
    mentions: tuple[MentionView, ...]
    related: tuple[ReferenceView, ...]
    bibtex: str
    status: str
    """How far the reader of a paper without a note is."""
    machine: Machine
    image: str
    """Its first figure that is no drawing, for a card where the page is shared; mostly empty."""
    description: str
    noindex: bool
    newer: Neighbour | None
    older: Neighbour | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of the library that are equally far."""

    name: str
    rows: tuple[ReferenceView, ...]
    papers: int
    """On all pages."""


@dataclass(frozen=True, slots=True)
class LibraryContext:
    """All papers, read or not."""

    read: int
    """On all pages, like the total."""
    total: int
    shelves: tuple[Shelf, ...]
    pagination: Pagination = Pagination(1, 1, None, None)


@dataclass(frozen=True, slots=True)
class CustomContext:
    """A page of content/pages."""

    title: Html
    plain_title: str
    body: Html
    description: str
    lang: str
    badge: str
    noindex: bool


@dataclass(frozen=True, slots=True)
class SearchContext:
    """Where readers search the full text."""

    shards: int
    """Indexes that their browser joins: pagefind/, pagefind/1/, …"""


@dataclass(frozen=True, slots=True)
class NotFoundContext:
    """What is shown where no page is. The frame says it all."""


@dataclass(frozen=True, slots=True)
class RedirectContext:
    """An old URL, and the page that it leads to."""

    target: str
