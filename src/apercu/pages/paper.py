"""The page of a paper, with all that was written about it."""

from collections.abc import Iterator

from apercu.context import Html, Neighbour, PaperContext
from apercu.identity import id_label, id_url
from apercu.listing import first_sentence
from apercu.model import ExternalLink
from apercu.site import Entry, Page, Paper, Site
from apercu.view import contents_of, known, view_of

MOST_AUTHORS = 8
"""Names before the fold."""


def paper_pages(site: Site, per_page: int) -> Iterator[Page]:
    """`/papers/<slug>/`, with the listed papers before and behind it in time."""
    del per_page
    lists = (site.by_author, site.by_tag, site.by_venue, site.by_year, site.by_writer)
    urls = frozenset(listing.term.url for listings in lists for listing in listings)
    position = {entry.url: number for number, entry in enumerate(site.entries)}
    for paper in site.papers:
        number = position.get(paper.url)
        newer = site.entries[number - 1] if number else None
        older = site.entries[number + 1 : number + 2] if number is not None else ()
        context = _context(paper, newer, older[0] if older else None, urls)
        yield Page(paper.url, "paper.html", context, paper.summaries[0].path)


def _context(
    paper: Paper, newer: Entry | None, older: Entry | None, urls: frozenset[str]
) -> PaperContext:
    """`urls` are the pages of terms: those of an unlisted paper may not be there."""
    tldr = next((s.tldr.plain for s in paper.summaries if s.tldr), "")
    authors = tuple(known(author, urls) for author in paper.authors)
    return PaperContext(
        title=Html(paper.title.html),
        plain_title=paper.title.plain,
        authors=authors[:MOST_AUTHORS],
        more_authors=authors[MOST_AUTHORS:],
        venue=known(paper.venue, urls) if paper.venue else None,
        year=known(paper.year, urls) if paper.year else None,
        links=_links(paper),
        tags=tuple(known(tag, urls) for tag in paper.tags),
        abstract=Html(paper.abstract.html if paper.abstract else ""),
        contents=contents_of(paper.summaries),
        summaries=tuple(view_of(summary, paper.url, urls) for summary in paper.summaries),
        description=tldr or first_sentence(paper.summaries[0].body),
        noindex=paper.unlisted or any(s.draft for s in paper.summaries),
        newer=_neighbour(newer),
        older=_neighbour(older),
    )


def _neighbour(entry: Entry | None) -> Neighbour | None:
    return Neighbour(Html(entry.title.html), entry.url) if entry else None


def _links(paper: Paper) -> tuple[ExternalLink, ...]:
    """The PDF, the identifiers, then the rest; each address once."""
    pdfs = [link for link in paper.links if link.label == "PDF"]
    ids = [ExternalLink(id_label(i), id_url(i)) for i in paper.ids if id_url(i)]
    links: dict[str, ExternalLink] = {}
    for link in (*pdfs, *ids, *paper.links):
        links.setdefault(link.url, link)
    return tuple(links.values())
