"""The demo: ten papers, every convention, and citations that arrive."""

import re
import shutil
from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from apercu.starter import EXAMPLE, starter_files
from conftest import read_tree

ROOT = Path(__file__).parents[1]
NOTES = sorted((ROOT / "content").glob("*.md"))
CITED = {
    "waic-but-why": {"what-they-dont-know", "enhancing-the-reliability"},
    "what-they-dont-know": {"waic-but-why", "enhancing-the-reliability", "neural-ordinary"},
    "enhancing-the-reliability": {"waic-but-why", "what-they-dont-know"},
    "neural-ordinary": {"what-they-dont-know"},
    "non-negative-matrix": {"meta-learners"},
    "coordconv": {"fast-r-cnn"},
}
"""Words of the slug of each paper that cites others of the demo, and of those that it cites."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "apercu.yml", site)
    outcome = build_site(BuildOptions(site, site / "_site", strict=True))
    assert outcome.diagnostics == ()
    assert (outcome.papers, outcome.notes) == (10, 11)
    return read_tree(site / "_site")


@pytest.mark.parametrize("note", NOTES, ids=lambda path: path.stem)
def test_a_summary_is_long_enough_to_say_something_and_short_enough_to_be_read(note: Path) -> None:
    body = note.read_text("utf-8").split("---\n", 2)[2]
    assert 250 <= len(re.sub(r"\$\$.*?\$\$", "", body, flags=re.DOTALL).split()) <= 700


def test_the_demo_uses_every_convention() -> None:
    text = "\n".join(note.read_text("utf-8") for note in NOTES)
    for sign in (
        r"\$[^$]", r"\$\$", r"\\begin\{align\}", r"\\begin\{pmatrix\}", r"!\[", r"^\|",
        r"```python", r"\[\^1\]", r"> \[!", r"^: ", r"\\cite\{\w+\}", r"\\cite\{\w+,\w+\}",
        r"\\citet\{", r"\\cite\{conf/", r"\{1810\.09136\}", r"\]\([\w-]+\.md\)",
    ):  # fmt: skip
        assert re.search(sign, text, re.MULTILINE), sign


def test_every_citation_lands_on_our_page_and_is_told_there(files: dict[str, bytes]) -> None:
    pages = {
        name.split("/")[1]: content.decode()
        for name, content in files.items()
        if re.fullmatch(r"papers/[^/]+/index\.html", name)
    }

    def slug(words: str) -> str:
        (found,) = (name for name in pages if words in name)
        return found

    cited = {slug(words): {slug(other) for other in others} for words, others in CITED.items()}
    for name, page in pages.items():
        body, _, below = page.partition('<h2 id="cited-in">')
        found = set(re.findall(r'<span class="cite"><a href="\.\./\.\./papers/([^/]+)/">', body))
        assert found == cited.get(name, set()), name
        mentions = below.partition("</section>")[0]
        told = set(re.findall(r'<a href="\.\./\.\./papers/([^/]+)/#', mentions))
        assert told == {other for other, papers in cited.items() if name in papers}, name


def test_the_note_of_init_shows_the_best_of_it() -> None:
    text = starter_files(example=True)[EXAMPLE]
    for sign in ("$Q$", "$$", "![", "\\cite{", "| layer |", "```python", "[^1]", "> [!NOTE]"):
        assert sign in text
