"""One Paper from what notes and library say of it."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import field
from msgspec.structs import replace

from apercu.listing import newest_first
from apercu.model import Status, Summary, Text, Writer
from apercu.record import Record
from apercu.site import Paper, Term
from apercu.text import slugify
from apercu.unite import United

TAKEN_ANCHORS = frozenset(
    {"main", "summary-list", "contents", "references", "related", "cited-in", "bibtex"}
)
"""Ids of the templates."""


class Making(Record):
    """What the settings say of papers and of writers."""

    author: str = ""
    people: Mapping[str, Writer] = field(default_factory=dict)
    named: Mapping[str, Writer] = field(default_factory=dict)
    """The same people by name, in small letters."""
    venue_of: Callable[[str], str] = str
    """From what a note says to the short name."""
    tags: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    stubs: str = "none"

    def writers_of(self, summary: Summary) -> tuple[Writer, ...]:
        """Who wrote a summary: those that it names, else the author of the site."""
        names = summary.author or ((self.author,) if self.author else ())
        return tuple(
            self.people.get(name) or self.named.get(name.casefold()) or Writer(name, slugify(name))
            for name in names
        )

    def paper_of(self, group: United, title: Text, slug: str) -> Paper:
        """The paper of a group, with an anchor for each of its summaries."""
        claims = group.claims
        year = str(claims.year) if claims.year else ""
        venue = self.venue_of(claims.venue) if claims.venue else ""
        return Paper(
            slug=slug,
            title=title,
            summaries=tuple(newest_first(self._signed(group.summaries))),
            authors=_terms("authors", claims.authors),
            et_al=claims.et_al,
            venue=Term(venue, f"venues/{slugify(venue)}/") if venue else None,
            year=Term(year, f"years/{year}/") if year else None,
            ids=claims.ids,
            abstract=claims.abstract,
            links=claims.links,
            tags=_terms("tags", [self.tags.get(t, t) for s in group.summaries for t in s.tags]),
            unlisted=all(summary.unlisted for summary in group.summaries),
            has_page=bool(group.summaries) or self.stubs == "pages",
            entry=group.entries[0] if group.entries else None,
            status=self._status(group),
        )

    def _signed(self, summaries: Sequence[Summary]) -> list[Summary]:
        """With their writers, and anchors by writer, the oldest summary first, so that a new one
        changes no old link."""
        taken = set(TAKEN_ANCHORS)
        signed = []
        for summary in summaries:
            writers = self.writers_of(summary)
            name = "-".join(writer.slug for writer in writers) or "summary"
            anchor, number = name, 1
            while anchor in taken:
                number += 1
                anchor = f"{name}-{number}"
            taken.add(anchor)
            signed.append(replace(summary, writers=writers, anchor=anchor))
        return signed

    def _status(self, group: United) -> Status:
        """How far its reader is: in the newest note, else in the settings, else in the library.

        Who has written a summary has read the paper, if nothing else is said.
        """
        said = [summary.status for summary in reversed(group.summaries)]
        said += [self.statuses.get(paper_id.value, "") for paper_id in group.claims.ids]
        said += [entry.status for entry in group.entries]
        return next(filter(None, said), "read" if group.summaries else "")


def _terms(shelf: str, names: Sequence[str]) -> tuple[Term, ...]:
    """Each name once, in its order; names with one slug are one."""
    terms: dict[str, Term] = {}
    for name in names:
        url = f"{shelf}/{slugify(name)}/"
        terms.setdefault(url, Term(name, url))
    return tuple(terms.values())
