"""YAML as it is written, each value with its place, and mistakes in words of ours."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.diagnostic import Diagnostic, Span
from apercu.yamlplain import plain_table
from apercu.yamlread import read_yaml
from apercu.yamlspan import compose
from apercu.yamlvalue import Items, Scalar, Table, Value, YamlCodes, printable

WORDS = st.sampled_from((
    "a", "B2", "é", "漢字", "_", "3.10", "no", "https://x.org/y", "x:y", "(z)", "c-d", "C#", "it's",
))  # fmt: skip
SIGNS = st.sampled_from(
    (*":#,-[]{}'\"|>&*!%@`~?.\\/\t\n\u200b\xa0 ", ": ", " #", ", ", "---", "...")
)
VALUES = st.one_of(
    st.lists(WORDS, max_size=4).map(" ".join),
    st.lists(WORDS, max_size=4).map(", ".join),
    st.lists(st.one_of(WORDS, SIGNS), max_size=4).map("".join),
)
LINES = st.builds(
    lambda key, quotes, value: f"{key}{quotes[0]}{value}{quotes[1]}",
    st.sampled_from(("title: ", "tags:  ", "k_1: ", "a-b: ", "B: ", "é: ", " x: ", "x:", "- ")),
    st.sampled_from((("", ""), ("'", "'"), ('"', '"'), ("[", "]"), ("[ ", " ]"), ("", " "))),
    VALUES,
)

Plain = str | list["Plain"] | dict[str, "Plain"] | None


def plain(value: Value | None) -> Plain:
    """The value without its places."""
    if isinstance(value, Table):
        return {key.text: plain(entry) for key, entry in value.pairs}
    if isinstance(value, Items):
        return [plain(entry) for entry in value.items]
    return value.text if value else None


def spans(value: Value | None) -> list[Span]:
    if isinstance(value, Table):
        return [value.span, *(s for pair in value.pairs for part in pair for s in spans(part))]
    if isinstance(value, Items):
        return [value.span, *(span for entry in value.items for span in spans(entry))]
    return [value.span] if value else []


def places(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, int, int]]:
    return [(d.code, d.span.line, d.span.column) for d in diagnostics]


@pytest.mark.row(8)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing\n", None),
        ("a: no\nb: 3.10\nc: 12:30", {"a": "no", "b": "3.10", "c": "12:30"}),
        ("arxiv: 2006.10700", {"arxiv": "2006.10700"}),
        ("a: [1e3, 'x', \"y\"]", {"a": ["1e3", "x", "y"]}),
        ("a:\n- b\n- c: d", {"a": ["b", {"c": "d"}]}),
        ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
        ("a: x\n  y", {"a": "x y"}),
        ("\ufeffa: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: &x [b]\nc: *x", {"a": ["b"], "c": ["b"]}),
        ('a: "\\0\x07"', {"a": "\ufffd\ufffd"}),
        ("a: \ud800", {"a": "\ufffd"}),
        ("hello", "hello"),
    ],
)
def test_values_are_the_text_that_was_written(text: str, value: Plain) -> None:
    composed, diagnostics = compose(text, path="n.md")
    assert plain(composed) == value
    assert diagnostics == ()


@pytest.mark.parametrize(
    ("text", "is_null"), [("~", True), ("null", True), ("", True), ("''", False), ("no", False)]
)
def test_only_a_bare_nothing_is_null(text: str, is_null: bool) -> None:
    value, _ = compose(f"a: {text}", path="n.md")
    assert isinstance(value, Table)
    entry = value.get("a")
    assert isinstance(entry, Scalar)
    assert entry.is_null is is_null
    assert value.get("b") is None


def test_a_span_counts_lines_of_the_file_and_characters() -> None:
    text = "title: '注意'\ntags:\n  - a\nabstract: >\n  long\nempty:\nmore: x\n  y"
    value, _ = compose(text, path="n.md", first_line=2)
    assert isinstance(value, Table)
    places = {key.text: entry.span for key, entry in value.pairs}
    assert places["title"] == Span("n.md", 2, 8, 4)
    assert places["tags"] == Span("n.md", 4, 3, 3)
    assert places["abstract"] == Span("n.md", 5, 11, 1)
    assert places["empty"] == Span("n.md", 7, 7, 1)
    assert places["more"] == Span("n.md", 8, 7, 1)
    assert value.pairs[0][0].span == Span("n.md", 2, 1, 5)


@pytest.mark.row(1)
@pytest.mark.parametrize(
    ("text", "place", "message", "advice"),
    [
        (
            "title: 3D R2N2: A Unified Approach",
            (1, 15),
            "a text that holds a colon and a space must be in quotes",
            'quote it: title: "3D R2N2: A Unified Approach"',
        ),
        (
            'title: "Attention" considered: x',
            (1, 20),
            'text stands after the closing quote "',
            "quote it: title: '\"Attention\" considered: x'",
        ),
        ("a:\n\t- b", (2, 1), "a tab stands where YAML wants spaces", "use spaces"),
        ("a: 'b\nc: d", (1, 4), "the quote ' is never closed", "close it: a: 'b'"),
        ('a: "b\nc: "d"', (1, 4), 'the quote " is never closed', 'close it: a: "b"'),
        ("a: [b,\n  c\nd: e", (1, 4), "the bracket `[` is never closed", "add `]`"),
        (
            "a: @b",
            (1, 4),
            'a text may not begin with "@" unless it is in quotes',
            'quote it: a: "@b"',
        ),
        (
            "a: `b`",
            (1, 4),
            'a text may not begin with "`" unless it is in quotes',
            'quote it: a: "`b`"',
        ),
        (
            'a: "\\R"',
            (1, 5),
            "`\\R` means nothing between double quotes",
            "use single quotes: a: '\\R'",
        ),
        ("a:b\nc: d", (1, 2), "a space is missing after the colon", "write a: b"),
        ("a b\nc: d", (1, 1), "this line has no `key: value`", "write `key: value`"),
        (
            "a: b\n  c: d",
            (2, 1),
            "this line is not indented like the lines it belongs to",
            "begin it in column 1, or quote the text above if it goes on here",
        ),
        (
            "a: *b",
            (1, 4),
            "nothing is called `&b` above",
            'quote it if it is text: "*b"',
        ),
        (
            "a: b\n---\nc: d",
            (2, 1),
            "a second YAML document begins here",
            "leave out the line `---`, or what follows it",
        ),
        ("[a]: b", (1, 1), "a key must be a text", "write `key: value`"),
    ],
)
def test_a_slip_is_told_in_our_words(
    text: str, place: tuple[int, int], message: str, advice: str
) -> None:
    _, diagnostics = compose(text, path="n.md")
    assert [(d.message, d.help) for d in diagnostics] == [(message, advice)]
    assert places(diagnostics) == [("AP102", *place)]


def test_one_bad_line_does_not_hide_the_other_problems() -> None:
    text = "title: 3D: x\nyear: 2017\nvenue: @b\n\tc: d\ntldr: 'open\nlang: en\nyear: 2018\n"
    value, diagnostics = compose(text, path="n.md", first_line=2)
    assert plain(value) == {
        "title": "3D: x",
        "year": "2017",
        "venue": "@b",
        "tldr": "open",
        "lang": "en",
    }
    assert places(diagnostics) == [
        ("AP102", 2, 10),
        ("AP102", 4, 8),
        ("AP102", 5, 1),
        ("AP102", 6, 7),
        ("AP105", 8, 1),
    ]
    assert isinstance(value, Table)
    assert value.pairs[0][1].span == Span("n.md", 2, 8, 5)


@pytest.mark.row(2)
def test_a_key_that_stands_twice_names_its_first_line() -> None:
    value, diagnostics = compose("a: {b: 1, b: 2}\na: 3", path="n.md", first_line=5)
    assert plain(value) == {"a": {"b": "1"}}
    assert places(diagnostics) == [("AP105", 5, 11), ("AP105", 6, 1)]
    assert diagnostics[1].message == "`a` stands twice, first in line 5"


@pytest.mark.row(4)
@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("!!python/object/apply:os.system [x]", "!!python/object/apply:os.system"),
        ("!!binary aGk=", "!!binary"),
        ("!mine x", "!mine"),
        ("&n !mine x", "!mine"),
    ],
)
def test_a_tag_is_refused(tag: str, name: str) -> None:
    _, diagnostics = compose(f"a: {tag}", path="n.md")
    assert places(diagnostics) == [("AP107", 1, 4)]
    assert diagnostics[0].message == f"`{name}` is a YAML tag, and tags are not read"


BOMB = "a0: &a0 [1,2,3,4,5,6,7,8,9]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 9)}]\n" for n in range(9)
)
TOWER = "a0: &a0 [1]\n" + "".join(
    f"a{n + 1}: &a{n + 1} {'[' * 30}*a{n}{']' * 30}\n" for n in range(50)
)


@pytest.mark.row(5)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("{a: " * 50_000, id="mappings"),
        pytest.param("- " * 100_000, id="lists"),
        pytest.param("? " * 100_000, id="keys"),
        pytest.param("".join(" " * n + "a:\n" for n in range(300)), id="indentation"),
        pytest.param(BOMB, id="bomb"),
        pytest.param(TOWER, id="tower"),
        pytest.param("a: &a [1]\n" + "".join(f"b{n}: *a\n" for n in range(101)), id="aliases"),
        pytest.param("&a [*a]", id="recursion"),
        pytest.param("a: " + "x" * 300_000, id="size"),
        pytest.param("a: [" + "1," * 30_000 + "]", id="values"),
    ],
)
def test_what_grows_too_large_is_refused(text: str) -> None:
    _, diagnostics = compose(text, path="n.md", codes=YamlCodes(limit="AP403"))
    assert [d.code for d in diagnostics] == ["AP403"]


# The pieces of YAML that mistakes are made of; any text alone seldom holds two of them.
PIECES = st.lists(
    st.sampled_from(
        [
            *"[]{},:&*!|>'\"%@`#?-\t\n\\~é",
            "\n  ",
            "a: ",
            "- ",
            "\n---\n",
            "\r\n",
            "注",
            "b",
            " #",
            "&a",
            "*a",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.row(5)
@given(st.text() | st.text(st.characters()) | PIECES)
def test_any_text_ends_in_values_or_diagnostics(text: str) -> None:
    value, diagnostics = compose(text, path="n.md")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for span in itertools.chain(spans(value), (d.span for d in diagnostics)):
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert span.length >= 1
        assert span.column + span.length - 1 <= max(len(lines[span.line - 1]), span.column)


@given(st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)))
def test_quoted_texts_come_back(texts: list[str]) -> None:
    text = "\n".join(f"- '{word}'" for word in texts)
    value, diagnostics = compose(text, path="n.md")
    assert diagnostics == ()
    assert plain(value) == (texts or None)


@settings(max_examples=500)
@given(st.lists(LINES, max_size=3), st.sampled_from(["\n", ""]))
def test_plain_lines_are_read_as_the_parser_reads_them(lines: list[str], end: str) -> None:
    written = [printable(line) for line in ("\n".join(lines) + end).split("\n")]
    table = plain_table(written, "n.md", 2)
    if table is not None:
        assert (table, ()) == read_yaml(written, "n.md", 2, YamlCodes())


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("title: A study: part 2", False),
        ("title: A study of x:y", True),
        ("title: 'A study: part 2'\nyear: 2017\n", True),
        ("tags: [a, b c]\n\nauthor: jané", True),
        ("tags: [a, b: c]", False),
        ("tags: [a,, b]", False),
        ("tags:\n- a", False),
        ("a: b\n  c", False),
        ("a: b\na: c", False),
        ("a: 'b''c'", False),
        ('a: "b\\n"', False),
        ("a: b # c", False),
        ("a: b#c", True),
        ("a: b  - c", True),
        ("a: [ 'b, c', d ]", True),
        ("a: &b c", False),
        ("a:", True),
        ("a:\n\nb: c", True),
        ("", False),
    ],
)
def test_only_what_is_plain_is_read_without_the_parser(text: str, is_plain: bool) -> None:
    assert (plain_table(text.split("\n"), "n.md", 1) is not None) == is_plain
