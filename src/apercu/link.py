"""Join all parsed notes into one Site: papers merged, references resolved, lists sorted.

This is the only stage that sees more than one note. It reads no files and no clock,
and it gives the same Site for the same notes in any order. What it drops, no page can show.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from types import MappingProxyType

from msgspec import field
from msgspec.structs import replace

from apercu.alias import find_redirects
from apercu.citing import Citer, mentions_of
from apercu.csl import CslStyle
from apercu.diagnostic import Diagnostic
from apercu.doubts import missed_entries, mistaken_authors, same_titles
from apercu.identity import id_url
from apercu.listing import age_of, entry_of, list_papers
from apercu.making import Making
from apercu.model import LibraryEntry, PaperId, Parsed, Status, Summary, Writer
from apercu.record import Record
from apercu.related import find_related
from apercu.resolve import Place, Resolver
from apercu.site import CustomPage, Paper, Site, Term
from apercu.slug import choose_slugs
from apercu.text import slugify
from apercu.title import choose_title
from apercu.unite import United, age, ids_of, unite
from apercu.venues import venue_name


class LinkOptions(Record):
    """What of the settings and of the command changes how notes are joined."""

    author: str = ""
    people: tuple[tuple[str, Writer], ...] = ()
    venues: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    stubs: str = "none"
    """What is shown of library papers without a note: none, list or pages."""
    statuses: tuple[tuple[str, Status], ...] = ()
    """By citekey or another id."""
    numeric_citations: bool = False
    style: CslStyle | None = None
    """How references are written, if not our own way."""
    drafts: bool = False
    live: tuple[tuple[str, str], ...] = ()
    """Files that a browser would run something of, and what."""
    about: Site = field(default_factory=Site)
    """A site with nothing in it, but with what the settings say of it: title, language, …"""

    @property
    def making(self) -> Making:
        return Making(
            author=self.author,
            people=dict(self.people),
            named={writer.name.casefold(): writer for _, writer in self.people},
            venue_of=cache(partial(venue_name, aliases=dict(self.venues))),
            tags=dict(self.tags),
            statuses=dict(self.statuses),
            stubs=self.stubs,
        )


def link_site(
    notes: Iterable[Parsed],
    pages: Iterable[Parsed],
    files: Iterable[str],
    options: LinkOptions,
    sizes: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    library: Sequence[LibraryEntry] = (),
    library_titles: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Everything that will be published, and what is wrong between the notes.

    `sizes` are those of the images among the files, in CSS pixels; `library_titles` the slugs of
    all titles of the library by key, of which `library` may hold only what the notes name.
    """
    making = options.making
    summaries = sorted((n.summary for n in notes if n.summary), key=age)
    shown = [s for s in summaries if not _why_hidden(s, options.drafts)]
    hidden = [s for s in summaries if _why_hidden(s, options.drafts)]
    made, unmade = _make(unite(shown, library), making)
    papers = [paper for paper in made if paper.summaries]
    stubs = [paper for paper in made if not paper.summaries]
    custom, page_warnings = _custom_pages(pages, options)
    citer = Citer(
        papers={paper_id: paper for paper in made for paper_id in paper.ids},
        unseen=dict(_unseen(hidden)),
        keys=tuple(library_titles),
        is_numeric=options.numeric_citations,
        style=options.style,
    )
    urls = _urls(papers, custom, stubs)
    papers, custom, resolver = _resolve(
        papers, urls, custom, hidden, frozenset(files), sizes, dict(options.live), citer
    )
    papers, stubs = _with_neighbours(papers, stubs, citer)
    site = _site(options.about, papers, custom, stubs if options.stubs != "none" else ())
    redirects, aliases = find_redirects(papers, custom, urls)
    site = replace(
        site,
        redirects=redirects,
        cited=tuple(paper for paper in stubs if paper.slug in citer.named),
        copied=tuple(sorted(resolver.copied.values(), key=lambda c: c.url)),
        left_out=_count_hidden(hidden, options.drafts),
    )
    diagnostics = [
        *unmade,
        *page_warnings,
        *resolver.diagnostics,
        *citer.diagnostics,
        *aliases,
        *same_titles(papers),
        *missed_entries(papers, library_titles),
        *mistaken_authors(papers),
    ]
    return site, tuple(diagnostics)


def _make(groups: Sequence[United], making: Making) -> tuple[list[Paper], list[Diagnostic]]:
    """The paper of each group, and what is wrong with their titles and slugs."""
    named = [choose_title(group) for group in groups]
    titles = [title for title, _ in named]
    slugs, collisions = choose_slugs(groups, titles)
    untitled = [warning for _, warnings in named for warning in warnings]
    return list(map(making.paper_of, groups, titles, slugs)), [*untitled, *collisions]


def _why_hidden(summary: Summary, drafts: bool) -> str:
    if summary.private:
        return "private"
    return "draft" if summary.draft and not drafts else ""


def _count_hidden(hidden: Sequence[Summary], drafts: bool) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(_why_hidden(summary, drafts) for summary in hidden).items()))


