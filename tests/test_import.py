"""Notes come in from another tool without the loss of a word, and only once."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from apercu.build import build_site
from apercu.commands.import_ import command
from apercu.importers.shortscience import import_shortscience
from apercu.outcome import BuildOptions
from apercu.reflow import WIDTH, reflow
from apercu.tex import halve_backslashes

FIRST = (
    r"### Summary Every word counts here. The loss is $$ L = \left[\begin{array}{c} 1 \\\\ "
    r"2 \\\ 3 \\\\ \end{array}\right] $$ and it falls, i.e., $ \frac{a}{b} = \alpha$ "
    r"holds. https://i.example.org/one.png Figure 1: Left: the loss. Right: the norm. Also "
    r"find this summary at [a page](https://a.example.org/)."
)
SECOND = (
    r"A list of what it builds on \cite{conf/cvpr/GirshickDDM14} 1. It is fast. 2. It is "
    r"small, and \cite{journals/pami/HeZR015} is not. More text follows. * **Pros:** it "
    r"works * **Cons:** it costs. Nobody knows why. --- ## More words The code is h1 = "
    r"f1(x) h2 = f2(h1) + h1 y = f3(h2) Where f1 is a layer. #### Parts: "
    r"https://i.example.org/two.PNG Then - as one says - 2 * 3 is six, and `a * b` is "
    r"code."
)
PAGE = f"""![]() |
Welcome to ShortScience.org! |
![]() ![]() |
[link]
{FIRST} ![]() |
[link]
{SECOND} ![]() ![]() |
"""
PAPERS = """\
- {title: "One: a paper", year: 2020, venue: NeurIPS, arxiv: "2006.15134", first_author: Ada B. C}
- {title: Two, first_author: "D, E"}
"""


def words(text: str) -> list[str]:
    """All words but the fences around code, which are ours."""
    return text.replace("```", "").split()


def test_no_word_of_a_page_is_lost() -> None:
    for note, summary in zip(import_shortscience(PAGE, ()), (FIRST, SECOND), strict=True):
        assert words(note.text) == words(halve_backslashes(summary)[0])


def test_what_stood_in_one_line_has_lines_again() -> None:
    first, second = (note.text for note in import_shortscience(PAGE, ()))
    assert first.startswith("### Summary\n\nEvery word counts here. The loss is\n\n$$ L =")
    assert "\\begin{array}{c} 1 \\\\ 2 \\\\ 3 \\\\ \\end{array}" in first
    assert (
        "\n\nhttps://i.example.org/one.png\nFigure 1: Left: the loss. Right: the norm.\n\n" in first
    )
    assert "\n\n1. It is fast.\n2. It is small, and \\cite{journals/pami/HeZR015}" in second
    assert "\n\nMore text follows.\n\n* **Pros:** it works\n* **Cons:** it costs.\n\n" in second
    assert (
        "\n\n---\n\n## More words\n\nThe code is\n\n```\nh1 = f1(x)\nh2 = f2(h1) + h1\n" in second
    )
    assert "\n\n#### Parts:\n\nhttps://i.example.org/two.PNG\n\nThen - as one says -" in second


def test_what_was_guessed_is_said() -> None:
    first, second = (note.guesses for note in import_shortscience(PAGE, ()))
    assert first == (
        "a heading ends after `Summary`",
        "a caption ends after `norm.`",
        "doubled backslashes in 1 formula are single",
    )
    assert second == (
        "a list ends after `not.`",
        "a list ends after `costs.`",
        "a heading ends after `words`",
        "3 assignments up to `f3(h2)` are code",
    )


@pytest.mark.parametrize(
    ("tex", "halved"),
    [
        (r"$a \\! b$", r"$a \! b$"),
        (r"$\\{x\\}$", r"$\{x\}$"),
        (r"$$\begin{array}{c} a \\ b \end{array}$$", None),
        (r"$$\begin{array}{c} a \\\\ b \\\ c \\\\\end{array}$$", None),
        (r"$$\begin{array}{c} a \\\\\end{array}$$", r"$$\begin{array}{c} a \\\end{array}$$"),
        (r"\\( a \\)", None),
        (r"a \\\\ b", None),
    ],
)
def test_halve_backslashes(tex: str, halved: str | None) -> None:
    text, count = halve_backslashes(tex)
    assert halve_backslashes(text) == (text, 0)
    if halved is not None:
        assert (text, count) == (halved, 1)


marks = st.sampled_from(
    ["#", "###", "*", "1.", "2.", "---", "$$x$$", "$a b$", "`a * b`", "Figure", "1:", "=", "f(x)",
     "h1", "https://a.org/x.png", "-", "+", ">", "A", "word", "end.", "|", "$", "`", "\\cite{a}"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(marks, max_size=40).map(" ".join)))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    flowed, _ = reflow(text)
    fenced = flowed.count("```") - text.count("```")
    if fenced == 0 or "`" not in text:
        # A display is a block of its own, so a word that touches it is set apart from it.
        assert "".join(words(flowed)) == "".join(words(text))


@given(st.lists(st.sampled_from(["word", "-", "1.", "#tag", "longerword"]), max_size=80))
def test_no_line_is_too_long_or_begins_a_block_by_accident(parts: list[str]) -> None:
    flowed, _ = reflow(" ".join(["Word", *parts]))
    for line in flowed.splitlines()[1:]:
        assert not re.match(r"[-#]|\d+\.", line) or "2." in parts
    assert all(len(line) <= WIDTH + 80 for line in flowed.splitlines())


def test_the_export_is_read_with_its_keys() -> None:
    export = (
        'conf/cvpr/HeZRS16,"Two\nlines, and ""quotes"""\n10.1109/TIT.1956.1056813,$a \\\\! b$\n'
    )
    first, second = import_shortscience(export, ())
    assert first.text == '---\ndblp: "conf/cvpr/HeZRS16"\n---\n\nTwo\nlines, and "quotes"\n'
    assert second.text == '---\ndoi: "10.1109/tit.1956.1056813"\n---\n\n$a \\! b$\n'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "papers.yml").write_text(PAPERS, "utf-8")
    return tmp_path


