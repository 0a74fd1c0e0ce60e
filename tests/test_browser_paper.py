"""Reading one paper in a real browser: what is seen first, pointed at, pressed, printed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from browsing import DESK, PHONE, Built, chromium, demo, serving
from conftest import write_tree

GENERATIVE = "papers/do-deep-generative-models-know-what-they-dont-know/"
FAST = "papers/fast-r-cnn/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with demo(tmp_path_factory.mktemp("demo")) as built:
        yield built


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport=DESK)
    yield page
    page.close()


LONG = """---
title: A Title That Is Long Enough to Fill Three Whole Lines of a Small Phone, No More
authors: [Eric Nalisnick, Akihiro Matsukawa, Yee Whye Teh, Dilan Gorur, Balaji Lakshminarayanan]
venue: ICLR
year: 2019
arxiv: "1810.09136"
openreview: H1xwNhCcYm
code: https://example.org/code
author: Massimo Caccia
date: 2018-11-28
tags: [out-of-distribution, generative-models, flows]
---

The first line of the summary.

## One

## Two

## Three
"""


def test_the_summary_begins_on_the_first_screen_of_a_phone(browser: Any, tmp_path: Path) -> None:
    """Below a title of three lines, five buttons, three tags and the contents."""
    write_tree(tmp_path, {"content/a.md": LONG})
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    page = browser.new_page(viewport=PHONE)
    with serving(tmp_path / "_site") as address:
        (url,) = (p.name for p in (tmp_path / "_site" / "papers").iterdir() if p.is_dir())
        page.goto(f"{address}papers/{url}/")
        assert page.locator(".links > li").count() == 5
        assert page.locator(".tags > li").count() == 3
        assert page.locator(".contents summary").is_visible()
        lines = "e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)"
        assert page.locator("h1").evaluate(lines) > 2.9
        assert page.locator(".prose > p").first.bounding_box()["y"] <= 620
    page.close()


CHARACTERS = """() => [...document.querySelectorAll(".prose > p")]
  .filter(p => p.textContent.length > 250 && !p.querySelector("math, .cite, sup"))
  .map(p => {
    const words = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const lines = {};
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { width, bottom } = range.getBoundingClientRect();
        if (width) lines[Math.round(bottom / 12)] = (lines[Math.round(bottom / 12)] ?? 0) + 1;
      }
    }
    const whole = Object.values(lines).slice(0, -1);
    return whole.reduce((a, b) => a + b) / whole.length;
  })"""


@pytest.mark.parametrize(("view", "least"), [(PHONE, 34), (DESK, 55)], ids=["phone", "desk"])
def test_lines_are_as_long_as_eyes_like(
    browser: Any, built: Built, view: dict[str, int], least: int
) -> None:
    page = browser.new_page(viewport=view)
    seen = []
    for kind in (GENERATIVE, FAST, built.kinds[-3]):
        page.goto(built.address + kind)
        seen += page.evaluate(CHARACTERS)
    assert len(seen) >= 3
    assert least <= sum(seen) / len(seen) <= 78
    page.close()


def test_bibtex_is_selected_by_one_click_and_copied_by_a_button(browser: Any, built: Built) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(built.address + FAST)
    page.locator(".bibtex summary").click()
    page.locator(".bibtex pre").click()
    assert "@inproceedings{girshick2015fast," in page.evaluate("getSelection().toString()")
    page.get_by_role("button", name="Copy").click()
    page.locator(".bibtex [role=status]", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{girshick2015fast,")
    context.close()


def test_a_citation_shows_its_card_and_leads_to_the_paper(desk: Any, built: Built) -> None:
    desk.goto(built.address + GENERATIVE)
    cite = desk.locator(".cite", has_text="Choi et al., 2018").first
    assert not cite.locator(".card").is_visible()
    cite.locator("a").focus()
    assert "One likelihood model" in cite.locator(".card").inner_text()
    desk.keyboard.press("Escape")
    assert not cite.locator(".card").is_visible()
    cite.hover()
    cite.locator(".card").hover()
    assert cite.locator(".card").is_visible()
    cite.locator("a").click()
    assert desk.url.endswith(
        "/papers/waic-but-why-generative-ensembles-for-robust-anomaly-detection/"
    )


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [390, 700, 1000, 1280])
def test_no_card_leaves_the_window(browser: Any, built: Built, width: int, direction: str) -> None:
    # Without a scroll that takes its time.
    size = {"width": width, "height": 700}
    page = browser.new_page(viewport=size, reduced_motion="reduce")
    page.goto(built.address + GENERATIVE)
    page.evaluate(f"document.documentElement.dir = '{direction}'")
    cites = page.locator(".cite:has(.card)")
    assert cites.count() >= 3
    for number in range(cites.count()):
        cites.nth(number).locator("> a").focus()
        box = cites.nth(number).locator(".card").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["width"] >= 250
        assert box["y"] + box["height"] <= 700
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


LINES = """() => {
  const height = p => p.getBoundingClientRect().height;
  const line = parseFloat(getComputedStyle(document.querySelector(".prose p")).lineHeight);
  return [...document.querySelectorAll(".prose > p:has(math)")]
    .filter(p => !p.querySelector(".eq, mtable"))
    .map(p => height(p) / line % 1)
    .filter(rest => rest > .05 && rest < .95).length;
}"""


def test_formulas_in_a_text_do_not_move_its_lines(desk: Any, built: Built) -> None:
    for kind in built.kinds[-4:-1]:
        desk.goto(built.address + kind)
        assert desk.evaluate(LINES) == 0, kind


def test_a_wide_display_scrolls_by_itself_and_can_be_focused(browser: Any, built: Built) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(built.address + built.kinds[-1])
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


GROUND = "getComputedStyle(document.body).backgroundColor"


def test_the_theme_button_goes_against_the_system_and_back(browser: Any, built: Built) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(built.address)
    light = page.evaluate(GROUND)
    button = page.get_by_role("button", name="Dark or light")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    dark = page.evaluate(GROUND)
    assert dark != light
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert page.evaluate(GROUND) == light
    context.close()


def test_what_was_chosen_is_there_before_anything_is_drawn(browser: Any, built: Built) -> None:
    """The deferred script is kept away, and with it whatever comes late."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(built.address)
    page.get_by_role("button", name="Dark or light").click()
    dark = page.evaluate(GROUND)
    page.route("**/apercu.js", lambda route: route.abort())
    page.goto(built.address + FAST)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate(GROUND) == dark
    context.close()


