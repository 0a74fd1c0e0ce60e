"""Which notes are about one paper: those that share an identifier, directly or through others."""

from collections.abc import Sequence
from dataclasses import dataclass

from apercu.model import Claims, ExternalLink, PaperId, Summary, Text


@dataclass(frozen=True, slots=True)
class United:
    """The notes on one paper, and what they say of it together."""

    summaries: tuple[Summary, ...]
    """Oldest first, undated ones last, then by path."""
    claims: Claims


def unite(summaries: Sequence[Summary]) -> tuple[United, ...]:
    """Group summaries by paper; the groups oldest first, in the order of their first note.

    A note that names no identifier is about a paper of its own.
    """
    parents = list(range(len(summaries)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    ordered = sorted(summaries, key=age)
    first: dict[PaperId, int] = {}
    for number, summary in enumerate(ordered):
        for paper_id in ids_of(summary):
            other = root(first.setdefault(paper_id, number))
            mine = root(number)
            parents[max(other, mine)] = min(other, mine)
    groups: dict[int, list[Summary]] = {}
    for number, summary in enumerate(ordered):
        groups.setdefault(root(number), []).append(summary)
    return tuple(United(tuple(group), _join(group)) for group in groups.values())


def age(summary: Summary) -> tuple[bool, str, str]:
    """A sort key: oldest first, undated ones last, then by path."""
    date = summary.date.isoformat() if summary.date else ""
    return not date, date, summary.path


def ids_of(summary: Summary) -> tuple[PaperId, ...]:
    """The identifiers that a note gives: of its front matter, else of its body.

    A body may link to another paper near its top, so it is asked only when the front matter
    says nothing.
    """
    return summary.claims.ids or summary.found.ids


def _join(group: Sequence[Summary]) -> Claims:
    """What front matter says goes before what bodies say, and older notes before newer ones."""
    claims = [s.claims for s in group] + [s.found for s in group]
    ids = dict.fromkeys(paper_id for s in group for paper_id in ids_of(s))
    return Claims(
        title=_first_title(claims),
        authors=next((c.authors for c in claims if c.authors), ()),
        year=next((c.year for c in claims if c.year), None),
        venue=next((c.venue for c in claims if c.venue), None),
        ids=tuple(sorted(ids, key=lambda i: (i.kind, i.value))),
        abstract=next((c.abstract for c in claims if c.abstract), None),
        links=_links(claims),
    )


def _first_title(claims: Sequence[Claims]) -> Text | None:
    return next((c.title for c in claims if c.title), None)


def _links(claims: Sequence[Claims]) -> tuple[ExternalLink, ...]:
    """Each address once, in the order found."""
    found: dict[str, ExternalLink] = {}
    for claim in claims:
        for link in claim.links:
            found.setdefault(link.url, link)
    return tuple(found.values())