def run(site: Path, *options: str) -> tuple[int, str, str]:
    page, papers = str(site / "page.txt"), str(site / "papers.yml")
    arguments = ["shortscience", page, "--papers", papers, "--site", str(site), *options]
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_without_write_nothing_is_made(site: Path) -> None:
    code, out, err = run(site)
    assert (code, out) == (0, "would create content/one-a-paper.md\nwould create content/two.md\n")
    assert "guessed: a caption ends after `norm.`" in err
    assert not (site / "content").exists()


def test_importing_twice_changes_nothing_and_keeps_what_was_edited(site: Path) -> None:
    assert run(site, "--write")[1].startswith("created content/one-a-paper.md\n")
    one, two = site / "content" / "one-a-paper.md", site / "content" / "two.md"
    two.write_text("edited", "utf-8")
    before = one.read_bytes()
    code, out, _ = run(site, "--write")
    assert code == 0
    assert out == "unchanged content/one-a-paper.md\nkept, edited since: content/two.md\n"
    assert (one.read_bytes(), two.read_text("utf-8")) == (before, "edited")


def test_what_came_in_builds_without_a_warning(site: Path) -> None:
    run(site, "--write")
    outcome = build_site(BuildOptions(site, site / "_site", strict=True))
    assert outcome.diagnostics == ()
    page = (site / "_site/papers/one-a-paper/index.html").read_text("utf-8")
    assert "Ada B. C" in page
    assert "<figcaption>Figure 1: Left: the loss. Right: the norm.</figcaption>" in page
    assert page.count("<math") == 2
    assert "math-error" not in page


def test_a_side_file_with_another_number_of_papers_is_refused(site: Path) -> None:
    (site / "papers.yml").write_text(PAPERS + "- {title: Three}\n", "utf-8")
    result = CliRunner().invoke(
        command, ["shortscience", str(site / "page.txt"), "--papers", str(site / "papers.yml")]
    )
    assert "lists 3 papers" in str(result.exception)
    assert not (site / "content").exists()


def test_a_text_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello\nworld, you, all", "utf-8")
    result = CliRunner().invoke(command, ["shortscience", str(tmp_path / "a.txt")])
    assert "holds no summaries of shortscience" in str(result.exception)
