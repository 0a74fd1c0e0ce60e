"""What is taken from the head of a note without front matter, and what is left alone."""

import datetime as dt

import pytest

from apercu.preamble import read_preamble


@pytest.mark.parametrize(
    "text",
    [
        "## Introduction\n\nText.\n",
        "Text first.\n\n# A heading later\n",
        "```\n# a comment\n```\n",
        "#hashtag\n",
        "### Key points\n",
    ],
)
def test_no_title_is_found(text: str) -> None:
    found = read_preamble(text)
    assert (found.title, found.body) == ("", text)


@pytest.mark.parametrize(
    ("text", "title", "urls"),
    [
        ("# Attention\n", "Attention", []),
        ("## Attention ##\n", "Attention", []),
        ("Attention\n=========\n", "Attention", []),
        ("# [Attention](https://x.org/a)\n", "Attention", [("", "https://x.org/a")]),
        ("[Attention](https://x.org/a)\n", "Attention", [("", "https://x.org/a")]),
        ("# **Bold** `code` $x_*$\n", "Bold code $x_*$", []),
        ("# [A](https://x.org/(a)b)\n", "A", [("", "https://x.org/(a)b")]),
        ("# [A](ttp://x.org/a)\n", "A", []),
        ("### [A](https://x.org/a)\n", "A", [("", "https://x.org/a")]),
        ("## [A](https://x.org/a)]\n", "A", [("", "https://x.org/a")]),
        ("## A B [[arXiv](https://x.org/a)]\n", "A B", [("", "https://x.org/a")]),
        ("* **Title**: Attention\n* **Year**: 2017\n", "Attention", []),
    ],
)
def test_a_title_is_taken(text: str, title: str, urls: list[tuple[str, str]]) -> None:
    found = read_preamble(text)
    assert (found.title, found.urls) == (title, urls)
    assert found.body.strip() == ""
    assert found.body.count("\n") == text.count("\n")


def test_a_heading_that_repeats_the_title_goes() -> None:
    assert read_preamble("# Attention\n\nText.\n", "Attention").body == "\n\nText.\n"


def test_another_heading_stays_under_a_given_title() -> None:
    assert read_preamble("# Part one\n\nText.\n", "Attention").body == "# Part one\n\nText.\n"


@pytest.mark.parametrize(
    "line",
    [
        "TLDR; It works.",
        "tl;dr: It works.",
        "**TL;DR** It works.",
        "**TL;DR:** It works.",
        "**TLDR**: It works.",
        "_TL;DR_: It works.",
        "## TL;DR\n\nIt works.",
        "TL;DR\nIt works.",
        "**TL;DR: It works.**",
    ],
)
def test_a_tldr_is_taken(line: str) -> None:
    found = read_preamble(f"# A\n\n{line}\n\nText.\n")
    assert (found.tldr, found.body.strip()) == ("It works.", "Text.")


def test_a_tldr_of_several_lines_ends_at_a_blank_one() -> None:
    assert read_preamble("TLDR; One\ntwo.\n\nThree.\n").tldr == "One two."


def test_a_date_of_month_and_year_is_its_first_day() -> None:
    assert read_preamble("# A\n_June 2017_\n").date == dt.date(2017, 6, 1)


def test_a_list_of_metadata_is_taken_and_the_rest_of_the_list_stays() -> None:
    text = "* **Authors**: Ada and Bob\n* **Tags**: a, #b\n* **Link**: <https://x.org/a>\n* more\n"
    found = read_preamble(text)
    assert found.authors == ("Ada", "Bob")
    assert found.tags == ("a", "b")
    assert found.urls == [("", "https://x.org/a")]
    assert found.body.strip() == "* more"


@pytest.mark.parametrize(
    ("line", "urls"),
    [
        ("* [Link to the paper](https://x.org/a)", [("", "https://x.org/a")]),
        ("* Link to the [paper](https://x.org/a)", [("", "https://x.org/a")]),
        ("[Paper](https://x.org/a).", [("", "https://x.org/a")]),
        ("- [Link to the implementation](https://x.org/c)", [("Code", "https://x.org/c")]),
        ("https://arxiv.org/abs/1706.03762", [("", "https://arxiv.org/abs/1706.03762")]),
        ("arXiv: https://arxiv.org/abs/1706.03762", [("", "https://arxiv.org/abs/1706.03762")]),
    ],
)
def test_a_link_to_the_paper_is_taken(line: str, urls: list[tuple[str, str]]) -> None:
    found = read_preamble(f"Text.\n\n{line}\n")
    assert (found.urls, found.body.strip()) == (urls, "Text.")


def test_a_link_inside_a_sentence_stays() -> None:
    text = "As in [the paper](https://x.org/a) of last year.\n"
    assert read_preamble(text).body == text
