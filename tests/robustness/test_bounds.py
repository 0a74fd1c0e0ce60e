"""Long, deep and repeated things take time in proportion, or are refused where they stand.

Time is compared with that of other texts in the same run and never with a number of seconds: a
text four times as long may take four times as long, with room for noise, but not sixteen times.
"""

import itertools
import time
from pathlib import Path

import pytest

from apercu.model import Source
from apercu.parse import ParseOptions, parse_source
from blackbox import apercu, build, notes_of

REPEATED = (
    "[a", "[ a_", "a**b", "*a **a ", "a_ ", "_a ", "a]", "*a_ ", "[ (](", "![[]()",
    "**x [a*b**c*](d)", "![", "](", "[](<", "[a](b '", "[^", "[^a]", "^[a", "*[", "*", "_", "~",
    "~~a ", "`", "`` a ` ", "\\", "\\(", "\\[ ", "$", "$a", "$ a", "$$a ", "$a$ ", "<", "</",
    "<a ", "<a href='", "<b>", "</b>", "<![CDATA[", "<!A ", "<?", "<!--", "<!-- a\n\n", "<a@",
    "<http://a", "<script>", "<script>\n\n", "<div>\n\n", "<div a='", "<table>", "<T ", "&amp",
    "&#", "&#x1F;", "@", "@a ", "[@a", "[@a; ", "[@@", "\\cite{a ", "\\cite{a} ", "\\cite[",
    "https://x.org/a ", "https://x.org/(", "www.", "a@b.", "https://doi.org/10.1000/x ",
    "10.1000/", "https://x.org/a.png\n", "https://x.org/a.png\n\n", "![a](b.png)",
    "![a](b.png)\n\n", "![a](b.png)\nFigure 1: a\n\n", "Figure 1: a\n", "> ", "> a\n", "> a\n\n",
    "> [!NOTE]\n\n", "- ", "1. ", "- a\n", "- a\n\n", "1. a\n", "- [ ] a\n", "a\n: b\n\n", ": ",
    "* ", "# a\n", "# a b\n\n", "# [", "a\n=\n", "a\n", "a\n---\n", "```\n", "~~~ a\n\n",
    "```a\nb\n```\n", "    a\n\n", "\t", " ", " \n", "\n", "\xa0", "a", "word ", "\u6ce8",
    "a\u0301", "\u202e", "| a ", "|a|b|\n", "| a | b |\n|---|---|\n", "a|", "\\|", "`|", "$|",
    "{: .c}\n", "{: a ", "a\n{: .c}\n\n", "[a]: u\n", "[a]: b '", "[a]:\nb\n'", "TL;DR: ",
    "TL;DR:\n", "_June 2017_\n", "\\begin{align}", "\\begin{align}\n\n", "$$\n\n",
    "$$\\label{a}x$$\n\n", "$\\eqref{a}$ ", "```math\nx\n```\n", "\\begin{a}\\end{a}\n", "({[",
    "<sub>a</sub> ", "<br>", "&lt;", "!", "---\n",
)  # fmt: skip
NUMBERED = {
    "footnotes": "[^{k}]\n\n[^{k}]: a\n\n",
    "references": "[{k}]\n\n[{k}]: u\n\n",
    "headings": "# a{k}\n\n",
    "formulas": "$x_{{{k}}}$\n\n",
    "labels": "$$\\label{{l{k}}}x \\eqref{{l{k}}}$$\n\n",
    "citations": "[@k{k}] ",
    "macros": "$\\def\\m{k}{{x}}$\n\n",
    "backticks": "{ticks} ",
    "depth": "{indent}- a\n",
    "quotes": "{quotes} a\n",
    "ids": "<b id=x{k}>a</b> ",
}
SHORT, LONG = 3_000, 12_000
PLAIN = "The encoder reads *each* word, and `attention` of it: see [this](https://x.org).\n\n"


def _cost(text: str) -> float:
    """The processor time of one note; the least of a few."""
    source = Source("content/n.md", text)
    costs = []
    for _ in range(2):
        start = time.process_time()
        parse_source(source, ParseOptions())
        costs.append(time.process_time() - start)
    return min(costs)


