"""The URL of each paper: words of the title, then the year, then the first author.

Older papers choose first, so a new note never changes an older paper's URL; those without a note
choose last and never collide.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.model import Text
from apercu.names import family_name
from apercu.text import slugify
from apercu.unite import United


def choose_slugs(
    groups: Sequence[United], titles: Sequence[Text]
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """A slug for each paper, in their order; those that notes ask for go first.

    Two papers that still collide are an error that names both files.
    """
    asked = [_asked(group) for group in groups]
    order = sorted(range(len(groups)), key=lambda k: not asked[k])
    taken: dict[str, int] = {}
    slugs = [""] * len(groups)
    diagnostics: list[Diagnostic] = []
    for number in order:
        group = groups[number]
        wishes = [asked[number]] if asked[number] else list(_wishes(group, titles[number]))
        slug = next((wish for wish in wishes if fold(wish) not in taken), None)
        if slug is None:
            other = groups[taken[fold(wishes[0])]].summaries[0].path
            diagnostics.append(_collision(group, wishes[0], other))
            slug = wishes[-1]
        slugs[number] = slug
        taken.setdefault(fold(slug), number)
    for group in groups:
        diagnostics.extend(_misspelt(group))
    return tuple(slugs), tuple(diagnostics)


def fold(name: str) -> str:
    """What two names have in common that a file system without case would take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _asked(group: United) -> str:
    return next((slugify(s.slug) for s in group.summaries if s.slug), "")


def _wishes(group: United, title: Text) -> Iterator[str]:
    slug = slugify(title.plain)
    yield slug
    claims = group.claims
    if claims.year:
        slug = f"{slug}-{claims.year}"
        yield slug
    if claims.authors:
        yield f"{slug}-{slugify(family_name(claims.authors[0]))}"
    if not group.summaries:
        yield f"{slug}-{slugify(group.entries[0].key)}"
        yield from (f"{slug}-{number}" for number in range(2, 1000))


def _collision(group: United, slug: str, other: str) -> Diagnostic:
    summary = group.summaries[0]
    message = f"this paper and that of {other} would both be at papers/{slug}/"
    help = "give both notes the paper's id, as in `arxiv: …`, if it is one paper, else a `slug:`"
    return diagnose("AP305", message, summary.spans.get("slug", summary.span), help)


def _misspelt(group: United) -> Iterator[Diagnostic]:
    for summary in group.summaries:
        slug = slugify(summary.slug) if summary.slug else ""
        if summary.slug != slug:
            message = f'`slug` cannot be part of a URL as it is: "{summary.slug}"'
            span = summary.spans.get("slug", Span(summary.path))
            yield diagnose("AP309", message, span, f"write `slug: {slug}`")
