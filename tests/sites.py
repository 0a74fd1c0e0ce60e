"""A small Site made by hand, and the built-in templates, for the tests of pages."""

import datetime as dt
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from apercu.diagnostic import Span
from apercu.frame import Chrome, Html
from apercu.hole import ANCHOR, hole
from apercu.model import (
    Body,
    Card,
    Claims,
    ExternalLink,
    Heading,
    PaperId,
    Ref,
    Reference,
    Summary,
    Target,
    Text,
    Writer,
)
from apercu.nav import navigation
from apercu.pages import PAGES
from apercu.render import Templates
from apercu.site import (
    CustomPage,
    Entry,
    File,
    Listing,
    Mention,
    Page,
    Paper,
    Redirect,
    Related,
    Shell,
    Site,
    Term,
)
from apercu.slot import fill_shell
from apercu.words import ENGLISH

FOLDER = Path(__file__).parents[1] / "templates"
TEMPLATES = Templates({path.name: path.read_text("utf-8") for path in FOLDER.glob("*.html")}, {})
ADA = Writer("Ada Moreau", "ada", url="https://ada.example.org/", orcid="0000-0002-1825-0097")
JUN = Writer("Jun Tanaka", "jun")
VOID = frozenset({"meta", "link", "img", "hr", "br", "input", "source", "wbr"})


def text_of(plain: str) -> Text:
    return Text(plain.replace("&", "&amp;").replace("<", "&lt;"), plain)


CARD = Card(text_of("A <cited> paper"), "Author 1 · ICLR 2019", text_of("It & more."))


def summary_of(path: str, writer: Writer | None, day: int, **more: bool) -> Summary:
    """A summary with a link, an image, a heading and a formula."""
    span = Span(path)
    return Summary(
        path=path,
        claims=Claims(),
        found=Claims(),
        body=Body(
            f'<p>See <a{hole(0)}>it</a>.</p>\n<h3 id="{ANCHOR}-why">Why</h3>\n<p><img{hole(1)} '
            f'alt="A plot of it"></p>\n<p>({hole(2)})</p>\n'
            "<p><math><mi>x</mi><mo>&lt;</mo><mi>y</mi></math></p>\n",
            refs=(
                Ref("link", "b.md", "it", span),
                Ref("image", "a.png", "", span),
                Ref("cite", "a2019", "As […] says.", span),
            ),
            headings=(Heading(3, "why", text_of("Why")),),
            plain="See it.",
            minutes=2,
            lead="See it.",
        ),
        date=dt.date(2018, 11, day),
        anchor=writer.slug if writer else "summary",
        writers=(writer,) if writer else (),
        targets=(Target("papers/deep/"), Target(""), Target("papers/wide/", label="A", card=CARD)),
        references=(Reference("A, 2019", CARD, "papers/wide/"), Reference("B", CARD, "")),
        draft=more.get("draft", False),
        unlisted=more.get("unlisted", False),
    )


def paper_of(title: str, slug: str, *summaries: Summary, authors: int = 2) -> Paper:
    return Paper(
        slug=slug,
        title=text_of(title),
        summaries=summaries,
        authors=tuple(Term(f"Author {k}", f"authors/author-{k}/") for k in range(authors)),
        venue=Term("ICLR", "venues/iclr/"),
        year=Term("2019", "years/2019/"),
        ids=(PaperId("arxiv", "1810.09136"),),
        links=(ExternalLink("Code", "https://example.org/code?a=1&b=2"),),
        tags=(Term("deep <b>", "tags/deep-b/"),),
        unlisted=all(summary.unlisted for summary in summaries),
        mentions=(Mention(text_of("Wide & Shallow"), "papers/wide/", "ada", "As <[…]> says."),),
        related=(Related(text_of("Deep <it>"), "A & B · ICLR 2019", "papers/deep/"),),
        status="read",
    )


def entry_of(paper: Paper) -> Entry:
    return Entry(
        title=paper.title,
        url=paper.url,
        tldr=text_of("All of it & more."),
        date=paper.date,
        authors=tuple(author.name for author in paper.authors),
        et_al=paper.et_al,
        venue="ICLR",
        year="2019",
        writers=tuple(w.name for s in paper.summaries for w in s.writers),
        count=len(paper.summaries),
        minutes=2,
        tags=paper.tags,
    )


STUB = Paper("stub", text_of("Not <read> yet"), (), status="to-read", abstract=text_of("a < b"))


def site_of(*papers: Paper) -> Site:
    """A site of these papers, which are newest first; no two have different terms."""
    entries = tuple(entry_of(paper) for paper in papers if not paper.unlisted)
    first = papers[0]
    assert first.venue is not None
    assert first.year is not None
    about = summary_of("content/pages/about.md", None, 1)
    return Site(
        papers=papers,
        entries=entries,
        by_tag=tuple(Listing(term, entries) for term in first.tags),
        by_author=tuple(Listing(term, entries) for term in first.authors),
        by_venue=(Listing(first.venue, entries),),
        by_year=(Listing(first.year, entries),),
        by_writer=(Listing(Term(ADA.name, ADA.page), entries), Listing(Term("Jun", JUN.page), ())),
        pages=(CustomPage("about/", text_of("About <us>"), about),),
        library=(STUB,),
        redirects=(Redirect("old/deep/", first.url),),
        search=True,
    )


DEEP = paper_of(
    "Do Deep Models <Know>?",
    "deep",
    summary_of("content/deep.md", ADA, 28),
    summary_of("content/deep-jun.md", JUN, 20),
    authors=10,
)
WIDE = paper_of("Wide & Shallow", "wide", summary_of("content/wide.md", ADA, 3))
HIDDEN = paper_of("Hidden", "hidden", summary_of("content/hidden.md", JUN, 1, unlisted=True))
SITE = site_of(DEEP, WIDE, HIDDEN)


def pages_of(site: Site, per_page: int = 20) -> list[Page]:
    return [page for make in PAGES for page in make(site, per_page)]


def chrome_of(site: Site, base_url: str = "", lang: str = "en") -> Chrome:
    header, footer = navigation(site, ENGLISH)
    return Chrome(
        title="Notes & more",
        description="Papers, explained",
        lang=lang,
        is_rtl=lang == "ar",
        base_url=base_url,
        nav=header,
        footer=footer,
        footer_text="",
        logo=None,
        css=("theme/apercu.css",),
        script="theme/apercu.js",
        inline=Html(""),
        inline_hash="",
        source="",
        search="",
        icon="theme/favicon.svg",
        version="0.1.0",
    )


class Outline(HTMLParser):
    """What a page holds, and where its tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def finished(files: Sequence[File | Shell], site: Site) -> dict[str, str]:
    """The texts of files by URL, with those of the notes of a site filled in."""
    notes = [note for paper in site.papers for note in paper.summaries]
    proses = {note.path: note.body.prose for note in (*notes, *(page.note for page in site.pages))}
    whole = [fill_shell(f, proses.__getitem__) if isinstance(f, Shell) else f for f in files]
    return {f.url: f.content.decode() for f in whole if isinstance(f.content, bytes)}
