"""What pages say by themselves: every sentence in every language, and no sentence for nothing."""

import re
from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.frame import Html
from apercu.outcome import BuildOptions
from apercu.pages.library import SHELVES
from apercu.view import STATUS_WORDS
from apercu.words import ENGLISH, LANGUAGES, words_of
from conftest import write_tree

ROOT = Path(__file__).parents[1]
CODES = [code for code in LANGUAGES if code != "en"]
TITLES = ("Caution", "Important", "Note", "Tip", "Warning", "open", "done")
"""Said by rules, under names that they make."""
BADGES = ("Draft", "Private", "Unlisted")


def said() -> tuple[set[str], set[str]]:
    """Every sentence that templates and code ask for, and the plurals."""
    sentences = {*TITLES, *BADGES, *filter(None, STATUS_WORDS.values())}
    sentences |= {name for name, _ in SHELVES}
    plurals = set()
    for path in (ROOT / "templates").glob("*.html"):
        text = path.read_text("utf-8")
        sentences |= set(re.findall(r'\b_\("([^"]+)"', text))
        plurals |= set(re.findall(r'\bcount\([\w.]+, "[^"]+", "([^"]+)"', text))
    for path in (ROOT / "src" / "apercu").rglob("*.py"):
        sentences |= set(re.findall(r'\bsay\("([^"]+)"', path.read_text("utf-8")))
    return sentences, plurals


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_all_and_nothing_else(code: str) -> None:
    table = LANGUAGES[code]
    sentences, plurals = said()
    assert set(table.sentences) == sentences
    assert set(table.plurals) == plurals
    for text, translated in table.sentences.items():
        assert text.count("{}") == translated.count("{}"), text
    assert len(table.months) == 12


def test_dates_and_counts_follow_the_language() -> None:
    assert ENGLISH.date("2018-11-28") == "28 Nov 2018"
    assert words_of("de-AT").date("2018-03-02") == "2. März 2018"
    assert words_of("zh-Hans").date("2018-11-28") == "2018年11月28日"
    counts = {code: words_of(code).plural(0, "{} paper", "{} papers") for code in LANGUAGES}
    assert counts == {"de": "0 Arbeiten", "en": "0 papers", "fr": "0 article", "zh": "0 篇论文"}
    assert ENGLISH.plural(1, "{} paper", "{} papers") == "1 paper"


def test_html_among_the_values_makes_the_whole_html() -> None:
    text = words_of("fr")("Summary by {}", Html("<b>A</b>"))
    assert text == "Résumé par <b>A</b>"
    assert hasattr(text, "__html__")
    assert ENGLISH("{} of {} papers read", "<", Html("2")) == "&lt; of 2 papers read"
    assert not hasattr(ENGLISH("Summary by {}", "<"), "__html__")


def test_an_unknown_language_speaks_english() -> None:
    assert words_of("tlh")("Papers") == "Papers"


def test_a_site_speaks_its_language_and_a_note_its_own(tmp_path: Path) -> None:
    note = "---\ntitle: A\ndate: 2018-11-28\nauthor: Ada\n---\n> [!NOTE]\n> Text.\n\n$$x$$\n"
    write_tree(
        tmp_path,
        {
            "apercu.yml": "lang: de\n",
            "content/a.md": note,
            "content/b.md": note.replace("title: A", "title: B\nlang: fr"),
        },
    )
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    german, french = (
        (tmp_path / "_site" / "papers" / name / "index.html").read_text("utf-8") for name in "ab"
    )
    assert '<html lang="de">' in german
    assert 'Zusammenfassung von <a href="../../by/ada/"><bdi>Ada</bdi></a>' in german
    assert "28. Nov. 2018" in german
    assert '<p class="callout-title">Hinweis</p>' in german
    assert 'aria-label="Gleichung"' in german
    assert '<p class="callout-title">Remarque</p>' in french
    assert "Zum Inhalt springen" in french
