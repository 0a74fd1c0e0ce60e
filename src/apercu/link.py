"""Join all parsed notes into one Site: papers merged, references resolved, lists sorted.

This is the only stage that sees more than one note. It reads no files and no clock,
and it gives the same Site for the same notes in any order. What it drops, no page can show.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

from apercu.alias import find_redirects
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.identity import id_url
from apercu.listing import entry_of, list_papers, newest_first
from apercu.model import PaperId, Parsed, Summary, Text, Writer
from apercu.names import same_person
from apercu.resolve import Place, Resolver
from apercu.site import CustomPage, Paper, Site, Term
from apercu.slug import choose_slugs
from apercu.text import slugify
from apercu.title import choose_title
from apercu.unite import United, age, ids_of, unite
from apercu.venues import venue_name

TAKEN_ANCHORS = frozenset({"main", "summary-list", "contents", "references", "related"})
"""Ids of the templates."""


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """What of the settings and of the command changes how notes are joined."""

    author: str = ""
    people: tuple[tuple[str, Writer], ...] = ()
    venues: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    drafts: bool = False
    domain: str = ""


def link_site(
    notes: Iterable[Parsed],
    pages: Iterable[Parsed],
    files: Iterable[str],
    options: LinkOptions,
    sizes: Mapping[str, tuple[int, int]] = MappingProxyType({}),
) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Everything that will be published, and what is wrong between the notes.

    `sizes` are those of the images among the files, in CSS pixels.
    """
    summaries = sorted((n.summary for n in notes if n.summary), key=age)
    shown = [s for s in summaries if not _why_hidden(s, options.drafts)]
    hidden = [s for s in summaries if _why_hidden(s, options.drafts)]
    written = [_with_writers(summary, options) for summary in shown]
    groups = unite(written)
    titles, untitled = zip(*map(choose_title, groups), strict=True) if groups else ((), ())
    slugs, collisions = choose_slugs(groups, titles)
    papers = [
        _paper(group, title, slug, options)
        for group, title, slug in zip(groups, titles, slugs, strict=True)
    ]
    custom, page_warnings = _custom_pages(pages, options)
    papers, custom, resolver = _resolve(papers, custom, hidden, frozenset(files), sizes)
    site = _site(papers, custom)
    redirects, aliases = find_redirects(papers, custom, _urls(site))
    site = replace(
        site,
        redirects=redirects,
        domain=options.domain,
        copied=tuple(sorted(resolver.copied.values(), key=lambda c: c.url)),
        left_out=_count_hidden(hidden, options.drafts),
    )
    diagnostics = [
        *(warning for warnings in untitled for warning in warnings),
        *collisions,
        *page_warnings,
        *resolver.diagnostics,
        *aliases,
        *_same_titles(papers),
        *_mistaken_authors(papers),
    ]
    return site, tuple(diagnostics)


def _why_hidden(summary: Summary, drafts: bool) -> str:
    if summary.private:
        return "private"
    return "draft" if summary.draft and not drafts else ""


def _count_hidden(hidden: Sequence[Summary], drafts: bool) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(_why_hidden(summary, drafts) for summary in hidden).items()))


def _with_writers(summary: Summary, options: LinkOptions) -> Summary:
    people = dict(options.people)
    names = summary.author or ((options.author,) if options.author else ())
    by_name = {writer.name.casefold(): writer for writer in people.values()}
    writers = tuple(
        people.get(name) or by_name.get(name.casefold()) or Writer(name, slugify(name))
        for name in names
    )
    return replace(summary, writers=writers)


def _paper(group: United, title: Text, slug: str, options: LinkOptions) -> Paper:
    claims = group.claims
    year = str(claims.year) if claims.year else ""
    venue = venue_name(claims.venue, dict(options.venues)) if claims.venue else ""
    return Paper(
        slug=slug,
        title=title,
        summaries=tuple(newest_first(_with_anchors(group.summaries))),
        authors=_terms("authors", claims.authors),
        venue=Term(venue, f"venues/{slugify(venue)}/") if venue else None,
        year=Term(year, f"years/{year}/") if year else None,
        ids=claims.ids,
        abstract=claims.abstract,
        links=claims.links,
        tags=_terms("tags", _tags(group.summaries, dict(options.tags))),
        unlisted=all(summary.unlisted for summary in group.summaries),
    )


def _with_anchors(summaries: Sequence[Summary]) -> list[Summary]:
    """Anchors by writer, the oldest summary first, so that a new one changes no old link."""
    taken = set(TAKEN_ANCHORS)
    anchored = []
    for summary in summaries:
        name = "-".join(writer.slug for writer in summary.writers) or "summary"
        anchor, number = name, 1
        while anchor in taken:
            number += 1
            anchor = f"{name}-{number}"
        taken.add(anchor)
        anchored.append(replace(summary, anchor=anchor))
    return anchored


