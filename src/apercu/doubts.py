"""What looks like a mistake once all notes are known: one paper that is two, authors mistaken."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.names import same_person
from apercu.site import Paper
from apercu.text import slugify


def same_titles(papers: Sequence[Paper]) -> Iterator[Diagnostic]:
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


def missed_entries(papers: Sequence[Paper], titles: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Papers that the library knows by their title, while note and entry share no id.

    `titles` are the slugs of titles by key.
    """
    keys: dict[str, str] = {}
    for key, title in titles.items():
        keys.setdefault(title, key)
    for paper in papers:
        key = keys.get(slugify(paper.title.plain), "") if paper.entry is None else ""
        if key:
            summary = paper.summaries[-1]
            message = f"the library has a paper of the same title, `{key}`"
            span = summary.spans.get("title", summary.span)
            yield diagnose("AP304", message, span, f"if it is this one, write `paper: {key}`")


def mistaken_authors(papers: Sequence[Paper]) -> Iterator[Diagnostic]:
    """Notes whose `author` is an author of the paper."""
    for paper in papers:
        for summary in paper.summaries:
            if summary.claims.authors:
                continue
            for name in summary.author:
                if any(same_person(name, author.name) for author in paper.authors):
                    message = f"`author` is who wrote this note, and {name} wrote the paper"
                    span = summary.spans.get("author", Span(summary.path))
                    yield diagnose("AP115", message, span, "did you mean `authors`?")
