"""Joining notes: which are one paper, its URL, where links lead, and what stays hidden."""

import datetime as dt
import random

import pytest
from msgspec.structs import replace

from apercu.diagnostic import Diagnostic, Span
from apercu.link import LinkOptions, link_site
from apercu.model import Body, Claims, Heading, PaperId, Parsed, Ref, Summary, Target, Text, Writer
from apercu.site import Site

ARXIV = PaperId("arxiv", "1706.03762")
DOI = PaperId("doi", "10.1000/x")


def note(
    path: str, title: str = "", ids: tuple[PaperId, ...] = (), day: int = 0, **fields: object
) -> Summary:
    claims = Claims(title=Text(title, title) if title else None, ids=ids)
    date = dt.date(2026, 11, day) if day else None
    summary = Summary(path=path, claims=claims, found=Claims(), body=Body("<p>x</p>"), date=date)
    return replace(summary, **fields)


def link(*notes: Summary, **options: object) -> tuple[Site, list[Diagnostic]]:
    made = LinkOptions(**options)  # type: ignore[arg-type]  # fields of LinkOptions by name
    site, diagnostics = link_site([Parsed(n) for n in notes], [], ["content/fig/a.png"], made)
    return site, list(diagnostics)


def linking(path: str, title: str, *targets: str, kind: str = "link") -> Summary:
    refs = tuple(Ref(kind, target, "", Span(path)) for target in targets)  # type: ignore[arg-type]
    return note(path, title, body=Body("", refs))


def test_notes_that_share_an_id_through_a_third_are_one_paper() -> None:
    site, _ = link(
        note("a.md", "A", (ARXIV,), 1),
        note("b.md", "A", (DOI,), 2),
        note("c.md", "A", (ARXIV, DOI), 3),
    )
    assert [len(paper.summaries) for paper in site.papers] == [3]
    assert site.papers[0].ids == (ARXIV, DOI)


def test_notes_without_an_id_are_papers_of_their_own_and_said_to_be_alike() -> None:
    site, diagnostics = link(note("a.md", "Same", day=1), note("b.md", "same", (ARXIV,), 2))
    assert len(site.papers) == 1 + 1
    assert "AP304" in {d.code for d in diagnostics}


def test_the_front_matter_goes_before_the_body_of_an_older_note() -> None:
    old = replace(note("a.md", "", (ARXIV,), 1), found=Claims(title=Text("Old", "Old"), year=1999))
    new = replace(note("b.md", "New", (ARXIV,), 2))
    site, _ = link(old, new)
    assert (site.papers[0].title.plain, site.papers[0].year and site.papers[0].year.name) == (
        "New",
        "1999",
    )


def test_an_older_paper_keeps_its_slug() -> None:
    young = replace(
        note("a.md", "Attention", (ARXIV,), 9),
        claims=Claims(
            title=Text("Attention", "Attention"),
            ids=(ARXIV,),
            year=2017,
            authors=("Ashish Vaswani",),
        ),
    )
    old = note("z.md", "Attention", (DOI,), 1)
    site, _ = link(young, old)
    assert {p.slug: p.summaries[0].path for p in site.papers} == {
        "attention": "z.md",
        "attention-2017": "a.md",
    }


@pytest.mark.row(11)
def test_slugs_that_cannot_be_told_apart_are_an_error_that_names_both_files() -> None:
    _, diagnostics = link(note("a.md", "Same", (ARXIV,)), note("b.md", "Same", (DOI,)))
    collision = next(d for d in diagnostics if d.code == "AP305")
    assert "a.md" in collision.message
    assert collision.span.path == "b.md"


def test_a_slug_is_asked_for_by_a_note() -> None:
    site, diagnostics = link(note("a.md", "Long Title", slug="short"))
    assert (site.papers[0].url, diagnostics) == ("papers/short/", [])