@pytest.fixture(scope="module")
def plain() -> float:
    """What ordinary text of the greater length costs here and now."""
    return _cost(PLAIN * (LONG // len(PLAIN)))


def _is_in_proportion(short: str, long: str, plain: float) -> bool:
    # What costs less than ordinary text is no danger, whatever its proportion is. A machine that
    # others use may stumble once, but not three times in a row.
    for _ in range(3):
        cost = _cost(long)
        if cost <= 2 * plain or cost <= 2.5 * len(long) / len(short) * _cost(short):
            return True
    return False


@pytest.mark.row(24)
@pytest.mark.point(12)
@pytest.mark.parametrize("piece", REPEATED, ids=ascii)
def test_time_is_in_proportion_to_what_is_repeated(piece: str, plain: float) -> None:
    head = "# A\n\n"
    short, long = (head + piece * (size // len(piece)) for size in (SHORT, LONG))
    assert _is_in_proportion(short, long, plain)


@pytest.mark.row(24)
@pytest.mark.parametrize("name", NUMBERED)
def test_time_is_in_proportion_to_what_differs(name: str, plain: float) -> None:
    def text(size: int) -> str:
        parts = ["# A\n\n"]
        length, k = 0, 0
        while length < size:
            marks = {"ticks": "`" * k, "indent": "  " * (k % 40), "quotes": ">" * (k % 40 + 1)}
            parts.append(NUMBERED[name].format(k=k, **marks))
            length, k = length + len(parts[-1]), k + 1
        return "".join(parts)

    assert _is_in_proportion(text(SHORT), text(LONG), plain)


LIMITS: tuple[tuple[str, str], ...] = (
    ("[a" * 30_000, "AP206"),
    ("[ a_" * 25_000, "AP206"),
    ("a\n    ```\n" + "[a" * 30_000, "AP206"),
    ("| " + "[a" * 30_000 + " |\n|---|", "AP206"),
    ("# " + "[a" * 30_000, "AP206"),
    ("> " * 5_000 + "deep", "AP206"),
    ("- " * 5_000 + "deep", "AP206"),
    ("".join("  " * k + "- a\n" for k in range(120)), "AP206"),
    ("$\\def\\a{\\a\\a}\\a$", "AP201"),
    ("$\\rule{1e9em}{1e9em}$", "AP201"),
    ("$" + "\\sqrt{" * 50_000 + "x" + "}" * 50_000 + "$", "AP206"),
    ("$$\n" + "\\sqrt{" * 50_000 + "x" + "}" * 50_000 + "\n$$", "AP201"),
    ("$\\newcommand{\\a}[1]{#1#1#1#1}" + "\\a{" * 40 + "x" + "}" * 40 + "$", "AP201"),
    ("$$\n" + "x" * 200_000 + "\n$$", "AP201"),
)


@pytest.mark.row(24, 25)
@pytest.mark.point(12)
def test_a_limit_is_said_where_it_is_met_and_loses_nothing(tmp_path: Path) -> None:
    built = build(tmp_path, notes_of([text for text, _ in LIMITS]))
    assert built.run.code == 0, built.run.err[-2_000:]
    for number, (_, code) in enumerate(LIMITS):
        page = built.body(number)
        found = [
            line for path, line, c in built.run.places if (path, c) == (f"c{number:03}.md", code)
        ]
        assert found, (number, code)
        assert len(page) < 6_000_000
    assert built.body(0).count("[a") == 30_000
    assert "deep" in built.body(5)


@pytest.mark.row(24)
@pytest.mark.point(12)
@pytest.mark.parametrize("form", ["{}", "# {}", "| {} |\n|---|", "a\n    ```\n{}", "> {}\n> |"])
def test_a_paragraph_with_too_many_marks_is_text_wherever_it_stands(form: str) -> None:
    parsed = parse_source(Source("n.md", "# A\n\n" + form.format("[a" * 1_600)), ParseOptions())
    assert [d.code for d in parsed.diagnostics] == ["AP206"]
    ordinary = parse_source(Source("n.md", "# A\n\n" + form.format("[a" * 400)), ParseOptions())
    assert ordinary.diagnostics == ()


@pytest.mark.row(24)
def test_a_huge_note_and_one_with_a_huge_line(tmp_path: Path) -> None:
    files = {**notes_of(["word " * 200_000]), "content/huge.md": "# Huge\n\n" + "word " * 4_000_000}
    built = build(tmp_path, files)
    assert ("huge.md", 1, "AP114") in built.run.places
    assert built.run.code == 1
    (tmp_path / "content/huge.md").unlink()
    assert apercu("build", tmp_path).code == 0
    assert built.body(0).count("word") >= 200_000


@pytest.mark.row(5)
def test_strings_of_a_library_that_double_are_bounded(tmp_path: Path) -> None:
    letters = [f"s{k}" for k in range(40)]
    strings = '@string{s0 = "ha"}\n' + "".join(
        f"@string{{{b} = {a} # {a}}}\n" for a, b in itertools.pairwise(letters)
    )
    bib = f"{strings}@misc{{bomb, title = s39}}\n@misc{{good, title={{Good one}}, year=2001}}\n"
    built = build(tmp_path, {**notes_of(["See [@good] and [@bomb]."]), "content/l.bib": bib})
    assert built.run.code == 0
    assert "Good one" in built.body(0)
    assert len(built.page(0)) < 100_000


@pytest.mark.row(26)
@pytest.mark.point(3)
def test_a_bad_formula_is_said_again_from_the_cache_and_strict_fails(tmp_path: Path) -> None:
    files = notes_of(["Bad $\\frac{a$ here.", "Good $x^2$ here."])
    first = build(tmp_path, files)
    again = apercu("build", tmp_path, "--verbose")
    assert first.run.code == again.code == 0
    assert ("c000.md", 6, "AP201") in first.run.places
    assert again.places == first.run.places
    assert "2 unchanged" in again.out
    assert "\\frac{a" in first.body(0)
    assert "<math" in first.body(1)
    before = first.tree
    strict = apercu("build", tmp_path, "--strict")
    assert strict.code == 1
    assert "AP201" in strict.err
    assert first.tree == before
