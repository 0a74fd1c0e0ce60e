"""Relative links, and bodies with their holes filled."""

import pytest

from apercu.diagnostic import Span
from apercu.hole import ANCHOR, hole
from apercu.model import Body, Claims, Ref, RefKind, Summary, Target
from apercu.place import file_of, relative_url
from apercu.slot import page_slot, show


@pytest.mark.parametrize(
    ("page", "target", "way"),
    [
        ("papers/x/", "tags/nlp/", "../../tags/nlp/"),
        ("papers/x/", "papers/y/", "../../papers/y/"),
        ("papers/x/", "papers/x/plot.png", "../../papers/x/plot.png"),
        ("papers/x/", "papers/", "../../papers/"),
        ("papers/x/", "", "../../"),
        ("papers/x/", "./", "../../"),
        ("", "", "./"),
        ("", "./", "./"),
        ("", "papers/x/", "papers/x/"),
        ("404.html", "papers/", "papers/"),
        ("page/2/", "page/3/", "../../page/3/"),
        ("tags/注意力/", "tags/", "../../tags/"),
        ("tags/", "tags/a:b/", "../tags/a:b/"),
        ("papers/x/", "https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
        ("papers/x/", "mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_relative_url(page: str, target: str, way: str) -> None:
    assert relative_url(page, target) == way


@pytest.mark.parametrize(
    ("url", "path"),
    [("", "index.html"), ("papers/x/", "papers/x/index.html"), ("404.html", "404.html")],
)
def test_file_of(url: str, path: str) -> None:
    assert file_of(url) == path


def _filled(kind: RefKind, target: Target) -> str:
    ref = Ref(kind, "x", "", Span("content/x.md"))
    summary = Summary(
        path="content/x.md",
        claims=Claims(),
        found=Claims(),
        body=Body(f"<p><x{hole(0)}></p>", refs=(ref,)),
        targets=(target,),
        anchor="jane",
    )
    return (
        show(page_slot(summary, "papers/x/"), summary.body.prose)
        .removeprefix("<p><x")
        .removesuffix("></p>")
    )


@pytest.mark.parametrize(
    ("target", "attributes"),
    [
        (Target("papers/y/", "jun-why"), ' href="../../papers/y/#jun-why"'),
        (Target("papers/x/", "jane-why"), ' href="#jane-why"'),
        (Target("./"), ' href="../../"'),
        (Target("https://example.org/?a=1&b=2"), ' href="https://example.org/?a=1&amp;b=2"'),
        (Target("files/x.pdf", 'p"1 2'), ' href="../../files/x.pdf#p&quot;1%202"'),
        (Target(""), ""),
    ],
)
def test_the_hole_of_a_link_becomes_its_address(target: Target, attributes: str) -> None:
    assert _filled("link", target) == attributes


def test_the_hole_of_an_image_becomes_its_address_and_size() -> None:
    assert _filled("image", Target("papers/x/a.png", width=3, height=2)) == (
        ' src="../../papers/x/a.png" width="3" height="2" loading="lazy" decoding="async"'
    )
    assert _filled("image", Target("a.png")) == ' src="../../a.png" loading="lazy" decoding="async"'


def test_an_image_that_is_nowhere_says_so() -> None:
    assert _filled("image", Target("")) == ' class="missing"'


def test_ids_carry_the_anchor_of_the_summary() -> None:
    body = Body(f'<h3 id="{ANCHOR}-why">Why</h3>')
    summary = Summary("content/x.md", Claims(), Claims(), body, anchor="jane")
    assert show(page_slot(summary, "papers/x/"), body.prose) == '<h3 id="jane-why">Why</h3>'


def test_headings_go_up_by_one_and_nothing_else_does() -> None:
    body = Body('<h3 id="h3">A</h3><h4>B</h4><hr>')
    slot = page_slot(Summary("x.md", Claims(), Claims(), body), "", "raised")
    assert show(slot, body.prose) == '<h2 id="h3">A</h2><h3>B</h3><hr>'
