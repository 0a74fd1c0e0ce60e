"""What is published: made by `link`, cut into pages and files by `plan`; frozen, tuples inside."""

import datetime as dt
from typing import Literal

from apercu.identity import id_url
from apercu.model import ExternalLink, LibraryEntry, PaperId, Status, Summary, Text
from apercu.record import Record


class Term(Record):
    """A tag, an author, a venue, a year or a writer, and the page that lists its papers."""

    name: str
    url: str


class Mention(Record):
    """A summary of another paper that cites this one."""

    title: Text
    """Of that paper, like the URL."""
    url: str
    anchor: str
    """Of that summary on its page."""
    sentence: str
    """In which the citation stands, as "[…]"."""


class Related(Record):
    """Another paper that a reader of this one may want."""

    title: Text
    byline: str
    url: str


class Paper(Record):
    """One paper with all that was written about it, or one of the library without a note."""

    slug: str
    title: Text
    summaries: tuple[Summary, ...]
    """Newest first, then by path."""
    authors: tuple[Term, ...] = ()
    et_al: bool = False
    """Whether there are more than these."""
    venue: Term | None = None
    year: Term | None = None
    ids: tuple[PaperId, ...] = ()
    abstract: Text | None = None
    links: tuple[ExternalLink, ...] = ()
    tags: tuple[Term, ...] = ()
    unlisted: bool = False
    has_page: bool = True
    """False for a paper of the library that is only listed, or only cited."""
    entry: LibraryEntry | None = None
    """What the library knows of it."""
    status: Status = ""
    mentions: tuple[Mention, ...] = ()
    """Where it is cited."""
    related: tuple[Related, ...] = ()
    """At most five, the closest first."""

    @property
    def url(self) -> str:
        """Its page; empty if it has none."""
        return f"papers/{self.slug}/" if self.has_page else ""

    @property
    def outside(self) -> str:
        """Where somebody else shows it: by its DOI before any other id; empty if nowhere."""
        ids = sorted(self.ids, key=lambda i: (i.kind != "doi", i.kind, i.value))
        urls = [id_url(paper_id) for paper_id in ids] + [link.url for link in self.links]
        return next(filter(None, urls), "")

    @property
    def date(self) -> dt.date | None:
        return max((s.date for s in self.summaries if s.date), default=None)


class Entry(Record):
    """What a list, a feed or a prev/next link may know of a paper. Nothing more, so that
    editing one note does not change every page that mentions it."""

    title: Text
    url: str
    tldr: Text | None
    date: dt.date | None
    """Day of the newest summary; None if no summary has one."""
    authors: tuple[str, ...]
    et_al: bool
    """Whether there are more than these."""
    venue: str
    year: str
    writers: tuple[str, ...]
    """Newest summary first."""
    count: int
    """Number of summaries."""
    minutes: int
    tags: tuple[Term, ...]


class Listing(Record):
    """All papers of one tag, author, venue, year or writer."""

    term: Term
    entries: tuple[Entry, ...]
    """Newest first; undated ones last, by URL."""


class Copied(Record):
    """A file of the site that is published as it is."""

    path: str
    url: str


class Redirect(Record):
    """An old URL that leads to a page."""

    url: str
    target: str
    source: str = ""
    """The note that asks for it."""


class CustomPage(Record):
    """A note of content/pages: about.md becomes /about/."""

    url: str
    title: Text
    note: Summary


class Site(Record):
    """Everything that is published: joined, resolved and sorted once, by `link`."""

    papers: tuple[Paper, ...] = ()
    """Newest first, unlisted ones included."""
    entries: tuple[Entry, ...] = ()
    """One a listed paper, newest first."""
    by_tag: tuple[Listing, ...] = ()
    """Listings are sorted by name; years newest first."""
    by_author: tuple[Listing, ...] = ()
    by_venue: tuple[Listing, ...] = ()
    by_year: tuple[Listing, ...] = ()
    by_writer: tuple[Listing, ...] = ()
    pages: tuple[CustomPage, ...] = ()
    library: tuple[Paper, ...] = ()
    """Papers without a note that are shown, by title."""
    cited: tuple[Paper, ...] = ()
    """Papers without a note that some summary cites, by slug."""
    redirects: tuple[Redirect, ...] = ()
    copied: tuple[Copied, ...] = ()
    domain: str = ""
    title: str = ""
    description: str = ""
    lang: str = "en"
    base_url: str = ""
    """Ends in `/`; empty if nobody said where the site will be."""
    feeds_limit: int = 30
    edit_url: str = ""
    """Stands before the path of a note where it can be edited; empty if nowhere."""
    search: bool = False
    """Whether there is a full-text search."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Why notes are not in this build, and how many: ("draft", 2)."""

    @property
    def symbols(self) -> str:
        """The characters of all formulas, each once, in their order: for the math font."""
        notes = [note for paper in self.papers for note in paper.summaries]
        notes += [page.note for page in self.pages]
        symbols = {symbol for note in notes for symbol in note.symbols}
        # Titles of the library show wherever one of its papers is cited.
        for paper in (*self.papers, *self.library, *self.cited):
            symbols.update(paper.entry.symbols if paper.entry else "")
        return "".join(sorted(symbols))


Form = Literal["page", "raised", "atom", "json", "words"]


class Slot(Record):
    """A place in a file of the site where the text of a note goes, and in which form: on a page,
    there with its headings one level up, in an Atom or a JSON feed, as words for the search."""

    form: Form
    note: str
    """Its path."""
    anchor: str = ""
    """Of the summary on its page."""
    elements: tuple[str, ...] = ()
    """What each hole of the text becomes."""
    page: str = ""
    """The absolute URL of its page, for a feed."""


class Page(Record):
    """A page that a template makes."""

    url: str
    """Relative to the site's root; ends in `/` but for `404.html`."""
    template: str
    context: object
    """A record of `context`: all that the template may know."""
    source: str = ""
    """The note that it comes from, if it is one; named when the template fails."""
    slots: tuple[Slot, ...] = ()
    """What goes into the holes that its context holds, by their number."""


class File(Record):
    """A file of the finished site."""

    url: str
    content: bytes | Copied


class Shell(Record):
    """A file of the finished site but for the texts of notes, for which it has holes.

    An edit that changes only the text of a note changes no shell.
    """

    url: str
    text: str
    slots: tuple[Slot, ...]
    """What goes into hole number n."""


def text_file(url: str, text: str) -> File:
    """A file of text; half of a surrogate pair, written as an escape in YAML, has no bytes."""
    return File(url, text.encode("utf-8", "replace"))
