"""Which notes and library entries are about one paper: those that share an identifier, directly or
through others."""

from collections.abc import Iterator, Sequence

from apercu.model import Claims, ExternalLink, LibraryEntry, PaperId, Summary, Text
from apercu.record import Record


class United(Record):
    """The notes and the library's entries on one paper, and what they say of it together."""

    summaries: tuple[Summary, ...]
    """Oldest first, undated ones last, then by path. Empty for a paper without a note."""
    claims: Claims
    entries: tuple[LibraryEntry, ...] = ()
    """By key."""


def unite(summaries: Sequence[Summary], entries: Sequence[LibraryEntry] = ()) -> tuple[United, ...]:
    """Group summaries and entries by paper; the groups oldest first, in the order of their first
    note, then those without a note, by key.

    A note that names no identifier is about a paper of its own.
    """
    notes = sorted(summaries, key=age)
    known = sorted(entries, key=lambda e: (e.key, e.span))
    ids = [ids_of(note) for note in notes] + [entry.claims.ids for entry in known]
    groups: dict[int, list[int]] = {}
    for number, root in enumerate(_roots(ids)):
        groups.setdefault(root, []).append(number)
    return tuple(
        _united(
            [notes[k] for k in group if k < len(notes)],
            [known[k - len(notes)] for k in group if k >= len(notes)],
        )
        for group in groups.values()
    )


def _roots(ids: Sequence[Sequence[PaperId]]) -> Iterator[int]:
    """For each thing the first one that shares an id with it, directly or through others."""
    parents = list(range(len(ids)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    first: dict[PaperId, int] = {}
    for number, own in enumerate(ids):
        for paper_id in own:
            other = root(first.setdefault(paper_id, number))
            mine = root(number)
            parents[max(other, mine)] = min(other, mine)
    return map(root, range(len(ids)))


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


def _united(notes: Sequence[Summary], entries: Sequence[LibraryEntry]) -> United:
    """What front matter says goes before the library, and that before what bodies say; older notes
    go before newer ones."""
    claims = [s.claims for s in notes] + [e.claims for e in entries] + [s.found for s in notes]
    ids = [i for s in notes for i in ids_of(s)] + [i for e in entries for i in e.claims.ids]
    named = next((c for c in claims if c.authors), Claims())
    joined = Claims(
        title=_first_title(claims),
        authors=named.authors,
        et_al=named.et_al,
        year=next((c.year for c in claims if c.year), None),
        venue=next((c.venue for c in claims if c.venue), None),
        ids=tuple(sorted(dict.fromkeys(ids), key=lambda i: (i.kind, i.value))),
        abstract=next((c.abstract for c in claims if c.abstract), None),
        links=_links(claims),
    )
    return United(tuple(notes), joined, tuple(entries))


def _first_title(claims: Sequence[Claims]) -> Text | None:
    return next((c.title for c in claims if c.title), None)


def _links(claims: Sequence[Claims]) -> tuple[ExternalLink, ...]:
    """Each address once, in the order found."""
    found: dict[str, ExternalLink] = {}
    for claim in claims:
        for link in claim.links:
            found.setdefault(link.url, link)
    return tuple(found.values())
