"""The whole way: the same bytes for any order, jobs and place, and caches that repeat."""

import os
import random
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from apercu.build import build_site, check_site
from apercu.diagnostic import ApercuError
from apercu.outcome import BuildOptions, Outcome
from conftest import read_tree, write_tree

REPOSITORY = Path(__file__).parents[1]


def notes(count: int) -> dict[str, str | bytes]:
    return {
        f"content/n{k:03}.md": f"---\ntitle: Paper {k}\ntags: [t{k % 5}, even{k % 2}]\n"
        f"authors: [Author {k % 7}]\nyear: {2000 + k % 20}\ndate: 2026-11-{k % 28 + 1:02}\n---\n"
        f"Text with $x_{{{k}}}$ and [another](n{(k * 7) % count:03}.md).\n\n"
        f"```python\nx = {k}\n```\n"
        for k in range(count)
    }


def build(site: Path, output: Path | None = None, **options: object) -> Outcome:
    made = BuildOptions(site=site, output=output or site / "_site", **options)  # type: ignore[arg-type]
    return build_site(made)


@pytest.mark.row(34)
def test_two_clean_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    write_tree(tmp_path, notes(20))
    build(tmp_path)
    first = read_tree(tmp_path / "_site")
    build(tmp_path, clean=True)
    assert read_tree(tmp_path / "_site") == first
    assert len(first) > 40


@pytest.mark.row(34)
def test_the_number_of_jobs_does_not_matter(tmp_path: Path) -> None:
    files = notes(70)
    for jobs in (1, 2, 4):
        site = write_tree(tmp_path / str(jobs), files)
        build(site, jobs=jobs)
    assert read_tree(tmp_path / "1/_site") == read_tree(tmp_path / "2/_site")
    assert read_tree(tmp_path / "1/_site") == read_tree(tmp_path / "4/_site")


@pytest.mark.row(34)
def test_the_order_in_which_files_were_made_does_not_matter(tmp_path: Path) -> None:
    files = list(notes(20).items())
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(files, len(files))
        build(write_tree(tmp_path / str(seed), dict(shuffled)))
    assert read_tree(tmp_path / "1/_site") == read_tree(tmp_path / "2/_site")


@pytest.mark.row(33, 34)
@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "UTC", "LC_ALL": "tr_TR.UTF-8", "HOME": ""},
    ],
)
def test_the_machine_does_not_matter(tmp_path: Path, environment: dict[str, str]) -> None:
    files: dict[str, str | bytes] = {**notes(5), "content/ıI.md": "# İstanbul Paper\n\n注意力。\n"}
    site = write_tree(tmp_path / "odd site's (path) ü", files)
    reference = write_tree(tmp_path / "plain", files)
    build(reference)
    command = [sys.executable, "-m", "apercu", "build", str(site)]
    made = subprocess.run(command, env={**os.environ, **environment}, capture_output=True)
    assert made.returncode == 0, made.stderr
    assert read_tree(site / "_site") == read_tree(reference / "_site")


