"""The head of a note: every field, its other names, and where each value stands."""

import datetime as dt

import pytest

from apercu.frontmatter import Front, read_front
from apercu.model import ExternalLink, PaperId, Source
from apercu.split import split_note


def read(text: str) -> tuple[Front, list[str]]:
    split, unsplit = split_note(Source("note.md", f"---\n{text}---\nBody.\n"))
    front, diagnostics = read_front(split, "note.md")
    return front, [d.code for d in (*unsplit, *diagnostics)]


@pytest.mark.row(8)
@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("title: Attention\n", "title", "Attention"),
        ("title: 3.10\n", "title", "3.10"),
        ("venue: NO\n", "venue", "NO"),
        ("authors: Ada Lovelace and Alan Turing\n", "authors", ("Ada Lovelace", "Alan Turing")),
        ("authors: [Ada Lovelace, Alan Turing]\n", "authors", ("Ada Lovelace", "Alan Turing")),
        ("year: 2017\n", "year", 2017),
        ("tags: a, b\n", "tags", ("a", "b")),
        ("keywords: [a]\ncategories: b\n", "tags", ("a", "b")),
        ("excerpt: In short.\n", "tldr", "In short."),
        ("author: jane\n", "author", ("jane",)),
        ("author: [jane, joe]\n", "author", ("jane", "joe")),
        ("date: 2026-11-20\n", "date", dt.date(2026, 11, 20)),
        ("created: 2026-11-20T12:30:00Z\n", "date", dt.date(2026, 11, 20)),
        ("lastmod: 2026-11\n", "updated", dt.date(2026, 11, 1)),
        ("published: false\n", "draft", True),
        ("publish: false\n", "draft", True),
        ("publish: true\n", "draft", False),
        ("tags: ['#nlp', '#a/b', '#']\n", "tags", ("nlp", "a/b")),
        ("cssclasses: [wide]\n", "title", ""),
        ("draft: 'yes'\n", "draft", True),
        ("draft: no\n", "draft", False),
        ("rating: 4.5\n", "rating", 4.5),
        ("status: To Read\n", "status", "to-read"),
        ("layout: post\n", "is_jekyll", True),
        ("comments: true\npermalink: /x/\n", "title", ""),
        ("math_macros: {R: '\\mathbb{R}'}\n", "math_macros", (("R", "\\mathbb{R}"),)),
        ("arxiv: 2006.10700\n", "ids", (PaperId("arxiv", "2006.10700"),)),
        ("paper: arXiv:1706.03762v5\n", "ids", (PaperId("arxiv", "1706.03762"),)),
        ("citekey: vaswani2017\n", "ids", (PaperId("citekey", "vaswani2017"),)),
        ("paper: {title: Attention, year: 2017}\n", "year", 2017),
        ("cite: {venue: NeurIPS}\n", "venue", "NeurIPS"),
        ("link: https://arxiv.org/abs/1706.03762\n", "ids", (PaperId("arxiv", "1706.03762"),)),
        ("code: https://x.org/c\n", "links", (ExternalLink("Code", "https://x.org/c"),)),
        ("links: {Blog: https://x.org/b}\n", "links", (ExternalLink("Blog", "https://x.org/b"),)),
    ],
)
def test_a_field_is_read(text: str, field: str, value: object) -> None:
    front, codes = read(text)
    assert getattr(front, field) == value
    assert codes == []


@pytest.mark.row(7, 9)
@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("year: twenty\nrating: 9\nauthors: {a: b}\n", ["AP101", "AP101", "AP101"]),
        ("autor: x\n", ["AP106"]),
        ("tldr: a\nsummary: b\n", ["AP106"]),
        ("paper: {author: x}\n", ["AP106"]),
        ("title: ''\n", ["AP110"]),
        ("doi: nonsense\n", ["AP111"]),
        ("pdf: example.org/x.pdf\n", ["AP111"]),
        ("pdf: 'javascript:alert(1)'\n", ["AP111"]),
        ("- a\n", ["AP103"]),
        ("date: 2026-02-30\n", ["AP101"]),
        ("paper: Attention Is All You Need\n", ["AP101"]),
    ],
)
def test_a_wrong_field_is_reported(text: str, codes: list[str]) -> None:
    assert read(text)[1] == codes


def test_a_wrong_field_does_not_hide_the_next() -> None:
    front, codes = read("year: twenty\ntitle: Attention\n")
    assert (front.title, codes) == ("Attention", ["AP101"])


@pytest.mark.row(1)
def test_a_span_is_of_the_file_and_not_of_the_block() -> None:
    split, _ = split_note(Source("note.md", "\n---\ntitle: A\nyear: 2017\n---\nBody.\n"))
    front, _ = read_front(split, "note.md")
    span = front.spans["year"]
    assert (span.line, span.column, span.length) == (4, 7, 4)


@pytest.mark.parametrize(
    ("text", "line", "body"),
    [
        ("Body.\n", 1, "Body.\n"),
        ("---\ntitle: A\n---\nBody.\n", 4, "Body.\n"),
        ("---\ntitle: A\n...\n\nBody.\n", 4, "\nBody.\n"),
        ("---\n---\nBody.\n", 3, "Body.\n"),
        ("\n\n---\ntitle: A\n---\nBody.\n", 6, "Body.\n"),
    ],
)
def test_the_body_begins_at_its_line(text: str, line: int, body: str) -> None:
    split, diagnostics = split_note(Source("note.md", text))
    assert (split.body_line, split.body, diagnostics) == (line, body, ())


@pytest.mark.row(1)
@pytest.mark.parametrize(
    ("text", "code"), [("---\ntitle: A\n", "AP102"), ("+++\ntitle = 1\n+++\n", "AP104")]
)
def test_a_head_that_is_no_yaml_is_an_error(text: str, code: str) -> None:
    assert [d.code for d in split_note(Source("note.md", text))[1]] == [code]
