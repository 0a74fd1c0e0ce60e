"""Slugs, near misses, excerpts, widths and escapes."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.text import (
    MOST_COMPARED,
    Guesser,
    did_you_mean,
    display_width,
    excerpt,
    nearest,
    slugify,
    visible,
)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("C++ at Scale", "c-plus-plus-at-scale"),
        ("C#", "c-sharp"),
        ("F# and A+", "f-sharp-and-a-plus"),
        ("#1 of 1+1", "1-of-1-plus-1"),
        ("注意力", "注意力"),
        ("???", "untitled"),
        ("", "untitled"),
        ("🎉", "untitled"),
        ("../../etc/passwd", "etc-passwd"),
        ("What's in a Name?", "whats-in-a-name"),
        ("Cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("snake_case", "snake-case"),
        ("CON", "con-x"),
        ("lpt1", "lpt1-x"),
        ("Console", "console"),
        ("con " + "x" * 60 + " " + "y" * 60, "con-" + "x" * 60),
        ("a" * 300, "a" * 80),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_slugify(title: str, slug: str) -> None:
    assert slugify(title) == slug


@given(st.text() | st.text(alphabet="+#' \u0301\u200daßİΣ注con1-"))
def test_a_slug_stays_as_it_is(title: str) -> None:
    slug = slugify(title)
    assert slugify(slug) == slug


@given(st.text(st.characters(codec="ascii"), max_size=120))
def test_a_plain_title_has_the_slug_that_it_has_among_other_signs(title: str) -> None:
    assert slugify(title) == slugify(f"{title}\u200d")


@pytest.mark.row(12)
@given(st.text(min_size=0, max_size=300))
def test_a_slug_is_a_portable_name(title: str) -> None:
    slug = slugify(title)
    assert 0 < len(slug) <= 80
    assert len(slug.encode()) < 200
    assert unicodedata.is_normalized("NFC", slug)
    assert not set(slug) & set('\\/:*?"<>| ._')
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    ("word", "candidates", "found"),
    [
        ("titel", ["year", "title"], ("title",)),
        ("Title", ["title"], ("title",)),
        ("yaer", ["year", "years", "bear"], ("year", "bear", "years")),
        ("vaswani2071", ["vaswani2017", "vaswani2018", "bert"], ("vaswani2017", "vaswani2018")),
        ("title", ["title"], ()),
        ("x", ["y"], ()),
        ("", ["a"], ()),
        ("a" * 500, ["a" * 499], ()),
    ],
)
def test_nearest(word: str, candidates: list[str], found: tuple[str, ...]) -> None:
    assert nearest(word, candidates) == found


def test_nearest_gives_no_more_than_its_limit() -> None:
    assert nearest("abcd", ["abce", "abcf", "abcg", "abch"]) == ("abce", "abcf", "abcg")


@given(st.text(), st.lists(st.text()))
def test_the_order_of_candidates_does_not_matter(word: str, candidates: list[str]) -> None:
    assert nearest(word, candidates) == nearest(word, list(reversed(candidates)))


@pytest.mark.parametrize(
    ("candidates", "advice"),
    [
        (["title"], "did you mean `title`?"),
        (["tile", "title"], "did you mean `title` or `tile`?"),
        (["year"], ""),
    ],
)
def test_did_you_mean(candidates: list[str], advice: str) -> None:
    assert did_you_mean("titel", candidates) == advice


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("注意", 4), ("e\u0301", 1), ("", 0), ("a\u200bb", 2)]
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("One thing. Another.", 200, "One thing."),
        (
            "We follow Smith et al. They are right. We too.",
            200,
            "We follow Smith et al. They are right.",
        ),
        ("Nets, e.g. Transformers, work. Yes.", 200, "Nets, e.g. Transformers, work."),
        ("Is 3.5 enough? Yes.", 200, "Is 3.5 enough?"),
        ("一。二。", 200, "一。"),
        ("no\nstop\there", 200, "no stop here"),
        ("some longer words here", 12, "some longer…"),
        ("some longer words here", 13, "some longer…"),
        ("a" * 30, 10, "a" * 9 + "…"),
        ("", 10, ""),
    ],
)
def test_excerpt(text: str, limit: int, short: str) -> None:
    assert excerpt(text, limit) == short


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_keeps_its_limit(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit


@pytest.mark.row(23)
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 注意 and 🎉", "plain, 注意 and 🎉"),
        ("\x1b[31m\x07", "\\x1b[31m\\x07"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\u202egpj", "\\u202egpj"),
        ("\ud800\u2028", "\\ud800\\u2028"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_what_is_visible_stays_so(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode()


def test_a_guesser_stops_where_guesses_would_take_longer_than_a_build() -> None:
    guesser, asked = Guesser(), 0

    def names() -> list[str]:
        nonlocal asked
        asked += 1
        return ["title", *("x" * 70 for _ in range(MOST_COMPARED // 3))]

    first = [guesser.did_you_mean("titel", names) for _ in range(9)]
    assert first == ["did you mean `title`?"] * 9
    assert asked == 1
    assert [bool(guesser.did_you_mean(f"title{k}", names)) for k in range(4)] == [
        *(True, True, False, False)
    ]
    assert asked == 3
