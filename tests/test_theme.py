"""The look of a site is changed in its settings, without touching a template."""

import re
from pathlib import Path

import pytest

from apercu.build import build_site
from apercu.outcome import BuildOptions
from apercu.picture import picture_size
from conftest import read_tree, write_tree

ROOT = Path(__file__).parents[1]

FILES: dict[str, str | bytes] = {
    "content/a.md": "# A paper\n\nText.\n",
    "content/pages/about.md": "# About us\n\nText.\n",
    "theme/extra.css": "body { margin: 0 }\n",
}


def build(folder: Path, settings: str) -> tuple[dict[str, bytes], list[str]]:
    write_tree(folder, {**FILES, "apercu.yml": settings})
    outcome = build_site(BuildOptions(folder, folder / "_site"))
    return read_tree(folder / "_site"), [d.message for d in outcome.diagnostics]


def test_a_color_of_ones_own_is_the_last_word(tmp_path: Path) -> None:
    files, found = build(tmp_path, "theme: {accent: '#0A7'}\n")
    assert found == []
    rule = b":root { --accent: light-dark(#0a7, color-mix(in oklab, #0a7 50%, white)); }"
    assert files["theme/apercu.css"].rstrip().endswith(rule)


def test_a_style_sheet_of_ones_own_comes_after_ours(tmp_path: Path) -> None:
    files, found = build(tmp_path, "theme: {css: extra.css}\n")
    assert found == []
    page = files["papers/a-paper/index.html"].decode()
    ours, own = page.index("theme/apercu.css"), page.index("../../theme/extra.css")
    assert ours < own
    assert files["theme/extra.css"] == b"body { margin: 0 }\n"


def test_links_of_ones_own_stand_in_the_header_and_ours_in_the_footer(tmp_path: Path) -> None:
    settings = "theme: {nav: [{About: /about/}, {Home: /}, {Lab: 'https://a.org'}], footer: By us.}"
    files, found = build(tmp_path, settings)
    assert found == []
    header, _, footer = files["papers/a-paper/index.html"].decode().partition("<main")
    assert '<a href="../../about/"><bdi>About</bdi></a>' in header
    assert '<a href="https://a.org"><bdi>Lab</bdi></a>' in header
    assert "aria-current" not in header
    assert "Papers" not in header
    footer = footer.partition('<footer class="site">')[2]
    assert '<a href="../../papers/"><bdi>Papers</bdi></a>' in footer
    assert "<bdi>By us.</bdi>" in footer
    assert "About" not in footer
    about = files["about/index.html"].decode()
    assert '<a href="../about/" aria-current="page"><bdi>About</bdi></a>' in about


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("theme: {accent: red}", '`theme.accent` must be a color, not "red"'),
        ("theme: {accent: '#0000'}", '`theme.accent` must be a color, not "#0000"'),
        ("theme: {css: ../x.css}", "`theme.css` must be the name of a style sheet"),
        ("theme: {logo: none.png}", "no file is at `theme/none.png`"),
        ("theme: {logo: none.exe}", "`theme.logo` must be the name of an image"),
        ("theme: {css: none.css}", "no file is at `theme/none.css`"),
        ("theme: {nav: [{About: about}]}", '`theme.nav` leads nowhere: "about"'),
        ("theme: {nav: [{X: 'javascript:x'}]}", "`theme.nav` leads nowhere"),
        ("theme: {nav: [{X: //a.org}]}", "`theme.nav` leads nowhere"),
        ("theme: {nav: [{About: /abuot/}]}", "leads to no page: `/abuot/`"),
        ("theme: {color: red}", "there is no setting `theme.color`"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, settings: str, message: str) -> None:
    files, found = build(tmp_path, settings + "\n")
    assert [message in said for said in found] == [True]
    assert files == {}


def test_a_template_of_ones_own_still_extends_ours(tmp_path: Path) -> None:
    own = (
        '{% extends "default/paper.html" %}{% block main %}<p>Mine.</p>{{ super() }}{% endblock %}'
    )
    write_tree(tmp_path, {"templates/paper.html": own})
    files, found = build(tmp_path, "")
    assert found == []
    page = files["papers/a-paper/index.html"].decode()
    assert page.index("<p>Mine.</p>") < page.index("<h1")


