"""Lists of papers: the card of each, and the cards of one tag, author, venue, year or writer."""

import html
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from apercu.model import Summary, Text
from apercu.site import Entry, Listing, Paper, Term


def newest_first(summaries: Iterable[Summary]) -> list[Summary]:
    """Newest summaries first, undated ones last, then by path."""
    by_path = sorted(summaries, key=lambda s: s.path)
    return sorted(by_path, key=lambda s: s.date.toordinal() if s.date else 0, reverse=True)


def entry_of(paper: Paper) -> Entry:
    """What lists may know of a paper; unlisted summaries of it don't count."""
    shown = [s for s in paper.summaries if not s.unlisted] or list(paper.summaries)
    writers = dict.fromkeys(writer.name for summary in shown for writer in summary.writers)
    return Entry(
        title=paper.title,
        url=paper.url,
        tldr=_tldr(shown),
        date=shown[0].date,
        authors=tuple(author.name for author in paper.authors),
        et_al=paper.et_al,
        venue=paper.venue.name if paper.venue else "",
        year=paper.year.name if paper.year else "",
        writers=tuple(writers),
        count=len(shown),
        minutes=shown[0].body.minutes,
        tags=paper.tags,
    )


def list_papers(
    papers: Sequence[tuple[Paper, Entry]],
    terms_of: Callable[[Paper], Sequence[Term]],
    *,
    newest: bool = False,
) -> tuple[Listing, ...]:
    """The papers of each term in the order given, terms by name, or the greatest first if
    `newest`.

    A term is called what most papers call it.
    """
    found: dict[str, list[tuple[str, Entry]]] = {}
    for paper, entry in papers:
        for term in terms_of(paper):
            found.setdefault(term.url, []).append((term.name, entry))
    listings = [
        Listing(
            Term(_commonest(Counter(name for name, _ in named)), url),
            tuple(entry for _, entry in named),
        )
        for url, named in found.items()
    ]
    listings.sort(key=lambda listing: (listing.term.name.casefold(), listing.term.url))
    return tuple(reversed(listings)) if newest else tuple(listings)


def age_of(entry: Entry) -> tuple[bool, int, str]:
    """A sort key: newest first, undated ones last, then by URL."""
    return entry.date is None, -entry.date.toordinal() if entry.date else 0, entry.url


def _commonest(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _tldr(summaries: Sequence[Summary]) -> Text | None:
    for summary in summaries:
        if summary.tldr is not None:
            return summary.tldr
    first = summaries[0].body.lead
    return Text(html.escape(first), first) if first else None
