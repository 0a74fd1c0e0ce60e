"""Lists of papers as pages show them: rows, dates in words, counts, and the cut into pages."""

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterator, Sequence

from apercu.context import Count, Day, ListContext, Pagination, Row, TermsContext
from apercu.frame import Html
from apercu.site import Entry, Listing

MOST_LINES = 1_000
"""Of a list without rows, terms or titles, on one page."""
_AUTHORS = 3
_TAGS = 12
"""Beside a list."""
_FEW = 3
"""Papers that are seen at once."""


def day_of(date: dt.date | None) -> Day | None:
    """A date for a template, if there is one."""
    return Day(date.isoformat()) if date else None


@functools.lru_cache(maxsize=1 << 16)
def row_of(entry: Entry) -> Row:
    """The row of a paper: one for all lists that it stands on."""
    return Row(
        title=Html(entry.title.html),
        url=entry.url,
        authors=entry.authors[:_AUTHORS],
        et_al=entry.et_al or len(entry.authors) > _AUTHORS,
        venue=entry.venue,
        year=entry.year,
        tldr=Html(entry.tldr.html if entry.tldr else ""),
        writers=entry.writers if entry.count == 1 else entry.writers[:1],
        count=entry.count,
        day=day_of(entry.date),
        minutes=entry.minutes,
        tags=entry.tags,
    )


def counts_of(listings: Sequence[Listing]) -> tuple[Count, ...]:
    """Each term with the number of its papers, in the given order."""
    return tuple(Count(x.term.name, x.term.url, len(x.entries)) for x in listings)


def terms_contexts(url: str, listings: Sequence[Listing]) -> Iterator[tuple[str, TermsContext]]:
    """The contexts of the pages that list all terms of a kind, each with its URL."""
    for page_url, part, pagination in slices(url, len(listings), MOST_LINES):
        yield page_url, TermsContext(counts_of(listings[part]), pagination)


def count_summaries(entries: Sequence[Entry]) -> int:
    """How many summaries the papers have together."""
    return sum(entry.count for entry in entries)


def tags_of(entries: Sequence[Entry], but: str = "") -> tuple[Count, ...]:
    """The most frequent tags of many papers, `but` for the one at this URL; none of a few, whose
    rows show them all."""
    if len(entries) <= _FEW:
        return ()
    names = {tag.url: tag.name for entry in entries for tag in entry.tags}
    counts = Counter(tag.url for entry in entries for tag in entry.tags)
    urls = sorted(counts.keys() - {but}, key=lambda url: (-counts[url], url))
    return tuple(Count(names[url], url, counts[url]) for url in urls[:_TAGS])


def cut(
    url: str, entries: Sequence[Entry], per_page: int
) -> Iterator[tuple[str, tuple[Row, ...], Pagination]]:
    """The pages of a list, each with its URL."""
    for page_url, part, pagination in slices(url, len(entries), per_page):
        yield page_url, tuple(map(row_of, entries[part])), pagination


def slices(url: str, count: int, most: int) -> Iterator[tuple[str, slice, Pagination]]:
    """What part of `count` things each page shows, at most `most`; nothing has one page too."""
    total = max(1, -(-count // most))
    for number in range(1, total + 1):
        pagination = Pagination(
            number,
            total,
            newer=_page_url(url, number - 1) if number > 1 else None,
            older=_page_url(url, number + 1) if number < total else None,
        )
        yield _page_url(url, number), slice((number - 1) * most, number * most), pagination


def list_contexts(
    name: str, url: str, entries: Sequence[Entry], per_page: int
) -> Iterator[tuple[str, ListContext]]:
    """The contexts of the pages of one list, each with its URL."""
    papers, summaries, tags = len(entries), count_summaries(entries), tags_of(entries, url)
    for page_url, rows, pagination in cut(url, entries, per_page):
        context = ListContext(name, rows, papers, summaries, tags, pagination)
        yield page_url, context


def _page_url(url: str, number: int) -> str:
    return url if number == 1 else f"{url}page/{number}/"