def _custom_pages(
    pages: Iterable[Parsed], options: LinkOptions
) -> tuple[list[CustomPage], list[Diagnostic]]:
    custom = []
    warnings: list[Diagnostic] = []
    shown = [p.summary for p in pages if p.summary and not _why_hidden(p.summary, options.drafts)]
    for summary in sorted(shown, key=lambda s: s.path):
        title, untitled = choose_title(unite([summary])[0])
        parts = summary.path.removeprefix("content/pages/").removesuffix(".md").split("/")
        parts[-1] = summary.slug or parts[-1]
        url = "".join(f"{slugify(part)}/" for part in parts)
        warnings.extend(untitled)
        writers = options.making.writers_of(summary)
        note = replace(summary, writers=writers, anchor=slugify(parts[-1]))
        custom.append(CustomPage(url, title, note))
    return custom, warnings


def _resolve(
    papers: Sequence[Paper],
    urls: frozenset[str],
    custom: Sequence[CustomPage],
    hidden: Sequence[Summary],
    files: frozenset[str],
    sizes: Mapping[str, tuple[int, int]],
    live: Mapping[str, str],
    citer: Citer,
) -> tuple[list[Paper], list[CustomPage], Resolver]:
    """The same papers and pages, with what every link and citation in them leads to."""
    places = {s.path: Place(p.url, s.anchor) for p in papers for s in p.summaries}
    places |= {page.note.path: Place(page.url, page.note.anchor, True) for page in custom}
    notes = [s for p in papers for s in p.summaries] + [page.note for page in custom]
    known = citer.papers
    resolver = Resolver(
        places=places,
        hidden={s.path: next((known[i].url for i in ids_of(s) if i in known), "") for s in hidden},
        urls=urls,
        files=files,
        headings={note.path: frozenset(h.id for h in note.body.headings) for note in notes},
        citer=citer,
        sizes=sizes,
        live=live,
    )
    linked: list[Paper] = []
    for paper in sorted(papers, key=lambda p: p.slug):
        summaries = {
            s.path: resolver.resolve(s, places[s.path]) for s in sorted(paper.summaries, key=age)
        }
        ordered = tuple(summaries[s.path] for s in paper.summaries)
        linked.append(replace(paper, summaries=ordered))
    pages = [
        replace(page, note=resolver.resolve(page.note, places[page.note.path])) for page in custom
    ]
    return linked, pages, resolver


def _with_neighbours(
    papers: Sequence[Paper], stubs: Sequence[Paper], citer: Citer
) -> tuple[list[Paper], list[Paper]]:
    """The same papers, with where each is cited and which are related to it."""
    by_slug = {paper.slug: paper for paper in papers}
    related = find_related(papers, citer.references)
    cited = [
        replace(
            paper,
            mentions=mentions_of(paper.slug, citer, by_slug),
            related=related.get(paper.slug, ()) if paper.summaries else (),
        )
        for paper in (*papers, *stubs)
    ]
    return cited[: len(papers)], cited[len(papers) :]


def _unseen(hidden: Sequence[Summary]) -> Iterable[tuple[PaperId, PaperId]]:
    for summary in hidden:
        ids = ids_of(summary)
        seen = next((paper_id for paper_id in ids if id_url(paper_id)), None)
        if seen:
            yield from ((paper_id, seen) for paper_id in ids)


def _site(
    about: Site,
    papers: Sequence[Paper],
    custom: Sequence[CustomPage],
    library: Sequence[Paper],
) -> Site:
    by_age = sorted(papers, key=lambda p: (p.unlisted, not p.date, -_days(p), p.url))
    listed = [(paper, entry_of(paper)) for paper in by_age if not paper.unlisted]
    # Not the same order: a paper is as old as its newest summary, an entry as the newest listed.
    cards = sorted(listed, key=lambda pair: age_of(pair[1]))
    return replace(
        about,
        papers=tuple(by_age),
        entries=tuple(entry for _, entry in listed),
        by_tag=list_papers(cards, _tags),
        by_author=list_papers(cards, _authors),
        by_venue=list_papers(cards, _venues),
        by_year=list_papers(cards, _years, newest=True),
        by_writer=list_papers(cards, _writers),
        pages=tuple(custom),
        library=tuple(sorted(library, key=lambda p: (slugify(p.title.plain), p.slug))),
    )


def _days(paper: Paper) -> int:
    return paper.date.toordinal() if paper.date else 0


def _tags(paper: Paper) -> tuple[Term, ...]:
    return paper.tags


def _authors(paper: Paper) -> tuple[Term, ...]:
    return paper.authors


def _venues(paper: Paper) -> tuple[Term, ...]:
    return (paper.venue,) if paper.venue else ()


def _years(paper: Paper) -> tuple[Term, ...]:
    return (paper.year,) if paper.year else ()


def _writers(paper: Paper) -> tuple[Term, ...]:
    shown = [s for s in paper.summaries if not s.unlisted]
    writers = dict.fromkeys(writer for summary in shown for writer in summary.writers)
    return tuple(Term(writer.name, writer.page) for writer in writers)


_LISTS = (_tags, _authors, _venues, _years, _writers)


def _urls(
    papers: Sequence[Paper], custom: Sequence[CustomPage], library: Sequence[Paper]
) -> frozenset[str]:
    """Every page that is no redirect."""
    urls = {"", "papers/", "library/", "tags/", "authors/", "venues/", "years/", "by/", "404.html"}
    urls.update(paper.url for paper in (*papers, *library) if paper.has_page)
    urls.update(page.url for page in custom)
    for paper in papers:
        if not paper.unlisted:
            for terms_of in _LISTS:
                urls.update(term.url for term in terms_of(paper))
    return frozenset(urls)
