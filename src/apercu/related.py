"""Which papers a reader of one may want next: those that share its tags, references and authors.

What few papers share says more than what many do, so each thing shared counts for the inverse of
how many share it.
"""

from collections.abc import Iterable, Mapping, Sequence

from apercu.citing import card_of
from apercu.site import Paper, Related

MOST = 5
MOST_SHARED = 200
"""What more papers share than these says nothing, and would make large sites slow."""
_WEIGHTS = {"tag": 1.0, "author": 1.5, "reference": 2.0, "link": 4.0}


def find_related(
    papers: Sequence[Paper], references: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Related, ...]]:
    """For each paper, by slug, at most `MOST` others, the closest first, then by slug.

    `references` are the slugs of what each paper cites or links.
    """
    listed = {paper.slug: paper for paper in papers if not paper.unlisted}
    sharing: dict[tuple[str, str], list[str]] = {}
    for slug, paper in sorted(listed.items()):
        for thing in _things(paper, references.get(slug, ())):
            sharing.setdefault(thing, []).append(slug)
    links = {slug: Related(p.title, card_of(p).byline, p.url) for slug, p in listed.items()}
    found: dict[str, tuple[Related, ...]] = {}
    for slug, paper in sorted(listed.items()):
        scores: dict[str, float] = {}
        for thing in _things(paper, references.get(slug, ())):
            others = sharing[thing]
            if 1 < len(others) <= MOST_SHARED:
                share = _WEIGHTS[thing[0]] / (len(others) - 1)
                for other in others:
                    scores[other] = scores.get(other, 0.0) + share
        scores.pop(slug, None)
        ranked = sorted(scores, key=lambda other: (-round(scores[other], 9), other))
        found[slug] = tuple(links[other] for other in ranked[:MOST])
    return found


def _things(paper: Paper, cited: Iterable[str]) -> list[tuple[str, str]]:
    """What another paper may share with this one; itself is what a paper shares that cites it."""
    things = [("tag", tag.url) for tag in paper.tags]
    things += [("author", author.url) for author in paper.authors]
    things += [("reference", slug) for slug in cited]
    things += [("link", slug) for slug in (*cited, paper.slug)]
    return list(dict.fromkeys(things))
