"""Every kind of page of the demo and of a site of 300 notes, before a browser and checkers."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import DESK, PHONE, RULES, Built, checker, chromium, demo, many
from conftest import absent


@pytest.fixture(scope="module", params=[demo, many], ids=["demo", "many"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    with request.param(tmp_path_factory.mktemp("site")) as built:
        yield built


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(browser: Any, built: Built, view: dict[str, int], scheme: str) -> None:
    axe = checker("axe-core/axe.min.js").read_text("utf-8")
    # Without its policy, for axe alone.
    context = browser.new_context(viewport=view, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for kind in built.kinds:
        page.goto(built.address + kind)
        page.evaluate(axe)
        found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
        assert [v["id"] for v in found["violations"]] == [], kind
    context.close()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_no_page_is_wider_than_320_pixels(browser: Any, built: Built, direction: str) -> None:
    """Nor than 1280 at four times the size, which is the same width."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for kind in built.kinds:
        page.goto(built.address + kind)
        page.evaluate(f"document.documentElement.dir = '{direction}'")
        assert page.evaluate(OVERFLOW) <= 0, kind
        assert page.evaluate("document.querySelector('h1').getBoundingClientRect().left >= 0")
    page.close()


SHIFTS = """new Promise(done => {
  const sum = list => list.getEntries().reduce((sum, entry) => sum + entry.value, 0);
  new PerformanceObserver(list => done(sum(list))).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(0), 100);
})"""
A_FORMULA = 0.01
"""What the words of a line shift by whose formula gets its font."""


def test_a_page_stands_still_is_silent_and_asks_nobody_else(browser: Any, built: Built) -> None:
    page = browser.new_page(viewport=PHONE)
    asked: list[str] = []
    logged: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    for kind in built.kinds:
        page.goto(built.address + kind, wait_until="networkidle")
        assert page.evaluate(SHIFTS) <= (A_FORMULA if "papers/" in kind else 0), kind
    page.close()
    assert [url for url in asked if not url.startswith(built.address)] == []
    assert logged == []


def test_without_a_script_a_page_reads_the_same(browser: Any, built: Built) -> None:
    """The search apart, which is a script, and says so; no control is left that does nothing."""
    texts: list[dict[str, str]] = []
    for with_script in (True, False):
        context = browser.new_context(java_script_enabled=with_script)
        page = context.new_page()
        texts.append({})
        for kind in built.kinds:
            page.goto(built.address + kind)
            text = page.locator("body").inner_text()
            # The button of the filter, and the line that it takes.
            texts[-1][kind] = re.sub(r"\s*Search all\s*", "\n", text) if with_script else text
            if not with_script:
                dead = page.locator("button:visible, input:visible, select:visible").count()
                assert dead == 0, kind
        context.close()
    with_scripts, without = ({k: t.split() for k, t in text.items()} for text in texts)
    with_scripts.pop("search/")
    without.pop("search/")
    assert with_scripts == without


SMALL = """() => [...document.querySelectorAll("a[href], button, input, select, summary")]
  .filter(e => e.checkVisibility() && !e.matches(".skip") && !e.closest(".prose"))
  .map(e => [e.textContent || e.name, e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([name, box]) => `${name.trim()} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
def test_whatever_is_pressed_outside_of_a_text_is_large_enough(
    browser: Any, built: Built, view: dict[str, int]
) -> None:
    page = browser.new_page(viewport=view)
    for kind in built.kinds:
        page.goto(built.address + kind)
        assert page.evaluate(SMALL) == [], kind
    page.close()


def test_eight_stops_of_the_tab_key_lead_past_the_header(browser: Any, built: Built) -> None:
    """And one past it all."""
    page = browser.new_page(viewport=DESK)
    page.goto(built.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    stops = 1
    while not page.evaluate("Boolean(document.activeElement.closest('main'))"):
        page.keyboard.press("Tab")
        stops += 1
    assert stops - 1 <= 8
    page.goto(built.address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")
    page.close()


ROWS = """() => [...document.querySelectorAll(".row")].map(row => {
  const title = row.querySelector("h2");
  const { height, bottom } = row.getBoundingClientRect();
  const lines = Math.round(title.offsetHeight / parseFloat(getComputedStyle(title).lineHeight));
  return { lines, height, bottom, tags: row.querySelectorAll(".tags li").length };
})"""


@pytest.mark.parametrize("view", [PHONE, DESK], ids=["phone", "desk"])
def test_rows_are_low_enough_to_see_several(
    browser: Any, built: Built, view: dict[str, int]
) -> None:
    page = browser.new_page(viewport=view)
    page.goto(built.address)
    rows = page.evaluate(ROWS)
    is_phone = view is PHONE
    assert sum(row["bottom"] <= view["height"] for row in rows) >= (2 if is_phone else 3)
    lines = 2 if is_phone else 1
    usual = [row["height"] for row in rows if row["lines"] <= lines and row["tags"] <= 3]
    assert max(usual) <= (230 if is_phone else 215)
    page.close()


def _checked(output: Path) -> list[str]:
    """All pages but most of those that only lead on."""
    pages = sorted(output.rglob("*.html"))
    ids = [path for path in pages if "id" in path.relative_to(output).parts]
    return [str(path) for path in pages if path not in ids[3:]]


def test_the_nu_checker_finds_no_error(built: Built) -> None:
    jar = checker("vnu-jar/build/dist/vnu.jar")
    if shutil.which("java") is None:
        absent("Java, as in apt-get install default-jre-headless")
    pages = _checked(built.output)
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "text", *pages]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.count("error:")) == (0, 0), run.stderr[:2000]


def test_html_validate_finds_no_error(built: Built, tmp_path: Path) -> None:
    binary = checker("html-validate/bin/html-validate.mjs")
    config = tmp_path / "config.json"
    config.write_text('{"extends": ["html-validate:recommended"], "rules": {"long-title": "off"}}')
    command = ["node", str(binary), "--config", str(config), *_checked(built.output)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[:2000]


def weight(path: Path) -> int:
    """Bytes as a server sends them."""
    return len(gzip.compress(path.read_bytes(), 9))


def test_pages_are_light(built: Built) -> None:
    theme = built.output / "theme"
    css, script = weight(theme / "apercu.css"), weight(theme / "apercu.js")
    assert css <= 6_000
    assert script <= 2_000
    frame = css + script + weight(theme / "favicon.svg")
    papers = [weight(page) + frame for page in built.output.glob("papers/*/index.html")]
    assert max(papers) <= 15_000
    (font,) = theme.glob("fonts/*.woff2")
    assert max(papers) + font.stat().st_size <= 60_000
    rows = (built.output / "index.html").read_text("utf-8").count('class="row"')
    assert weight(built.output / "index.html") + frame <= 12_000 + 250 * max(0, rows - 10)


def test_a_paper_needs_four_requests_and_one_for_its_font(browser: Any, built: Built) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(built.address + built.kinds[-1], wait_until="networkidle")
    page.close()
    assert asked.count("font") == 1
    assert len(asked) <= 5