def _tags(summaries: Sequence[Summary], aliases: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(aliases.get(tag, tag) for summary in summaries for tag in summary.tags)


def _terms(shelf: str, names: Sequence[str]) -> tuple[Term, ...]:
    """Each name once, in its order; names with one slug are one."""
    terms: dict[str, Term] = {}
    for name in names:
        url = f"{shelf}/{slugify(name)}/"
        terms.setdefault(url, Term(name, url))
    return tuple(terms.values())


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
        note = replace(_with_writers(summary, options), anchor=slugify(parts[-1]))
        custom.append(CustomPage(url, title, note))
    return custom, warnings


def _resolve(
    papers: Sequence[Paper],
    custom: Sequence[CustomPage],
    hidden: Sequence[Summary],
    files: frozenset[str],
    sizes: Mapping[str, tuple[int, int]],
) -> tuple[list[Paper], list[CustomPage], Resolver]:
    """The same papers and pages, with what every link in them leads to."""
    places = {s.path: Place(p.url, s.anchor) for p in papers for s in p.summaries}
    places |= {page.note.path: Place(page.url, page.note.anchor, True) for page in custom}
    notes = [s for p in papers for s in p.summaries] + [page.note for page in custom]
    paper_of_id = {paper_id: paper for paper in papers for paper_id in paper.ids}
    resolver = Resolver(
        places=places,
        hidden={
            s.path: next((paper_of_id[i].url for i in ids_of(s) if i in paper_of_id), "")
            for s in hidden
        },
        urls=_urls(_site(papers, custom)),
        files=files,
        headings={note.path: frozenset(h.id for h in note.body.headings) for note in notes},
        papers=paper_of_id,
        unseen=dict(_unseen(hidden)),
        sizes=sizes,
    )
    linked: list[Paper] = []
    for paper in sorted(papers, key=lambda p: p.slug):
        summaries = {
            s.path: replace(s, targets=resolver.targets(s, places[s.path]))
            for s in sorted(paper.summaries, key=age)
        }
        ordered = tuple(summaries[s.path] for s in paper.summaries)
        linked.append(replace(paper, summaries=ordered))
    pages = [
        replace(page, note=replace(note, targets=resolver.targets(note, places[note.path])))
        for page in custom
        for note in (page.note,)
    ]
    return linked, pages, resolver


def _unseen(hidden: Sequence[Summary]) -> Iterable[tuple[PaperId, PaperId]]:
    for summary in hidden:
        ids = ids_of(summary)
        seen = next((paper_id for paper_id in ids if id_url(paper_id)), None)
        if seen:
            yield from ((paper_id, seen) for paper_id in ids)


def _site(papers: Sequence[Paper], custom: Sequence[CustomPage]) -> Site:
    listed = [(paper, entry_of(paper)) for paper in papers if not paper.unlisted]
    order = {paper.url: entry_of(paper) for paper in papers}
    by_age = sorted(papers, key=lambda p: (p.unlisted, not p.date, -_days(p), order[p.url].url))
    return Site(
        papers=tuple(by_age),
        entries=tuple(entry_of(paper) for paper in by_age if not paper.unlisted),
        by_tag=list_papers(listed, lambda p: p.tags),
        by_author=list_papers(listed, lambda p: p.authors),
        by_venue=list_papers(listed, lambda p: (p.venue,) if p.venue else ()),
        by_year=list_papers(listed, lambda p: (p.year,) if p.year else (), newest=True),
        by_writer=list_papers(listed, _writers),
        pages=tuple(custom),
    )


def _days(paper: Paper) -> int:
    return paper.date.toordinal() if paper.date else 0


def _writers(paper: Paper) -> tuple[Term, ...]:
    shown = [s for s in paper.summaries if not s.unlisted]
    writers = dict.fromkeys(writer for summary in shown for writer in summary.writers)
    return tuple(Term(writer.name, writer.page) for writer in writers)


def _urls(site: Site) -> frozenset[str]:
    """Every page that is no redirect."""
    lists = (site.by_tag, site.by_author, site.by_venue, site.by_year, site.by_writer)
    return frozenset(
        [
            "", "papers/", "tags/", "authors/", "venues/", "years/", "by/", "404.html",
            *(paper.url for paper in site.papers),
            *(page.url for page in site.pages),
            *(listing.term.url for listings in lists for listing in listings),
        ]
    )  # fmt: skip


def _same_titles(papers: Sequence[Paper]) -> Iterable[Diagnostic]:
    """Papers with one title whose years agree, or are not both known, may be one."""
    by_title: dict[str, list[Paper]] = {}
    for paper in papers:
        by_title.setdefault(slugify(paper.title.plain), []).append(paper)
    for same in by_title.values():
        for one, other in combinations(sorted(same, key=lambda p: p.summaries[-1].path), 2):
            if one.year and other.year and one.year != other.year:
                continue
            first, second = one.summaries[-1], other.summaries[-1]
            message = f"{first.path} is about a paper of the same title"
            help = f"if it is one paper, give both notes its id{_id_hint(one, other)}"
            yield diagnose("AP304", message, second.spans.get("title", second.span), help)


def _id_hint(one: Paper, other: Paper) -> str:
    known = (*one.ids, *other.ids)
    return f", as in `{known[0].kind}: {known[0].value}`" if known else ", as in `arxiv: …`"


def _mistaken_authors(papers: Sequence[Paper]) -> Iterable[Diagnostic]:
    for paper in papers:
        for summary in paper.summaries:
            if summary.claims.authors:
                continue
            for name in summary.author:
                if any(same_person(name, author.name) for author in paper.authors):
                    message = f"`author` is who wrote this note, and {name} wrote the paper"
                    span = summary.spans.get("author", Span(summary.path))
                    yield diagnose("AP115", message, span, "did you mean `authors`?")
