"""The page of a paper, with all that was written about it."""

from collections.abc import Iterator
from urllib.parse import quote

from apercu.bibfile import bibtex_of
from apercu.context import MentionView, Neighbour, PaperContext, ReferenceView
from apercu.frame import Html
from apercu.identity import id_label, id_url
from apercu.machine import machine_of
from apercu.model import ExternalLink
from apercu.place import is_absolute
from apercu.site import Entry, Mention, Page, Paper, Site
from apercu.slot import page_slot
from apercu.text import excerpt
from apercu.view import STATUS_WORDS, contents_of, known, numbers_of, view_of

_SHARED = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
_PDFS = {
    "arxiv": "https://arxiv.org/pdf/{}",
    "acl": "https://aclanthology.org/{}.pdf",
}
"""Where everybody may read what an identifier names."""
MOST_AUTHORS = 8
"""Names before the fold."""


def paper_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/papers/<slug>/`, with the listed papers before and behind it in time.

    A paper of the library without a note has a page too, if the settings say so.
    """
    del per_page
    lists = (site.by_author, site.by_tag, site.by_venue, site.by_year, site.by_writer)
    urls = frozenset(listing.term.url for listings in lists for listing in listings)
    position = {entry.url: number for number, entry in enumerate(site.entries)}
    for paper in site.papers:
        number = position.get(paper.url)
        newer = site.entries[number - 1] if number else None
        older = site.entries[number + 1 : number + 2] if number is not None else ()
        context = _context(paper, newer, older[0] if older else None, urls, site)
        slots = tuple(page_slot(summary, paper.url) for summary in paper.summaries)
        yield Page(paper.url, "paper.html", context, paper.summaries[0].path, slots)
    for paper in site.library:
        if paper.has_page:
            yield Page(paper.url, "paper.html", _context(paper, None, None, urls, site))


def _context(
    paper: Paper, newer: Entry | None, older: Entry | None, urls: frozenset[str], site: Site
) -> PaperContext:
    """`urls` are the pages of terms: those of an unlisted paper may not be there."""
    tldr = next((s.tldr.plain for s in paper.summaries if s.tldr), "")
    authors = tuple(known(author, urls) for author in paper.authors)
    return PaperContext(
        title=Html(paper.title.html),
        plain_title=paper.title.plain,
        authors=authors[:MOST_AUTHORS],
        more_authors=authors[MOST_AUTHORS:],
        et_al=paper.et_al,
        venue=known(paper.venue, urls) if paper.venue else None,
        year=known(paper.year, urls) if paper.year else None,
        links=_links(paper),
        tags=tuple(known(tag, urls) for tag in paper.tags),
        abstract=Html(paper.abstract.html if paper.abstract else ""),
        contents=contents_of(paper.summaries),
        summaries=tuple(
            view_of(summary, slot, urls, site.edit_url, number)
            for slot, (summary, number) in enumerate(
                zip(paper.summaries, numbers_of(paper.summaries), strict=True)
            )
        ),
        mentions=tuple(map(_mention, paper.mentions)),
        related=tuple(
            ReferenceView("", Html(r.title.html), r.byline, r.url, Html("")) for r in paper.related
        ),
        bibtex=bibtex_of(paper),
        status="" if paper.summaries else STATUS_WORDS[paper.status],
        machine=machine_of(paper, site.base_url),
        image=_image(paper),
        description=tldr or _first_words(paper),
        noindex=paper.unlisted or any(s.draft for s in paper.summaries),
        newer=_neighbour(newer),
        older=_neighbour(older),
    )


def _first_words(paper: Paper) -> str:
    if paper.summaries:
        return paper.summaries[0].body.lead
    return excerpt(paper.abstract.plain) if paper.abstract else ""


def _image(paper: Paper) -> str:
    """Other sites show no drawings in SVG."""
    urls = (
        target.url
        for summary in paper.summaries
        for ref, target in zip(summary.body.refs, summary.targets, strict=True)
        if ref.kind == "image" and not is_absolute(target.url)
    )
    return next((url for url in urls if url.lower().endswith(_SHARED)), "")


def _mention(mention: Mention) -> MentionView:
    before, _, after = mention.sentence.partition("[…]")
    return MentionView(Html(mention.title.html), mention.url, mention.anchor, before, after)


def _neighbour(entry: Entry | None) -> Neighbour | None:
    return Neighbour(Html(entry.title.html), entry.url) if entry else None


def _links(paper: Paper) -> tuple[ExternalLink, ...]:
    """The PDF, the identifiers, then the rest; each address once."""
    pdfs = [link for link in paper.links if link.label == "PDF"]
    if not pdfs:
        found = (_PDFS[i.kind].format(quote(i.value)) for i in paper.ids if i.kind in _PDFS)
        pdfs = [ExternalLink("PDF", url) for url in found][:1]
    ids = [ExternalLink(id_label(i), id_url(i)) for i in paper.ids if id_url(i)]
    links: dict[str, ExternalLink] = {}
    for link in (*pdfs, *ids, *paper.links):
        links.setdefault(link.url, link)
    return tuple(links.values())
