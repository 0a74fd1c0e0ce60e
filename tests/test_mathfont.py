"""The math font is cut to what a site shows, once for each set of characters."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from apercu.build import build_site
from apercu.mathfont import FontCut, cut_font
from apercu.mathml import Formula, convert, symbols_of
from apercu.outcome import BuildOptions
from conftest import read_tree, write_tree

ROOT = Path(__file__).parents[1]
WHOLE = ROOT / "theme" / "fonts" / "apercu-math.woff2"


@pytest.mark.parametrize(
    ("tex", "symbols"),
    [
        ("x", "x𝑥"),
        ("h", "hℎ"),
        ("\\mathrm{x}", "x"),
        ("\\alpha < \\partial", "<α∂𝛼𝜕"),
        ("\\sqrt{2}", "2√"),
        ("\\sin", "ins"),
        ("\\text{a b}", "ab"),
    ],
)
def test_symbols_of_a_formula(tex: str, symbols: str) -> None:
    html = convert([Formula(tex, False)])[0].html
    found = symbols_of(f"<p>Some words {html} and more</p>")
    assert "".join(found.split()) == "".join(sorted(symbols))


def test_words_and_sources_of_formulas_need_no_math_font() -> None:
    assert symbols_of("<p>Words, &lt;math&gt; among them</p>", "") == ""
    assert "Q" not in symbols_of(convert([Formula("x % Q", False)])[0].html)


def test_the_font_of_a_site_holds_every_sign_of_its_formulas(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    shutil.copytree(ROOT / "content", tmp_path / "content")
    assert build_site(BuildOptions(tmp_path, output)).published
    (name,) = (output / "theme" / "fonts").glob("*.woff2")
    css = (output / "theme" / "apercu.css").read_text("utf-8")
    assert re.findall(r"fonts/([\w.-]+)", css) == [name.name]
    assert name.stat().st_size < 45_000
    pages = "".join(path.read_text("utf-8") for path in output.rglob("*.html"))
    shown = {ord(symbol) for symbol in symbols_of(pages)}
    assert len(shown) > 50
    known = TTFont(name).getBestCmap().keys()
    assert shown & TTFont(WHOLE).getBestCmap().keys() <= known
    assert {"MATH", "GSUB", "GPOS"} <= set(TTFont(name).keys())


def test_a_cut_font_grows_and_is_the_same_at_every_run() -> None:
    task = FontCut(WHOLE.read_bytes(), "(∑𝑥√→")
    content = cut_font(task)
    assert content == cut_font(task)
    font = TTFont(io.BytesIO(content))
    growing = font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs
    assert {font.getBestCmap()[ord(sign)] for sign in "(∑√"} <= set(growing)


def test_a_site_without_formulas_has_no_math_font(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A paper\n\nIt costs $5.\n"})
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    files = read_tree(tmp_path / "_site")
    assert not [name for name in files if name.endswith(".woff2")]
    assert b"@font-face" not in files["theme/apercu.css"]


def test_a_note_that_is_not_published_leaves_nothing_in_the_font(tmp_path: Path) -> None:
    secret = "---\nprivate: true\ntitle: Secret\n---\n$\\aleph$\n"
    write_tree(tmp_path, {"content/a.md": "# A paper on $x$\n", "content/b.md": secret})
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    (name,) = (tmp_path / "_site" / "theme" / "fonts").glob("*.woff2")
    known = TTFont(name).getBestCmap().keys()
    assert ord("𝑥") in known
    assert ord("ℵ") not in known


def test_a_font_that_was_cut_is_not_cut_again(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A paper\n\n$x$\n"})
    program = (
        "import sys; from pathlib import Path\n"
        "from apercu.build import build_site\n"
        "from apercu.outcome import BuildOptions\n"
        f"site = Path({str(tmp_path)!r})\n"
        "build_site(BuildOptions(site, site / '_site', jobs=1))\n"
        "print('fontTools' in sys.modules)\n"
    )
    runs = []
    for words in ("first", "second"):
        write_tree(tmp_path, {"content/a.md": f"# A paper\n\nThe {words} words on $x$.\n"})
        command = [sys.executable, "-c", program]
        runs.append(subprocess.run(command, capture_output=True, text=True, check=True))
    assert [run.stdout.strip() for run in runs] == ["True", "False"]