@pytest.mark.row(26)
def test_a_build_that_reuses_its_cache_repeats_its_warnings(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n\nBad $\\frac{a$ and [no](no.md).\n"})
    first = build(tmp_path)
    again = build(tmp_path)
    assert (first.unchanged, again.unchanged) == (0, 1)
    assert [d.code for d in again.diagnostics] == ["AP201", "AP302"]
    assert again.diagnostics == first.diagnostics
    assert not build(tmp_path, strict=True).published


def test_authors_that_are_not_named_are_said_to_be_there(tmp_path: Path) -> None:
    entry = (
        "@article{vaswani2017, title={Attention}, author={Vaswani, Ashish and others}, year=2017}"
    )
    write_tree(
        tmp_path,
        {
            "content/library.bib": f"{entry}\n",
            "content/a.md": "---\npaper: vaswani2017\n---\n\nWords.\n",
            "content/b.md": "---\ntitle: B\nauthors: [Bo Li, et al.]\n---\n[@vaswani2017].\n",
            "content/c.md": "# C\n\n- **Authors**: Ada Moreau et al.\n\nWords.\n",
        },
    )
    assert build(tmp_path).diagnostics == ()
    pages = read_tree(tmp_path / "_site")
    assert b"Vaswani et al., 2017" in pages["papers/b/index.html"]
    assert "author = {Vaswani, Ashish and others}" in pages["papers/attention/paper.bib"].decode()
    for name, author in (("attention", "Ashish Vaswani"), ("b", "Bo Li"), ("c", "Ada Moreau")):
        page = pages[f"papers/{name}/index.html"].decode()
        assert re.search(rf"{author}</bdi></a>\s+et al\.\s+</div>", page)
        assert re.search(rf"<bdi>{author}</bdi>\s+et al\.", pages["index.html"].decode())


def test_a_vault_of_obsidian_is_a_site(tmp_path: Path) -> None:
    write_tree(
        tmp_path,
        {
            "Papers/Fast R-CNN.md": "---\ntags: ['#vision']\npublish: true\n---\n# Fast R-CNN\n\n"
            "> [!summary] In short\n> One pass, where [[R-CNN|the first]] had many.\n\n"
            "![[regions.png|How regions are pooled, in two steps.]]\n",
            "Papers/Old/R-CNN.md": "# R-CNN\n\n## Cost\n\nSlow; see [[fast r-cnn]].\n",
            "Reading.md": "# Reading\n\n![[R-CNN#Cost]]\n",
            "Private.md": "---\npublish: false\n---\n# Private\n",
            "Files/regions.png": b"",
        },
    )
    assert build(tmp_path).diagnostics == ()
    pages = read_tree(tmp_path / "_site")
    fast = pages["papers/fast-r-cnn/index.html"].decode()
    assert '<p class="callout-title">In short</p>' in fast
    assert 'href="../../papers/r-cnn/#summary"' in fast
    assert '<img src="../../papers/fast-r-cnn/regions.png"' in fast
    assert '<a href="../../tags/vision/" rel="tag"><bdi>vision</bdi>' in fast
    assert 'href="../../papers/fast-r-cnn/#summary"' in pages["papers/r-cnn/index.html"].decode()
    assert 'href="../../papers/r-cnn/#summary-cost"' in pages["papers/reading/index.html"].decode()
    assert not [url for url in pages if "private" in url.casefold()]


def test_an_edit_of_one_note_parses_one_note(tmp_path: Path) -> None:
    write_tree(tmp_path, notes(10))
    build(tmp_path)
    (tmp_path / "content/n003.md").write_text("# Paper 3\n\nNew words.\n", "utf-8")
    assert build(tmp_path).unchanged == 9
    warm = read_tree(tmp_path / "_site")
    build(tmp_path, clean=True)
    assert read_tree(tmp_path / "_site") == warm


@pytest.mark.row(30)
def test_a_damaged_cache_is_made_again(tmp_path: Path) -> None:
    write_tree(tmp_path, notes(5))
    build(tmp_path)
    good = read_tree(tmp_path / "_site")
    (tmp_path / "_site/index.html").write_text("not sealed", "utf-8")
    cache = tmp_path / ".apercu" / "notes.pack"
    cache.write_bytes(cache.read_bytes().replace(b"Paper 3", b"Pqper 3"))
    assert build(tmp_path).unchanged == 4
    assert read_tree(tmp_path / "_site") == good


def test_a_text_that_the_cache_lost_is_made_again(tmp_path: Path) -> None:
    write_tree(tmp_path, notes(5))
    build(tmp_path)
    good = read_tree(tmp_path / "_site")
    (tmp_path / "_site/index.html").write_text("not sealed", "utf-8")
    cache = tmp_path / ".apercu" / "texts.pack"
    cache.write_bytes(cache.read_bytes()[:100])
    assert build(tmp_path).unchanged == 0
    assert read_tree(tmp_path / "_site") == good


@pytest.mark.row(10)
def test_a_draft_is_gone_after_a_build_with_drafts(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"content/a.md": "# A\n", "content/b.md": "---\ndraft: True\n---\n# Bee\n"}
    )
    assert build(tmp_path, drafts=True).papers == 2
    assert (tmp_path / "_site/papers/bee/index.html").exists()
    assert build(tmp_path).left_out == (("draft", 1),)
    assert not any(b"Bee" in content for content in read_tree(tmp_path / "_site").values())


@pytest.mark.row(1)
def test_a_broken_note_does_not_hide_the_next(tmp_path: Path) -> None:
    bad = "---\nyear: x\n---\n# "
    write_tree(
        tmp_path,
        {"content/a.md": bad + "A", "content/b.md": bad + "B", "content/c.md": "---\n- x\n---\n"},
    )
    outcome = build(tmp_path)
    assert [d.span.path for d in outcome.diagnostics] == [
        "content/a.md",
        "content/b.md",
        "content/c.md",
    ]
    assert not outcome.published
    assert not (tmp_path / "_site").exists()


def test_check_writes_nothing(tmp_path: Path) -> None:
    write_tree(tmp_path, notes(3))
    check_site(BuildOptions(site=tmp_path, output=tmp_path / "_site"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content"]


def test_a_folder_without_notes_is_no_site_and_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x", "utf-8")
    with pytest.raises(ApercuError) as caught:
        build(tmp_path)
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["readme.txt"]


def test_a_domain_of_ones_own_and_static_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "apercu.yml": "domain: notes.example.org\n",
        "content/a.md": "# A\n",
        "static/CNAME": "other.example.org\n",
        "static/robots.txt": "x",
    }
    build(write_tree(tmp_path, files))
    output = read_tree(tmp_path / "_site")
    assert output["CNAME"] == b"notes.example.org\n"
    assert output["robots.txt"] == b"x"
    assert output[".nojekyll"] == b""


class _Links(HTMLParser):
    """Every address of a page, and every id on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None and tag != "math":
                self.addresses.append(value)
            elif name == "id" and value:
                self.ids.append(value)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of this repository, and notes of every other kind, built once."""
    site = tmp_path_factory.mktemp("demo")
    shutil.copytree(REPOSITORY / "content", site / "content")
    extra = notes(45)
    write_tree(
        site, {**extra, "content/pages/about.md": "# About\n\n[Home](/) and [a](../n001.md).\n"}
    )
    output = site / "_site"
    assert not build(site, base_url="https://example.org/project/").diagnostics
    return output


def test_every_link_of_every_page_leads_somewhere(demo: Path) -> None:
    pages = {path: _Links(path.read_text("utf-8")) for path in demo.rglob("*.html")}
    assert len(pages) > 100
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            if path.name == "404.html" and parts.path:
                assert parts.path.startswith("/project/")
                target = demo / unquote(parts.path.removeprefix("/project/"))
            else:
                assert not parts.path.startswith("/"), f"{address} of {path} is not relative"
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{address} of {path}"
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].ids, f"{address} of {path}"


def test_lists_are_cut_into_pages_with_urls_of_their_own(demo: Path) -> None:
    assert (demo / "page/3/index.html").is_file()
    assert not (demo / "page/4").exists()
    assert "Page 2 of 3" in (demo / "papers/page/2/index.html").read_text("utf-8")


def test_a_site_is_the_same_at_a_root_and_under_a_path_but_for_what_must_be_absolute(
    tmp_path: Path,
) -> None:
    write_tree(tmp_path, notes(5))
    build(tmp_path, tmp_path / "root", base_url="https://example.org/")
    build(tmp_path, tmp_path / "path", base_url="https://example.org/project/")
    root, path = read_tree(tmp_path / "root"), read_tree(tmp_path / "path")
    assert root.keys() == path.keys()
    for name in root.keys() - {"404.html"}:
        assert root[name] == path[name].replace(b"example.org/project/", b"example.org/")


@pytest.mark.row(14)
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("content/up.md", "# A\n\n![x](../../secret.png)\n", "AP303"),
        ("content/abs.md", "# A\n\n![x](/etc/passwd)\n", "AP303"),
        ("content/file.md", "# A\n\n[x](file:///etc/passwd)\n", "AP205"),
        ("content/hidden.md", "# A\n\n[x](../.env)\n", "AP303"),
        ("content/config.md", "# A\n\n[x](../apercu.yml)\n", "AP303"),
    ],
)
def test_nothing_but_the_files_of_the_site_is_published(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    (tmp_path / "secret.png").write_bytes(b"hush")
    site = write_tree(tmp_path / "site", {name: content, ".env": "hush", "apercu.yml": "# hush"})
    outcome = build(site)
    assert [d.code for d in outcome.diagnostics] == [code]
    assert not any(b"hush" in body for body in read_tree(site / "_site").values())


@pytest.mark.row(14, 15)
def test_links_out_of_the_site_and_loops_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("# Outside\n", "utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/in.md").write_text("# Outside\n", "utf-8")
    site = write_tree(tmp_path / "site", {"content/a.md": "# A\n", "content/b.md": "# B\n"})
    (site / "content/out.md").symlink_to(tmp_path / "outside.md")
    (site / "content/folder").symlink_to(tmp_path / "outside")
    (site / "content/loop").symlink_to(site / "content")
    (site / "content/self.md").symlink_to(site / "content/self.md")
    os.mkfifo(site / "content/fifo.md")
    outcome = build(site)
    assert {d.code for d in outcome.diagnostics} == {"AP116"}
    assert len(outcome.diagnostics) == 5
    assert not any(b"Outside" in body for body in read_tree(site / "_site").values())


@pytest.mark.row(15)
@pytest.mark.parametrize("name", [b"back\\slash.md", b"line\nbreak.md", b"not-utf8-\xff.md"])
def test_an_odd_name_is_passed_over_and_named(tmp_path: Path, name: bytes) -> None:
    write_tree(tmp_path, {"content/a.md": "# A\n"})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/" + name)).write_bytes(b"# Odd\n")
    outcome = build(tmp_path)
    assert [d.code for d in outcome.diagnostics] == ["AP116"]
    assert "\n" not in outcome.diagnostics[0].span.path


@pytest.mark.row(12)
def test_a_long_name_of_a_file_is_cut(tmp_path: Path) -> None:
    long = "x" * 240 + ".png"
    files: dict[str, str | bytes] = {
        "content/a.md": f"# A\n\n![a]({long})\n",
        f"content/{long}": "x",
    }
    assert build(write_tree(tmp_path, files)).diagnostics == ()
    names = [path.name for path in (tmp_path / "_site/papers/a").glob("x*.png")]
    assert list(map(len, names)) == [124]


@pytest.mark.row(33)
def test_a_deleted_folder_below_our_feet_does_no_harm(tmp_path: Path) -> None:
    site = write_tree(tmp_path / "site", {"content/a.md": "# A\n"})
    (tmp_path / "gone").mkdir()
    script = (
        "import os, subprocess, sys\n"
        "os.chdir(sys.argv[1]); os.rmdir(sys.argv[1])\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'apercu', 'build', sys.argv[2]])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "gone"), str(site)]
    made = subprocess.run(command, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
