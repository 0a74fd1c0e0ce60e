"""Drafts, slugs, aliases and paths: what is hidden stays so, and nothing leaves the output."""

import json
import os
import re
import socket
import unicodedata
from pathlib import Path

import pytest

from apercu.text import slugify
from blackbox import Built, apercu, build
from conftest import read_tree, write_tree

DRAFTS = ("true", "yes", "True", "YES", "on", "'true'", '"yes"', "1", "y", "Draft")
HIDES = (*(f"draft: {word}" for word in DRAFTS), "private: true", "private: yes")


@pytest.mark.row(10)
@pytest.mark.point(10)
def test_a_draft_in_any_spelling_is_nowhere(tmp_path: Path) -> None:
    notes: dict[str, str | bytes] = {
        f"content/h{k}.md": f"---\ntitle: Hidden{k}z\nauthors: [Author Hush{k}z]\n"
        f"tags: [hush{k}z]\ndate: 2026-11-20\n{head}\n---\nSecret{k}z ![p](p{k}.png)\n"
        for k, head in enumerate(HIDES)
    }
    pictures: dict[str, str | bytes] = {f"content/p{k}.png": b"\x89" for k in range(len(HIDES))}
    seen = "---\ntitle: Seen\ndate: 2026-11-20\ndraft: no\n---\nLinks to [it](h0.md).\n"
    config = "base_url: https://x.org/\ntitle: T\n"
    files = {**notes, **pictures, "content/seen.md": seen, "apercu.yml": config}
    del files["content/h9.md"]
    built = build(tmp_path, files, "--drafts")
    assert "papers/hidden0z/index.html" in built.tree
    assert not [name for name in built.tree if "hidden10z" in name], "private is no draft"
    write_tree(tmp_path, {"content/h9.md": notes["content/h9.md"]})
    again = apercu("build", tmp_path)
    # A word that is neither yes nor no is an error, so that nothing is published by mistake.
    assert again.code == 1
    assert ("h9.md", 6, "AP101") in again.places
    (tmp_path / "content/h9.md").unlink()
    assert apercu("build", tmp_path).code == 0
    tree = read_tree(tmp_path / "_site")
    assert b"Seen" in tree["index.html"]
    assert b"Seen" in tree["feed.xml"]
    for name, content in tree.items():
        for word in ("hidden", "secret", "hush"):
            assert not re.search(rf"{word}\d+z", name), name
            assert not re.search(rf"(?i){word}\d+z".encode(), content), name
    assert not [name for name in tree if name.endswith(".png")]


CLASHES = ("{c}++ | {c}#", "{c} Same~2017 | {c} Same~2018", "{c} Foo~2017 | {c} Foo 2017")
"""Titles, and years behind `~`, that lead to names of their own."""
TAKEN = (
    "{c}Straße | {c}STRASSE", "{c} Deep Nets | {c} DEEP NETS", "{c}Caf\u00e9 | {c}Cafe\u0301",
    "{c} \U0001f600 | {c} \U0001f601", "{c} ??? | {c} !!!", "{c} A/B | {c} A B",
    "{c}\u1e9e | {c}ss", "{c}\ufb01ne | {c}fine", "{c} Index | {c} index", "{c} x | {c} X",
    "{c} a_b | {c} a-b",
)  # fmt: skip
"""Titles that a disk without case, or a reader of URLs, takes for one."""


def _pairs(cases: tuple[str, ...]) -> dict[str, str | bytes]:
    notes: dict[str, str | bytes] = {}
    for number, case in enumerate(cases):
        for which, claim in zip(
            "ab", case.replace("{c}", f"Case{number}").split(" | "), strict=True
        ):
            title, _, year = claim.partition("~")
            head = f"title: {json.dumps(title, ensure_ascii=False)}\n" + (
                f"year: {year}\n" if year else ""
            )
            notes[f"content/p{number:02}{which}.md"] = f"---\n{head}---\nOf {which}{number}z.\n"
    return notes


@pytest.mark.row(11)
@pytest.mark.point(8)
def test_papers_that_can_be_told_apart_are_all_reachable(tmp_path: Path) -> None:
    built = build(tmp_path, _pairs(CLASHES))
    assert built.run.code == 0, built.run.err
    pages = {
        name: text for name, text in built.tree.items() if re.fullmatch("papers/.+/.*html", name)
    }
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in pages}) == 6
    for number in range(len(CLASHES)):
        for which in "ab":
            homes = [
                name for name, text in pages.items() if f"Of {which}{number}z.".encode() in text
            ]
            assert len(homes) == 1, (number, which)


