"""What templates may know: a narrow, frozen context each, never the Site and never the Config.

`templates/README.md` lists them.
"""

from apercu.frame import Html
from apercu.model import ExternalLink
from apercu.record import Record
from apercu.site import Term


class Day(Record):
    """A date, which a template writes in words: `{{ date(day.iso) }}`."""

    iso: str


class Count(Record):
    """A tag, an author, a venue, a year or a writer with the number of its papers."""

    name: str
    url: str
    count: int


class Pagination(Record):
    """Where a page of a list stands among the others."""

    number: int
    total: int
    newer: str | None
    """URL of the page before; None on the first."""
    older: str | None
    """URL of the page behind; None on the last."""


class Row(Record):
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


class HomeContext(Record):
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


class ListContext(Record):
    """Papers that have something in common, or all of them."""

    name: str
    rows: tuple[Row, ...]
    papers: int
    """On all pages of the list, like the summaries."""
    summaries: int
    tags: tuple[Count, ...]
    """The most frequent of these papers; of a tag those that it stands beside."""
    pagination: Pagination


class WriterContext(Record):
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


class TermsContext(Record):
    """All tags, authors, venues, years or writers."""

    terms: tuple[Count, ...]
    pagination: Pagination = Pagination(1, 1, None, None)


class HeadingLink(Record):
    """A heading in the contents of a page."""

    level: int
    id: str
    title: Html


class Chapter(Record):
    """A summary in the contents of a page."""

    id: str
    writers: tuple[str, ...]
    number: int
    """Among the summaries of the same writers on this page, from 1."""
    minutes: int
    headings: tuple[HeadingLink, ...]
    references: bool
    """Whether a list of references ends it."""


class ReferenceView(Record):
    """A paper in the references of a summary, among the related ones or in the library."""

    label: str
    """Its number, if citations are numbers; else empty."""
    title: Html
    byline: str
    url: str
    """Empty if nobody knows where it is."""
    styled: Html
    """As a style of CSL writes it, instead of title and byline; mostly empty."""


class MentionView(Record):
    """A summary of another paper that cites this one."""

    title: Html
    url: str
    anchor: str
    before: str
    """Of the sentence in which it does, up to the citation."""
    after: str


class SummaryView(Record):
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


class Neighbour(Record):
    """The paper before or behind this one in time."""

    title: Html
    url: str


class Machine(Record):
    """What machines read of the page of a paper."""

    json_ld: Html
    metas: tuple[tuple[str, str], ...]
    """`citation_*` metas by name, several of one name in their order."""
    coins: str
    """An OpenURL context object, for the `title` of a span."""


class PaperContext(Record):
    """A paper with all its summaries."""

    title: Html
    plain_title: str
    authors: tuple[Term, ...]
    more_authors: tuple[Term, ...]
    """Those that are folded away."""
    et_al: bool
    """Whether there are more than all these."""
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


class Shelf(Record):
    """The papers of the library that are equally far."""

    name: str
    rows: tuple[ReferenceView, ...]
    papers: int
    """On all pages."""


class LibraryContext(Record):
    """All papers, read or not."""

    read: int
    """On all pages, like the total."""
    total: int
    shelves: tuple[Shelf, ...]
    pagination: Pagination = Pagination(1, 1, None, None)


class CustomContext(Record):
    """A page of content/pages."""

    title: Html
    plain_title: str
    body: Html
    description: str
    lang: str
    badge: str
    noindex: bool


class SearchContext(Record):
    """Where readers search the full text."""

    shards: int
    """Indexes that their browser joins: pagefind/, pagefind/1/, …"""


class NotFoundContext(Record):
    """What is shown where no page is. The frame says it all."""


class RedirectContext(Record):
    """An old URL, and the page that it leads to."""

    target: str
