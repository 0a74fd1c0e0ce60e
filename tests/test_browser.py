"""The demo in a real browser and before the checkers: axe, html-validate, the Nu checker."""

import gzip
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from browsing import checker, chromium, serving
from conftest import absent

ROOT = Path(__file__).parents[1]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KINDS = [
    "", "papers/", "tags/", "tags/computer-vision/", "authors/", "venues/", "venues/neurips/",
    "years/", "by/", "by/ada/", "404.html", "search/", "papers/fast-r-cnn/",
    "papers/critic-regularized-regression/",
    "papers/neural-ordinary-differential-equations/", "library/",
    "papers/algorithms-for-non-negative-matrix-factorization/",
]  # fmt: skip
"""A page of every kind, and those with the widest formulas and tables."""
LIBRARY = "@article{solo, title={Not read yet}, author={Solo, Han}, year=1999, keywords={to read}}"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, with a library so that every kind of page is there."""
    site = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "content", site / "content")
    settings = (ROOT / "apercu.yml").read_text("utf-8")
    (site / "apercu.yml").write_text(f"{settings}\npapers: {{stubs: pages}}\n", "utf-8")
    (site / "content" / "library.bib").write_text(LIBRARY, "utf-8")
    assert build_site(BuildOptions(site, site / "_site")).published
    return site / "_site"


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    with serving(output) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    browser: Any, address: str, width: int, scheme: str
) -> None:
    axe = checker("axe-core/axe.min.js").read_text("utf-8")
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme="dark" if dark else "light",
        bypass_csp=True,  # for axe alone
    )
    page = context.new_page()
    for kind in KINDS:
        page.goto(address + kind)
        page.evaluate(axe)
        found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        assert [v["id"] for v in found["violations"]] == [], kind
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, kind
    context.close()


def test_nothing_is_asked_of_others_and_no_error_is_logged(browser: Any, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    for kind in KINDS:
        page.goto(address + kind)
    page.close()
    assert [url for url in asked if not url.startswith(address)] == []
    assert logged == []


def test_without_a_script_a_page_reads_the_same(browser: Any, address: str) -> None:
    texts = []
    for with_script in (True, False):
        context = browser.new_context(java_script_enabled=with_script)
        page = context.new_page()
        page.goto(address + "papers/fast-r-cnn/")
        texts.append(page.locator("body").inner_text())
        context.close()
    assert texts[0] == texts[1]


def test_no_page_jumps_while_it_loads(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    shifts = (
        "new Promise(done => new PerformanceObserver(list => done(list.getEntries().length))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => done(0), 300))"
    )
    for kind in ("", "papers/fast-r-cnn/", "tags/computer-vision/"):
        page.goto(address + kind, wait_until="networkidle")
        assert page.evaluate(shifts) == 0, kind
    page.close()


def test_bibtex_is_selected_by_one_click_and_copied_by_a_button(browser: Any, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "papers/fast-r-cnn/")
    page.locator(".bibtex summary").click()
    page.locator(".bibtex pre").click()
    assert "@inproceedings{girshick2015fast," in page.evaluate("getSelection().toString()")
    page.get_by_role("button", name="Copy").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{girshick2015fast,")
    context.close()


def test_a_citation_shows_its_card_and_leads_to_the_paper(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + "papers/do-deep-generative-models-know-what-they-dont-know/")
    cite = page.locator(".cite", has_text="Choi et al., 2018").first
    assert not cite.locator(".card").is_visible()
    cite.locator("a").focus()
    assert "One likelihood model" in cite.locator(".card").inner_text()
    cite.locator("a").click()
    assert page.url.endswith(
        "/papers/waic-but-why-generative-ensembles-for-robust-anomaly-detection/"
    )
    page.close()


LINES = """() => {
  const height = p => p.getBoundingClientRect().height;
  const line = parseFloat(getComputedStyle(document.querySelector(".prose p")).lineHeight);
  return [...document.querySelectorAll(".prose > p:has(math)")]
    .filter(p => !p.querySelector(".eq, mtable"))
    .map(p => height(p) / line % 1)
    .filter(rest => rest > .05 && rest < .95).length;
}"""


def test_formulas_in_a_text_do_not_move_its_lines(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for kind in KINDS[12:15]:
        page.goto(address + kind)
        assert page.evaluate(LINES) == 0, kind
    page.close()


def test_a_wide_display_scrolls_by_itself_and_can_be_focused(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(address + "papers/algorithms-for-non-negative-matrix-factorization/")
    wide = page.locator(".eq").first
    assert wide.evaluate("e => e.scrollWidth > e.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):  # the scroll is animated
        page.wait_for_timeout(20)
        if wide.evaluate("e => e.scrollLeft") > 0:
            break
    assert wide.evaluate("e => e.scrollLeft") > 0
    page.close()


def _checked(output: Path) -> list[str]:
    return sorted(str(path) for path in output.rglob("*.html"))


def test_the_nu_checker_finds_no_error(output: Path) -> None:
    jar = checker("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        absent("Java, as in apt-get install default-jre-headless")
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "text", *_checked(output)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("error:")) == (0, 0), run.stderr[:2000]


def test_html_validate_finds_no_error(output: Path, tmp_path: Path) -> None:
    binary = checker("html-validate/bin/html-validate.mjs")
    config = tmp_path / "config.json"
    config.write_text('{"extends": ["html-validate:recommended"], "rules": {"long-title": "off"}}')
    command = ["node", str(binary), "--config", str(config), *_checked(output)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[:2000]


def weight(path: Path) -> int:
    """Bytes as a server sends them."""
    return len(gzip.compress(path.read_bytes(), 9))


def test_pages_are_light(output: Path) -> None:
    css, script = output / "theme" / "apercu.css", output / "theme" / "apercu.js"
    assert weight(css) <= 6_000
    assert weight(script) <= 2_000
    frame = weight(css) + weight(script) + weight(output / "theme" / "favicon.svg")
    for page in output.glob("papers/*/index.html"):
        assert weight(page) + frame <= 17_000, page.parent.name
    (font,) = output.glob("theme/fonts/*.woff2")
    page = output / "papers" / "fast-r-cnn" / "index.html"
    assert weight(page) + frame + font.stat().st_size <= 60_000
    assert weight(output / "index.html") + frame <= 12_000


def test_the_theme_button_goes_against_the_system_and_back(browser: Any, address: str) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    ground = "getComputedStyle(document.body).backgroundColor"
    page.goto(address)
    light = page.evaluate(ground)
    button = page.get_by_role("button", name="Dark or light")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(address + "papers/fast-r-cnn/", wait_until="commit")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(ground) == dark
    button.click()
    assert page.evaluate(ground) == light
    context.close()


def test_no_script_no_dead_control(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind in KINDS:
        page.goto(address + kind)
        assert page.locator("button:visible, input:visible, select:visible").count() == 0, kind
    context.close()
