"""A summary as its page shows it: dates in words, badges, contents, and a hole for its text."""

from collections import Counter
from html import escape
from urllib.parse import quote

from apercu.context import Chapter, HeadingLink, ReferenceView, SummaryView
from apercu.frame import Html
from apercu.hole import hole
from apercu.model import Reference, Status, Summary
from apercu.row import day_of
from apercu.site import Term

_ENOUGH_HEADINGS = 3
STATUS_WORDS: dict[Status, str] = {
    "": "",
    "to-read": "paper not read yet",
    "reading": "still reading the paper",
    "skimmed": "paper skimmed",
    "read": "paper read",
}


def view_of(
    summary: Summary,
    slot: int,
    urls: frozenset[str],
    edit_url: str = "",
    number: int = 1,
) -> SummaryView:
    """The `number`th of its writers on the page, its text in the hole number `slot`.

    `urls` are the pages of writers: an unlisted summary's writer may have none.
    """
    updated = summary.updated if summary.updated != summary.date else None
    return SummaryView(
        id=summary.anchor,
        writers=tuple(known(Term(w.name, w.page), urls) for w in summary.writers),
        number=number,
        body=Html(hole(slot)),
        references=tuple(map(_reference, summary.references)),
        tldr=Html(summary.tldr.html if summary.tldr else ""),
        day=day_of(summary.date),
        updated=day_of(updated),
        minutes=summary.body.minutes,
        status=STATUS_WORDS[summary.status],
        rating="" if summary.rating is None else f"{summary.rating:g}",
        lang=summary.lang,
        edit=f"{edit_url}{quote(summary.path)}" if edit_url else "",
        badge=badge_of(summary),
    )


def _reference(reference: Reference) -> ReferenceView:
    card = reference.card
    label = reference.label if reference.label.isdigit() else ""
    title, styled = Html(card.title.html), Html(reference.styled)
    return ReferenceView(label, title, card.byline, reference.url, styled)


def known(term: Term, urls: frozenset[str]) -> Term:
    """The term, without a URL if that is no page."""
    return term if term.url in urls else Term(term.name, "")


def badge_of(summary: Summary) -> str:
    """Why not everybody will see the summary; empty if everybody will."""
    if summary.private:
        return "Private"
    if summary.draft:
        return "Draft"
    return "Unlisted" if summary.unlisted else ""


def contents_of(summaries: tuple[Summary, ...]) -> tuple[Chapter, ...]:
    """A chapter a summary; nothing for a page that is short."""
    headings = sum(len(summary.body.headings) for summary in summaries)
    if len(summaries) < 2 and headings < _ENOUGH_HEADINGS:
        return ()
    return tuple(map(_chapter, summaries, numbers_of(summaries)))


def numbers_of(summaries: tuple[Summary, ...]) -> list[int]:
    """The number of each among those of the same writers, so that no two have one name."""
    seen: Counter[tuple[str, ...]] = Counter()
    numbers = []
    for summary in summaries:
        names = tuple(writer.name for writer in summary.writers)
        seen[names] += 1
        numbers.append(seen[names])
    return numbers


def _chapter(summary: Summary, number: int) -> Chapter:
    return Chapter(
        id=summary.anchor,
        writers=tuple(writer.name for writer in summary.writers),
        number=number,
        minutes=summary.body.minutes,
        headings=tuple(
            HeadingLink(
                h.level, f"{summary.anchor}-{h.id}", Html(h.text.html or escape(h.text.plain))
            )
            for h in summary.body.headings
        ),
        references=bool(summary.references),
    )
