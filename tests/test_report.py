"""How a diagnostic looks: the place, the excerpt, the caret by width, the help."""

import pytest

from apercu.diagnostic import Span, diagnose
from apercu.report import count_line, format_github, format_text


def shown(line: str, column: int, length: int, color: bool = False) -> list[str]:
    diagnostic = diagnose("AP101", "wrong", Span("a.md", 12, column, length), "mend it")
    text = format_text([diagnostic], line_of=lambda *_: line, color=color)
    return text.splitlines()


def test_a_diagnostic_is_clickable_and_says_what_to_type() -> None:
    assert shown("year: twenty", 7, 6) == [
        "a.md:12:7: error[AP101]: wrong",
        "   |",
        "12 | year: twenty",
        "   |       ^^^^^^",
        "   = help: mend it",
    ]


@pytest.mark.parametrize(
    ("line", "column", "length", "caret"),
    [
        ("注意 x", 4, 1, "     ^"),
        ("注意 x", 1, 2, "^^^^"),
        ("\tx", 2, 1, "    ^"),
        ("e\u0301x", 3, 1, " ^"),
        ("x", 5, 1, " ^"),
    ],
)
def test_the_caret_counts_columns_and_not_characters(
    line: str, column: int, length: int, caret: str
) -> None:
    assert shown(line, column, length)[3] == f"   | {caret}"


def test_a_long_line_is_cut_around_the_caret() -> None:
    excerpt = shown("a" * 500 + "WRONG" + "b" * 500, 501, 5)
    assert "WRONG" in excerpt[2]
    assert len(excerpt[2]) < 110
    assert excerpt[3].index("^") == excerpt[2].index("WRONG")


def test_control_characters_are_shown_and_not_obeyed() -> None:
    assert "\x1b" not in "".join(shown("a\x1b[31mb", 1, 3))


def test_colour_only_when_asked() -> None:
    assert "\x1b[" in shown("x", 1, 1, color=True)[0]


def test_errors_come_first_for_github_and_commands_are_escaped() -> None:
    span = Span("a,b:c.md", 1, 1, 1)
    found = [diagnose("AP302", "100%\n::set-env::", span), diagnose("AP101", "x", span)]
    lines = format_github(found).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning"]
    assert "file=a%2Cb%3Ac.md" in lines[0]
    assert "100%25" in lines[1]


def test_the_count_has_the_right_number() -> None:
    error = diagnose("AP101", "x", Span("a"))
    assert count_line([]) == count_line([], "in 3 papers") == ""
    assert count_line([error]) == "1 error"
    found = [diagnose("AP302", "x", Span("a")), error, error]
    assert count_line(found) == "2 errors, 1 warning: 2 AP101, 1 AP302"
    found += [diagnose(code, "x", Span("a")) for code in ("AP201", "AP303", "AP303")]
    expected = "2 errors, 4 warnings in 3 papers: 2 AP101, 2 AP303, 1 AP201, …"
    assert count_line(found, "in 3 papers") == expected
    assert count_line([]) == ""