@pytest.mark.row(11)
@pytest.mark.point(8)
def test_papers_that_cannot_be_told_apart_are_errors_that_name_both_files(tmp_path: Path) -> None:
    same = {f"content/same{k}.md": f"---\ntitle: T{k}\nslug: {slug}\n---\n" for k, slug in
            enumerate(("same", "Same"))}  # fmt: skip
    built = build(tmp_path, {**_pairs(TAKEN), **same})
    assert built.run.code == 1
    for number in range(len(TAKEN)):
        one, other = f"p{number:02}a.md", f"p{number:02}b.md"
        line = rf"{other}:\d+:\d+: error\[AP305\]: this paper and that of content/{one}"
        assert re.search(line, built.run.err), TAKEN[number]
    assert "same1.md:3:7: error[AP305]: this paper and that of content/same0.md" in built.run.err


HOSTILE_NAMES = (
    "../../x", "..", ".", "/etc/passwd", "a/../../b", "a\\..\\b", "C:\\x", "con", "AUX", "nul.txt",
    "com1", "LPT9", "a\0b", "x" * 300, "é" * 200, "注" * 200, "-", "a b", "a%2fb", "%2e%2e",
    "a?b#c", "<b>", '"q"', "trailing.", "index.html", ".git", ".nojekyll", "CNAME", "a:b", "a*b",
    "\u202egnp", "\x07", "search", "tags", "papers", "theme", "404", "feed.xml", "paper.bib",
)  # fmt: skip
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Every hostile name as slug, alias, tag, title, venue, author and citekey."""
    folder = tmp_path_factory.mktemp("deep") / "er" / "site"
    notes: dict[str, str | bytes] = {}
    slugs: set[str] = set()
    for k, name in enumerate(HOSTILE_NAMES):
        text = json.dumps(name)
        # Two papers that ask for one slug are an error, which is another test.
        head = "" if slugify(name) in slugs else f"slug: {text}\n"
        slugs.add(slugify(name))
        head += f"aliases: [{text}, {json.dumps(f'/{name}/{k}')}]\ntags: [{text}]\n"
        head += f"venue: {text}\nauthors: [{text}]\nauthor: {text}\n"
        notes[f"content/n{k:02}.md"] = f"---\ntitle: Titled {k}\n{head}---\nwords{k}z\n"
        notes[f"content/t{k:02}.md"] = f"---\ntitle: {text}\nyear: {1950 + k}\n---\ntitled{k}z\n"
    keys = "".join(
        f"@misc{{{k}/../{name},\n title={{A {k}}}}}\n"
        for k, name in enumerate(HOSTILE_NAMES)
        if name.isascii() and name.isprintable()
    )
    notes["content/all.bib"] = keys
    notes["apercu.yml"] = "search: false\npapers: {stubs: pages}\n"
    return build(folder, notes)


@pytest.mark.row(12)
@pytest.mark.point(8)
def test_no_name_leaves_the_output_and_each_is_portable(named: Built) -> None:
    assert not [code for _, _, code in named.run.places if code in ("AP305", "AP307")]
    assert named.run.code == 0, named.run.err
    assert {path.name for path in named.folder.iterdir()} == {
        "content", "_site", ".apercu", "apercu.yml",
    }  # fmt: skip
    assert len(named.tree) > 2 * len(HOSTILE_NAMES)
    for name in named.tree:
        for part in name.split("/"):
            assert len(part.encode()) <= 255, name
            assert not _DEVICE.fullmatch(part), name
            assert not re.search(r'[\x00-\x1f<>:"\\|?*]', part), name
            assert part not in ("", ".", ".."), name
            assert not part.endswith((".", " ")), name
            assert not part.startswith(".") or part == ".nojekyll", name


@pytest.mark.row(12)
@pytest.mark.parametrize("number", range(len(HOSTILE_NAMES)), ids=lambda k: HOSTILE_NAMES[k][:20])
def test_a_paper_with_a_hostile_name_is_there(named: Built, number: int) -> None:
    pages = [text for name, text in named.tree.items() if name.startswith("papers/")]
    assert any(f"words{number}z".encode() in text for text in pages)
    assert any(f"titled{number}z".encode() in text for text in pages)


@pytest.mark.row(13)
def test_an_alias_never_takes_the_place_of_a_page(tmp_path: Path) -> None:
    aliases = ["/", "/index.html", "/papers/", "/papers/b/", "/tags/", "/404.html", "/CNAME",
               "/.nojekyll", "/.git/config", "/search/", "/theme/apercu.css", "/feed.xml",
               "/old/", "/OLD/"]  # fmt: skip
    plain = {"content/b.md": "# B\n\nWords.\n", "content/a.md": "# A\n\nText.\n"}
    without = build(
        tmp_path / "without", {**plain, "apercu.yml": "domain: x.org\nbase_url: https://x.org/\n"}
    )
    head = f"---\ntitle: A\naliases: {aliases}\n---\nText.\n"
    built = build(
        tmp_path / "with",
        {**plain, "content/a.md": head, "apercu.yml": "domain: x.org\nbase_url: https://x.org/\n"},
    )
    new = built.tree.keys() - without.tree.keys()
    assert new == {"OLD/index.html"}, built.run.err
    assert built.run.code == 0
    for name in ("index.html", "papers/b/index.html", "404.html", "CNAME", "theme/apercu.css"):
        assert built.tree[name] == without.tree[name]
    assert b"refresh" not in built.tree["papers/index.html"]


@pytest.mark.row(13)
def test_a_page_at_the_place_of_another_is_an_error(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "content/pages/papers.md": "# My papers\n",
        "content/a.md": "# A\n",
    }
    built = build(tmp_path, files)
    assert built.run.code == 1
    assert "papers.md" in built.run.err


OUTSIDE = (
    "../../secret.png", "../../../secret.png", "/etc/passwd", "file:///etc/passwd",
    "..%2f..%2fsecret.png", "%2e%2e/%2e%2e/secret.png", "....//....//secret.png",
    "..\\\\..\\\\secret.png", "../.env", "../.git/config", "../apercu.yml", ".hidden.png",
    "../_site/index.html", "../.apercu/notes.jsonl", "link.png", "folder/secret.png",
    "../templates/x.html", "secret.key", "secret.pem", "dir.png",
)  # fmt: skip


@pytest.mark.row(14)
@pytest.mark.point(11)
def test_nothing_outside_of_the_site_is_published(tmp_path: Path) -> None:
    hush = b"hush-hush"
    site = tmp_path / "site"
    write_tree(tmp_path, {"secret.png": hush, "folder/secret.png": hush})
    hidden = (".env", ".git/config", "content/.hidden.png", "content/secret.key",
              "content/secret.pem", "templates/x.html")  # fmt: skip
    write_tree(site, dict.fromkeys(hidden, hush))
    write_tree(site, {"content/dir.png/x": "x", "content/ok.png": b"\x89fine"})
    (site / "content/link.png").symlink_to(tmp_path / "secret.png")
    (site / "content/folder").symlink_to(tmp_path / "folder")
    (site / "content/linked.md").symlink_to(tmp_path / "secret.png")
    text = "# A\n\n![ok](ok.png)\n\n"
    text += "\n\n".join(f"![x]({path}) [x]({path}) <img src='{path}'>" for path in OUTSIDE)
    built = build(site, {"content/a.md": text, "apercu.yml": "search: false # hush-hush\n"})
    assert built.run.code == 0, built.run.err
    assert b"\x89fine" in built.tree.values()
    for name, content in built.tree.items():
        assert hush not in content, name
        assert b"root:" not in content, name
    assert built.run.err.count("AP303") + built.run.err.count("AP205") >= len(OUTSIDE)


@pytest.mark.row(15)
@pytest.mark.point(11)
def test_what_is_no_file_is_passed_over_and_said(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"content/a.md": "# A\n\nKept.\n", "content/folder.md/in.md": "# In\n\nInner.\n"}
    )
    content = tmp_path / "content"
    (content / "loop").symlink_to(content)
    (content / "self.md").symlink_to("self.md")
    (content / "nowhere.md").symlink_to("missing.md")
    os.mkfifo(content / "fifo.md")
    os.mkfifo(content / "fifo.bib")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(content)
        listener.bind("socket.md")
        os.chdir(here)
    Path(os.fsdecode(os.fsencode(content) + b"/odd-\xff.md")).write_text("# Odd\n")
    (content / "tab\there.md").write_text("# Tab\n")
    built = build(tmp_path, {})
    assert built.run.code == 0
    assert b"Kept." in built.tree["papers/a/index.html"]
    assert b"Inner." in built.tree["papers/in/index.html"]
    said = built.run.err
    for name in ("loop", "self.md", "nowhere.md", "fifo.md", "socket.md", "odd-", "tab"):
        assert name in said, name
    assert said.isprintable() or "\x1b" not in said