def test_paper_has_the_text_alone_black_on_white(browser: Any, built: Built) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(built.address + built.kinds[-2])
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert 2 <= pages <= 4
    page.emulate_media(media="print")
    for gone in ("header nav", "footer nav", ".theme", ".contents", ".pager", ".bibtex", ".card"):
        assert page.locator(gone).locator("visible=true").count() == 0, gone
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    note = page.locator(".footnote").first
    assert note.is_visible()
    assert note.evaluate("e => getComputedStyle(e).float") == "none"
    page.close()


def test_with_colors_of_the_reader_tags_and_buttons_keep_an_edge(
    browser: Any, built: Built
) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(built.address + GENERATIVE)
    page.locator(".cite:has(.card) a").first.focus()
    edge = "e => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopWidth"
    for name in (".tags a", ".links a", ".links summary", ".card"):
        assert page.locator(name).first.evaluate(edge) == "solid1px", name
        color = page.locator(name).first.evaluate("e => getComputedStyle(e).borderTopColor")
        assert color != page.evaluate(GROUND), name
    below = "e => getComputedStyle(e).borderBottomColor"
    current = page.locator("header nav [aria-current]").evaluate(below)
    assert current not in (page.evaluate(GROUND), page.locator("header nav a").last.evaluate(below))
    context.close()


@pytest.mark.parametrize(("motion", "behavior"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_nothing_moves_for_who_wants_it_still(
    browser: Any, built: Built, motion: str, behavior: str
) -> None:
    context = browser.new_context(reduced_motion=motion)
    page = context.new_page()
    page.goto(built.address + GENERATIVE)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behavior
    moving = "document.getAnimations().length"
    page.locator(".cite a").first.focus()
    assert page.evaluate(moving) == 0
    context.close()


def test_a_figure_leads_to_its_file_and_is_white_in_the_dark(browser: Any, built: Built) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(built.address + FAST)
    image = page.locator("figure img").first
    assert image.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert image.evaluate("e => e.width > 0 && e.hasAttribute('width') && e.loading == 'lazy'")
    assert image.evaluate("e => e.closest('a').href == e.src")
    page.close()
