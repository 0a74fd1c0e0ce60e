"""Which papers a reader of one may want next: those that share its tags, references and authors.

What few papers share says more than what many do, so each thing shared counts for the inverse of
how many share it.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest

from apercu.citing import card_of
from apercu.site import Paper, Related

MOST = 5
MOST_SHARED = 200
"""What more papers share than these says nothing, and would make large sites slow."""
_WEIGHTS = {"tag": 1.0, "author": 1.5, "reference": 2.0, "link": 4.0}
_DIGITS = 9
"""Of a score: what differs behind them differs by the order in which it was added up."""
_NOTHING = 10.0**-_DIGITS


def find_related(
    papers: Sequence[Paper], references: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Related, ...]]:
    """For each paper, by slug, at most `MOST` others, the closest first, then by slug.

    `references` are the slugs of what each paper cites or links.
    """
    listed = {paper.slug: paper for paper in papers if not paper.unlisted}
    things = {s: _things(listed[s], references.get(s, ())) for s in sorted(listed)}
    sharing: dict[tuple[str, str], dict[str, None]] = {}
    for slug, own in things.items():
        for thing in own:
            sharing.setdefault(thing, {})[slug] = None
    related = {slug: Related(p.title, card_of(p).byline, p.url) for slug, p in listed.items()}
    found: dict[str, tuple[Related, ...]] = {}
    for slug, own in things.items():
        groups = [
            (_WEIGHTS[thing[0]] / (len(sharing[thing]) - 1), sharing[thing])
            for thing in own
            if 1 < len(sharing[thing]) <= MOST_SHARED
        ]
        found[slug] = tuple(related[other] for other in _closest(slug, groups))
    return found


def _closest(slug: str, groups: list[tuple[float, dict[str, None]]]) -> list[str]:
    """The others with the highest scores; `groups` are who shares a thing, and what that counts.

    Most papers share only what counts little. Once that could not lift one of them over the fifth
    best, no new ones are looked at.
    """
    groups.sort(key=lambda group: -group[0])
    rest = sum(share for share, _ in groups)
    scores = {slug: 0.0}
    is_open = True
    for share, others in groups:
        is_open = is_open and not _is_settled(scores, rest)
        rest -= share
        for other in others if is_open else scores.keys() & others.keys():
            scores[other] = scores.get(other, 0.0) + share
    del scores[slug]
    least = nlargest(MOST, scores.values())[-1:] or [0.0]
    near = (other for other, score in scores.items() if score > least[0] - _NOTHING)
    return sorted(near, key=lambda other: (-round(scores[other], _DIGITS), other))[:MOST]


def _is_settled(scores: Mapping[str, float], rest: float) -> bool:
    """Whether `MOST` papers are ahead of any that has no score yet and gets all the `rest`."""
    if len(scores) <= MOST:
        return False
    # The paper itself is among them, and shares everything.
    return nlargest(MOST + 1, scores.values())[-1] > rest + _NOTHING


def _things(paper: Paper, cited: Iterable[str]) -> list[tuple[str, str]]:
    """What another paper may share with this one; itself is what a paper shares that cites it."""
    things = [("tag", tag.url) for tag in paper.tags]
    things += [("author", author.url) for author in paper.authors]
    things += [("reference", slug) for slug in cited]
    things += [("link", slug) for slug in (*cited, paper.slug)]
    return list(dict.fromkeys(things))