@pytest.mark.parametrize(
    ("target", "url", "fragment"),
    [
        ("b.md", "papers/b/", "summary"),
        ("./b.md", "papers/b/", "summary"),
        ("b", "papers/b/", "summary"),
        ("b.md#Methods", "papers/b/", "summary-methods"),
        ("/b.md", "papers/b/", "summary"),
        ("fig/a.png", "papers/a/a.png", ""),
        ("/fig/a.png", "papers/a/a.png", ""),
        ("/tags/", "tags/", ""),
    ],
)
def test_a_link_leads_to(target: str, url: str, fragment: str) -> None:
    other = note("content/b.md", "B")
    other = replace(other, body=Body("", headings=(Heading(3, "methods", Text("", "")),)))
    site, diagnostics = link(linking("content/a.md", "A", target), other)
    paper = next(p for p in site.papers if p.slug == "a")
    assert paper.summaries[0].targets == (Target(url, fragment),)
    assert diagnostics == []


@pytest.mark.parametrize(
    ("target", "code", "help"),
    [
        ("c.md", "AP302", "did you mean `b.md`?"),
        ("fig/b.png", "AP303", "did you mean `fig/a.png`?"),
        ("b.md#x", "AP308", ""),
        ("../../etc/passwd", "AP303", "copy the file into the site"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_warning(target: str, code: str, help: str) -> None:
    _, diagnostics = link(linking("content/a.md", "A", target), note("content/b.md", "B"))
    assert [(d.code, d.help) for d in diagnostics] == [(code, help)]


@pytest.mark.parametrize(
    ("target", "url", "fragment"),
    [
        ("[[b", "papers/b/", "summary"),
        ("[[B.md", "papers/b/", "summary"),
        ("[[b#What it says", "papers/b/", "summary-what-it-says"),
        ("[[old/b", "papers/older/", "summary"),
        ("[[c", "papers/c/", "summary"),
        ("[[a.png", "papers/a/a.png", ""),
        ("[[fig/A.png", "papers/a/a.png", ""),
    ],
)
def test_a_link_by_name_leads_to_what_is_nearest(target: str, url: str, fragment: str) -> None:
    heading = Heading(3, "what-it-says", Text("What it says", "What it says"))
    site, diagnostics = link(
        linking("content/a.md", "A", target),
        note("content/old/b.md", "Older"),
        note("content/b.md", "B", body=Body("", headings=(heading,))),
        note("content/x/y/c.md", "C"),
    )
    (paper,) = (p for p in site.papers if p.slug == "a")
    assert paper.summaries[0].targets[0] == Target(url, fragment)
    assert diagnostics == []


@pytest.mark.parametrize(
    ("target", "kind", "code", "help"),
    [
        ("[[bb", "link", "AP302", "did you mean `b`?"),
        ("[[other/b", "link", "AP302", ""),
        ("[[z.png", "image", "AP303", ""),
    ],
)
def test_a_name_that_nothing_has_is_a_warning(target: str, kind: str, code: str, help: str) -> None:
    site, diagnostics = link(linking("content/a.md", "A", target, kind=kind), note("content/b.md"))
    (paper,) = (p for p in site.papers if p.slug == "a")
    assert paper.summaries[0].targets[0] == Target("")
    (problem,) = (d for d in diagnostics if d.code in ("AP302", "AP303"))
    assert (problem.code, problem.help) == (code, help)


def test_two_files_of_one_name_get_the_writers_name() -> None:
    site, _ = link_site(
        [Parsed(linking("content/a.md", "A", "one/p.png", "two/p.png", kind="image"))],
        [],
        ["content/one/p.png", "content/two/p.png"],
        LinkOptions(author="jane", people=(("jane", Writer("Jane", "jane")),)),
    )
    assert [copied.url for copied in site.copied] == ["papers/a/jane-p.png", "papers/a/p.png"]


@pytest.mark.row(16)
def test_a_file_that_a_browser_would_run_is_not_published() -> None:
    site, diagnostics = link_site(
        [Parsed(linking("content/a.md", "A", "x.html"))], [], ["content/x.html"], LinkOptions()
    )
    assert (site.copied, [d.code for d in diagnostics]) == ((), ["AP205"])


@pytest.mark.row(10)
@pytest.mark.parametrize("hide", ["draft", "private"])
def test_a_hidden_note_is_nowhere(hide: str) -> None:
    secret = note("b.md", "Secret", (DOI,), tags=("hidden",), author=("Eve",), **{hide: True})
    site, diagnostics = link(linking("a.md", "A", "b.md", "fig.md"), secret)
    assert "Secret" not in repr(replace(site, left_out=()))
    assert "Eve" not in repr(site)
    assert site.left_out == ((hide, 1),)
    assert site.papers[0].summaries[0].targets[0] == Target("")
    assert [d.code for d in diagnostics] == ["AP302"], "the hidden note itself is no warning"


def test_a_draft_is_shown_when_asked_and_a_private_note_never() -> None:
    notes = note("a.md", "A", draft=True), note("b.md", "B", private=True)
    site, _ = link(*notes, drafts=True)
    assert [paper.slug for paper in site.papers] == ["a"]


def test_an_unlisted_paper_has_a_page_and_is_in_no_list() -> None:
    site, _ = link(note("a.md", "A", unlisted=True, tags=("t",)))
    assert (len(site.papers), site.entries, site.by_tag) == (1, (), ())


def test_summaries_of_one_writer_have_anchors_of_their_own_and_old_ones_stay() -> None:
    site, _ = link(
        note("a.md", "A", (ARXIV,), 2, author=("jane",)),
        note("b.md", "A", (ARXIV,), 1, author=("jane",)),
        people=(("jane", Writer("Jane Doe", "jane")),),
    )
    assert [(s.path, s.anchor) for s in site.papers[0].summaries] == [
        ("a.md", "jane-2"),
        ("b.md", "jane"),
    ]


def test_tags_that_differ_by_case_are_one_and_named_as_most_name_it() -> None:
    site, _ = link(
        note("a.md", "A", tags=("NLP",)),
        note("b.md", "B", tags=("nlp",)),
        note("c.md", "C", tags=("nlp",)),
    )
    assert [(t.term.name, len(t.entries)) for t in site.by_tag] == [("nlp", 3)]


def test_tags_and_venues_have_aliases() -> None:
    one = note("a.md", "A", tags=("rl",))
    one = replace(one, claims=replace(one.claims, venue="My Venue"))
    site, _ = link(one, tags=(("rl", "reinforcement-learning"),), venues=(("My Venue", "MV"),))
    assert site.by_tag[0].term.name == "reinforcement-learning"
    assert site.by_venue[0].term.name == "MV"


def test_an_author_of_the_paper_as_writer_is_probably_a_mistake() -> None:
    paper = note("a.md", "A", (ARXIV,))
    paper = replace(paper, claims=replace(paper.claims, authors=("Ada Lovelace",)))
    _, diagnostics = link(paper, note("b.md", "A", (ARXIV,), author=("A. Lovelace",)))
    assert [d.code for d in diagnostics] == ["AP115"]


@pytest.mark.row(13)
def test_an_alias_never_hides_a_page() -> None:
    site, diagnostics = link(
        note("a.md", "A", aliases=("/papers/b/", "/old/", "../up")), note("b.md", "B")
    )
    assert [(r.url, r.target) for r in site.redirects] == [("old/", "papers/a/")]
    assert sorted(d.code for d in diagnostics) == ["AP306", "AP309"]


@pytest.mark.row(34)
def test_the_order_of_notes_does_not_matter() -> None:
    notes = [note(f"{k}.md", f"Title {k % 7}", (), k % 5, tags=(f"t{k % 3}",)) for k in range(20)]
    first = link(*notes)[0]
    for seed in range(5):
        shuffled = random.Random(seed).sample(notes, len(notes))
        assert link(*shuffled)[0] == first
