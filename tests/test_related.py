"""Related papers are those that share most, however they are found."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from apercu.model import Text
from apercu.related import MOST, find_related
from apercu.site import Paper, Term

WEIGHTS = {"tag": Fraction(1), "author": Fraction(3, 2), "reference": Fraction(2)}
LINK = Fraction(4)
Things = frozenset[tuple[str, str]]


@st.composite
def libraries(draw: st.DrawFn) -> tuple[list[Paper], dict[str, list[str]]]:
    """Papers, and the slugs of what each cites."""
    slugs = [f"p{k:02}" for k in range(draw(st.integers(1, 30)))]
    few = st.lists(st.sampled_from("abcdefgh"), max_size=3, unique=True)
    cited = st.lists(st.sampled_from(slugs), max_size=3, unique=True)
    papers = [
        Paper(
            slug,
            Text(slug, slug),
            (),
            authors=tuple(Term(name, name) for name in draw(few)),
            tags=tuple(Term(name, name) for name in draw(few)),
            unlisted=draw(st.integers(0, 9)) == 9,
        )
        for slug in slugs
    ]
    return papers, {slug: draw(cited) for slug in slugs}


@given(libraries())
def test_no_paper_that_shares_more_is_missed(
    library: tuple[list[Paper], dict[str, list[str]]],
) -> None:
    papers, cited = library
    found = find_related(papers, cited)
    assert {slug: [r.url for r in related] for slug, related in found.items()} == {
        paper.slug: [f"papers/{slug}/" for slug in by_definition(paper, papers, cited)]
        for paper in papers
        if not paper.unlisted
    }


def by_definition(
    paper: Paper, papers: Sequence[Paper], cited: Mapping[str, Sequence[str]]
) -> list[str]:
    """The slugs of the closest: everything is compared with everything, in exact numbers."""
    listed = {p.slug: things_of(p, cited[p.slug]) for p in papers if not p.unlisted}
    own = listed[paper.slug]
    scores = {
        slug: sum((worth(thing, listed) for thing in own & things), Fraction())
        for slug, things in listed.items()
        if slug != paper.slug
    }
    return sorted((s for s in scores if scores[s]), key=lambda s: (-scores[s], s))[:MOST]


def things_of(paper: Paper, cited: Sequence[str]) -> Things:
    """What it may share."""
    tags = {("tag", tag.url) for tag in paper.tags}
    authors = {("author", author.url) for author in paper.authors}
    references = {("reference", slug) for slug in cited}
    return frozenset(
        tags | authors | references | {("link", slug) for slug in (*cited, paper.slug)}
    )


def worth(thing: tuple[str, str], listed: Mapping[str, Things]) -> Fraction:
    """Less, the more papers share it."""
    others = sum(thing in things for things in listed.values()) - 1
    return WEIGHTS.get(thing[0], LINK) / others