def test_a_logo_stands_before_the_name_with_its_size(tmp_path: Path) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
    write_tree(tmp_path, {"theme/lab.svg": svg})
    files, found = build(tmp_path, "theme: {logo: lab.svg}\n")
    assert found == []
    page = files["papers/a-paper/index.html"].decode()
    logo = '<img src="../../theme/lab.svg" alt="" width="40" height="20"> <bdi>'
    assert logo in page.partition("</header>")[0]


@pytest.mark.parametrize(
    ("url", "edit"),
    [
        ("https://github.com/me/notes", "https://github.com/me/notes/edit/main/content/a.md"),
        ("https://github.com/me/notes.git/", "https://github.com/me/notes/edit/main/content/a.md"),
        ("https://gitlab.com/me/notes", "https://gitlab.com/me/notes/-/edit/main/content/a.md"),
        (
            "https://github.com/me/n/edit/dev/sub",
            "https://github.com/me/n/edit/dev/sub/content/a.md",
        ),
    ],
)
def test_each_summary_can_be_edited_where_it_is(tmp_path: Path, url: str, edit: str) -> None:
    files, found = build(tmp_path, f"repo_url: {url}\n")
    assert found == []
    page = files["papers/a-paper/index.html"].decode()
    assert f'<a href="{edit}">Edit this summary</a>' in page


def test_a_page_that_is_shared_shows_its_first_figure(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "content/b.md": "# B\n\n![a](d.svg)\n\n![b](f.png)\n",
            "content/d.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "content/f.png": b"\x89PNG\r\n\x1a\n",
        },
    )
    files, _ = build(tmp_path, "base_url: https://a.org/n/\n")
    url = "https://a.org/n/papers/b/f.png"
    assert f'<meta property="og:image" content="{url}">' in files["papers/b/index.html"].decode()
    assert "papers/b/f.png" in files
    assert b"og:image" not in files["papers/a-paper/index.html"]


def test_every_example_of_the_guide_builds_and_shows(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "theme.md").read_text("utf-8")
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", guide, re.DOTALL))
    assert set(blocks) == {"yaml", "css", "jinja"}
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
    own: dict[str, str | bytes] = {
        "theme/extra.css": blocks["css"],
        "theme/lab.svg": svg,
        "templates/paper.html": blocks["jinja"],
    }
    write_tree(tmp_path, {k: v for k, v in FILES.items() if k != "theme/extra.css"} | own)
    (tmp_path / "apercu.yml").write_text(blocks["yaml"], "utf-8")
    outcome = build_site(BuildOptions(tmp_path, tmp_path / "_site"))
    assert outcome.diagnostics == ()
    files = read_tree(tmp_path / "_site")
    page = files["papers/a-paper/index.html"].decode()
    for shown in ("lab.svg", "extra.css", "About</bdi>", "lab.example.org", "CC BY 4.0", "Fridays"):
        assert shown in page, shown
    assert b"--accent: light-dark(#0a7a5c" in files["theme/apercu.css"]
    assert files["theme/extra.css"].decode() == blocks["css"]


def test_the_guide_names_every_property_of_the_sheet_and_no_other() -> None:
    guide = (ROOT / "docs" / "theme.md").read_text("utf-8")
    sheet = (ROOT / "theme" / "apercu.css").read_text("utf-8")
    declared = set(re.findall(r"^  (--[a-z-]+):", sheet, re.MULTILINE))
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", guide))
    kin = {name for name in declared if name.startswith("--code-")}
    assert named | kin == declared


def test_the_sheet_knows_no_left_and_right() -> None:
    """So that it mirrors in a page that reads from the right."""
    sheet = (ROOT / "theme" / "apercu.css").read_text("utf-8")
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|[ ;{](?:left|right):", sheet) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_in_the_readme_is_there_and_light(scheme: str) -> None:
    name = f"docs/paper-{scheme}.png"
    assert name in (ROOT / "README.md").read_text("utf-8")
    with (ROOT / name).open("rb") as picture:
        assert picture_size(picture, name) == (1280, 1200)
    assert (ROOT / name).stat().st_size <= 120_000
