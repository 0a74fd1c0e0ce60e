"""Searching a site of 320 papers in a real browser, below a path as on GitHub Pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from browsing import checker, chromium, serving
from conftest import write_tree
from corpus import write_corpus

PAPERS = 350
OWN: dict[str, str | bytes] = {
    "apercu.yml": "title: Many papers\n",
    "content/zh.md": (
        "---\ntitle: 扩散模型综述\ntags: [diffusion, 综述]\ndate: 2030-01-01\n---\n"
        "我们研究生成模型的采样速度。\n"
    ),
    "content/zebra.md": (
        "---\ntitle: On zebras & <stripes>\nvenue: ZooConf\nyear: 2029\ndoi: 10.5555/zoo.2029.7\n"
        "paper: zebra2029\ndate: 2030-01-02\n---\n"
        "Stripes <b>confuse</b> $\\frac{1}{2}$ of all flies.\n"
    ),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("many")
    write_corpus(site, PAPERS)
    write_tree(site, OWN)
    assert build_site(BuildOptions(site, site / "project")).published
    return site


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    with serving(output) as address:
        yield address + "project/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text))
    page.on("pageerror", lambda error: logged.append(str(error)))
    yield page
    page.close()
    assert logged == []


def ask(page: Any, words: str, count: str) -> list[str]:
    """The titles that are found for the words, once so many are said to be found."""
    page.get_by_role("searchbox").fill("")
    page.locator("#results li").first.wait_for(state="detached")
    page.get_by_role("searchbox").fill(words)
    page.get_by_text(count, exact=True).wait_for()
    page.locator("#results h2").first.wait_for()
    return list(page.locator("#results h2").all_inner_texts())


def test_type_see_click_land(page: Any, address: str) -> None:
    page.goto(address + "search/")
    assert ask(page, "zebra", "1 page found") == ["On zebras & <stripes>"]
    assert page.locator("#results .meta").inner_text() == "ZooConf 2029"
    assert page.locator("#results mark").count() >= 1
    page.locator("#results a").click()
    page.wait_for_url(address + "papers/on-zebras-stripes/")
    page.go_back()
    page.get_by_text("1 page found").wait_for()
    assert page.get_by_role("searchbox").input_value() == "zebra"


@pytest.mark.parametrize(
    "words",
    ["10.5555/zoo.2029.7", "https://doi.org/10.5555/ZOO.2029.7", "zebra2029", "zebras flies"],
)
def test_a_paper_is_found_by_what_names_it(page: Any, address: str, words: str) -> None:
    page.goto(address + "search/")
    assert ask(page, words, "1 page found") == ["On zebras & <stripes>"]


def test_a_paper_of_any_shard_is_found_by_its_arxiv_id(page: Any, address: str) -> None:
    page.goto(address + "search/")
    for number in (0, 1, 2, 3, 4):
        arxiv = f"{15 + number % 10}{1 + number % 12:02}.{number + 10000}"
        (title,) = ask(page, f"arXiv:{arxiv}", "1 page found")
        assert title.startswith(f"Paper {number} on")


def test_chinese_words_are_found_in_their_row(page: Any, address: str) -> None:
    page.goto(address + "search/")
    assert ask(page, "生成模型", "1 page found") == ["扩散模型综述"]
    assert "研究生成模型" in page.locator("#results .tldr").inner_text()
    page.get_by_role("searchbox").fill("成生模型")
    page.get_by_text("Nothing found").wait_for()


def test_a_filter_narrows_and_stays_in_the_address(page: Any, address: str) -> None:
    page.goto(address + "search/")
    page.get_by_role("searchbox").fill("flies")
    page.get_by_text("1 page found").wait_for()
    page.get_by_role("searchbox").fill("gradient")
    page.locator("select[name=venue]").select_option("CVPR")
    page.get_by_text("pages found").wait_for()
    page.locator("#results .meta").first.wait_for()
    page.wait_for_timeout(400)
    metas = page.locator("#results .meta").all_inner_texts()
    assert metas
    assert all("CVPR" in meta for meta in metas)
    assert page.url == address + "search/?q=gradient&venue=CVPR"
    before = page.locator("#found").inner_text()
    page.reload()
    page.get_by_text(before).wait_for()
    assert page.locator("select[name=venue]").input_value() == "CVPR"
    for name in ("tag", "year", "author", "writer"):
        assert page.locator(f"select[name={name}] option").count() > 2


def test_more_results_are_shown_when_asked_for(page: Any, address: str) -> None:
    page.goto(address + "search/?q=gradient")
    page.locator("#results li").nth(19).wait_for()
    page.get_by_role("button", name="More").click()
    page.locator("#results li").nth(39).wait_for()


def test_the_slash_key_leads_to_the_search_and_escape_out_of_it(page: Any, address: str) -> None:
    page.goto(address + "papers/on-zebras-stripes/")
    page.keyboard.press("/")
    page.wait_for_url(address + "search/")
    page.goto(address + "papers/")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    assert field.evaluate("e => e === document.activeElement")
    page.keyboard.type("a/b")
    assert field.input_value() == "a/b"
    page.keyboard.press("Escape")
    assert not field.evaluate("e => e === document.activeElement")


def test_a_list_is_filtered_in_place_and_enter_searches_everywhere(page: Any, address: str) -> None:
    page.goto(address + "papers/")
    assert page.locator(".row:visible").count() == 20
    page.get_by_role("searchbox").fill("zebras ZooConf")
    assert page.locator(".row:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "1"
    page.keyboard.press("Enter")
    page.get_by_text("1 page found").wait_for()
    assert page.url.startswith(address + "search/?q=zebras")


def test_nothing_loads_before_somebody_searches(page: Any, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "papers/")
    page.goto(address + "papers/on-zebras-stripes/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "pagefind" in url or "search" in url] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_results(browser: Any, address: str, scheme: str) -> None:
    axe = checker("axe-core/axe.min.js").read_text("utf-8")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address + "search/?q=gradient")
    page.locator("#results li").nth(19).wait_for()
    page.evaluate(axe)
    assert [v["id"] for v in page.evaluate("axe.run()")["violations"]] == []
    context.close()


def test_from_a_disk_and_without_a_script_the_page_says_why(browser: Any, output: Path) -> None:
    file = (output / "project" / "search" / "index.html").as_uri()
    page = browser.new_page()
    page.goto(file)
    page.get_by_role("searchbox").fill("zebra")
    page.get_by_text("Files opened from a disk cannot be searched").wait_for()
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    assert "needs JavaScript" in page.locator("main").inner_text()
    assert page.get_by_role("searchbox").count() == 0
    context.close()
