"""A page is made again exactly if it would show something else."""

from pathlib import Path

import pytest

from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.render import Renderer
from apercu.site import File, Page, Shell
from conftest import read_tree, write_tree


def _notes(count: int) -> dict[str, str | bytes]:
    return {
        f"content/n{k}.md": f"---\ntitle: Paper {k}\nyear: {2000 + k}\n---\n\nLead.\n\nWords {k}.\n"
        for k in range(count)
    }


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The URLs of the pages that templates make, in one process."""
    urls: list[str] = []
    render = Renderer._render

    def noted(self: Renderer, page: Page) -> File | Shell:
        urls.append(page.url)
        return render(self, page)

    monkeypatch.setattr(Renderer, "_render", noted)
    return urls


def _build(site: Path) -> None:
    assert refresh_site(BuildOptions(site, site / "_site", jobs=1)).published


def _edit(site: Path, name: str, old: str, new: str) -> None:
    path = site / "content" / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def _is_as_clean(site: Path, folder: Path) -> bool:
    """Whether the output is that of a build that knows nothing."""
    sources = [path for path in site.rglob("*") if path.is_file()]
    names = [path.relative_to(site).as_posix() for path in sources]
    kept: dict[str, str | bytes] = {
        name: path.read_bytes()
        for name, path in zip(names, sources, strict=True)
        if not name.startswith(("_site/", ".apercu/"))
    }
    _build(write_tree(folder, kept))
    return read_tree(site / "_site") == read_tree(folder / "_site")


def test_a_title_makes_the_pages_that_show_it(tmp_path: Path, made: list[str]) -> None:
    site = write_tree(tmp_path / "site", {"apercu.yml": "search: false\n", **_notes(40)})
    _build(site)
    assert len(made) > 80
    made.clear()
    _edit(site, "n7.md", "Paper 7", "Treatise 7")
    _build(site)
    assert 0 < len(made) < 20
    assert "papers/treatise-7/" in made
    assert "papers/paper-30/" not in made
    assert "years/2030/" not in made
    assert _is_as_clean(site, tmp_path / "clean")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("apercu.yml", "search: false\ntitle: Other\n"),
        ("templates/macros.html", "{% macro no() %}{% endmacro %}"),
        ("templates/year.html", "{{ page.name }}"),
    ],
)
def test_what_every_page_may_show_makes_them_all(
    tmp_path: Path, made: list[str], name: str, text: str
) -> None:
    site = write_tree(tmp_path / "site", {"apercu.yml": "search: false\n", **_notes(8)})
    if name == "templates/macros.html":
        text = (Path(__file__).parents[1] / "templates/macros.html").read_text("utf-8") + text
    _build(site)
    first = len(made)
    made.clear()
    write_tree(site, {name: text})
    _build(site)
    assert len(made) == first
    assert _is_as_clean(site, tmp_path / "clean")


def test_a_text_that_came_back_while_another_note_changed(tmp_path: Path, made: list[str]) -> None:
    """The page is known by its old key, but its file has what the edit between wrote."""
    site = write_tree(tmp_path / "site", {"apercu.yml": "search: false\n", **_notes(8)})
    _build(site)
    _edit(site, "n3.md", "Words 3", "Werds 3")
    _build(site)
    made.clear()
    _edit(site, "n3.md", "Werds 3", "Words 3")
    _edit(site, "n5.md", "Paper 5", "Treatise 5")
    _build(site)
    assert "papers/paper-3/" in made
    assert _is_as_clean(site, tmp_path / "clean")


def test_a_feed_is_filled_again_only_if_a_text_in_it_changed(tmp_path: Path) -> None:
    config = "search: false\nbase_url: https://x.org/\nfeeds: {limit: 3}\n"
    dated = {
        f"content/n{k}.md": f"---\ntitle: Paper {k}\ndate: 2026-01-{k + 10}\n---\n\nWords {k}.\n"
        for k in range(9)
    }
    site = write_tree(tmp_path / "site", {"apercu.yml": config, **dated})
    _build(site)
    _edit(site, "n1.md", "Paper 1", "Treatise 1")
    _edit(site, "n8.md", "Words 8", "Other words")
    _build(site)
    assert b"Other words" in (site / "_site/feed.xml").read_bytes()
    assert _is_as_clean(site, tmp_path / "clean")


def test_edits_of_texts_in_a_row_make_no_page_but_theirs(tmp_path: Path, made: list[str]) -> None:
    site = write_tree(tmp_path / "site", {"apercu.yml": "search: false\n", **_notes(8)})
    _build(site)
    made.clear()
    for k in (3, 4, 4, 5, 3, 6):
        _edit(site, f"n{k}.md", "Words", "More words")
        _build(site)
        assert not made, "not only texts were put anew"
    assert _is_as_clean(site, tmp_path / "clean")
