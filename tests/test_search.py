"""What the search can find: all that is published, nothing else, the same from run to run."""

import gzip
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from apercu import indexing
from apercu.build import build_site
from apercu.diagnostic import ApercuError
from apercu.indexing import search_files
from apercu.notes import Notes
from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.search import PER_SHARD, search_shards, shard_count
from apercu.site import File, Shell, Site
from apercu.text import separate
from conftest import read_tree, write_tree
from corpus import write_corpus
from sites import DEEP, HIDDEN, SITE, WIDE, finished, site_of

NOTES: dict[str, str | bytes] = {
    "content/a.md": "---\ntitle: On kernels\ndoi: 10.5555/abc.1\n---\nA $\\frac12$ margin.",
    "content/b.md": "---\ntitle: Unseen\nunlisted: true\n---\nHush one.",
    "content/c.md": "---\ntitle: Not done\ndraft: true\n---\nHush two.",
    "content/d.md": "---\ntitle: Mine alone\nprivate: true\n---\nHush three.",
    "content/e.md": "---\ntitle: 扩散模型\n---\n我们研究生成模型。",
    "content/pages/about.md": "# About us\n\nWho we are.",
}


def build(folder: Path, settings: str = "") -> dict[str, bytes]:
    write_tree(folder, {**NOTES, "apercu.yml": settings})
    assert build_site(BuildOptions(folder, folder / "_site")).published
    return read_tree(folder / "_site")


def texts(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """Pagefind's fragments by URL: the words and the title of each page."""
    found = [c for name, c in files.items() if name.endswith(".pf_fragment")]
    unzipped = [gzip.decompress(content).removeprefix(b"pagefind_dcd") for content in found]
    return {page["url"]: page for page in map(json.loads, unzipped)}


def test_the_index_holds_what_is_published_and_nothing_else(tmp_path: Path) -> None:
    files = build(tmp_path)
    pages = texts(files)
    assert set(pages) == {"/papers/on-kernels/", "/papers/扩散模型/", "/about/"}
    assert "Hush" not in str(pages)
    kernels = pages["/papers/on-kernels/"]
    assert "margin" in kernels["content"]
    assert "1/2" in kernels["content"]
    assert "105555abc1" in kernels["content"]
    assert kernels["meta"] == {"title": "On kernels", "byline": ""}  # type: ignore[comparison-overlap]


def test_signs_without_spaces_are_words_of_their_own(tmp_path: Path) -> None:
    page = texts(build(tmp_path))["/papers/扩散模型/"]
    assert "研 究 生 成 模 型" in page["content"]
    assert separate("用GAN生成, すごい") == "用 GAN 生 成 , す ご い"


def test_without_search_nothing_of_it_is_there(tmp_path: Path) -> None:
    files = build(tmp_path, "search: false\n")
    assert [name for name in files if "pagefind" in name or "search" in name] == []
    assert [
        n for n, content in files.items() if n.endswith(".html") and b"search/" in content
    ] == []
    assert not (tmp_path / ".apercu" / "search").exists()


def test_a_site_without_notes_has_no_search(tmp_path: Path) -> None:
    write_tree(tmp_path, {"apercu.yml": "title: Empty\n"})
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    files = read_tree(tmp_path / "_site")
    assert "search/index.html" not in files
    assert b'href="search/"' not in files["index.html"]


def test_unlisted_papers_are_not_in_the_documents() -> None:
    urls = [document.url for shard in search_shards(SITE) for document in shard]
    assert urls == sorted(["about/", DEEP.url, WIDE.url, "papers/stub/"])
    assert HIDDEN.url not in urls


def test_an_edit_makes_one_shard_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path, PER_SHARD + 60)
    build_site(BuildOptions(tmp_path, tmp_path / "_site", jobs=1))
    before = read_tree(tmp_path / "_site")
    assert "pagefind/1/pagefind-entry.json" in before
    assert "pagefind/1/pagefind.js" not in before
    made: list[int] = []
    index = indexing._index

    def counted(shard: tuple[File, ...], lang: str) -> dict[str, bytes]:
        made.append(len(shard))
        return index(shard, lang)

    monkeypatch.setattr(indexing, "_index", counted)
    build_site(BuildOptions(tmp_path, tmp_path / "_site", jobs=1))
    assert made == []
    note = tmp_path / "content" / "note-00012.md"
    note.write_text(note.read_text("utf-8") + "\nA word more.\n", "utf-8")
    build_site(BuildOptions(tmp_path, tmp_path / "_site", jobs=1))
    assert len(made) == 1
    assert len(list((tmp_path / ".apercu" / "search").iterdir())) == 2
    after = read_tree(tmp_path / "_site")
    build_site(BuildOptions(tmp_path, tmp_path / "_site", clean=True))
    assert read_tree(tmp_path / "_site") == after


def test_an_edit_of_a_text_looks_at_its_shard_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path, 2 * PER_SHARD + 60)
    options = BuildOptions(tmp_path, tmp_path / "_site")
    refresh_site(options)
    before = read_tree(tmp_path / "_site")
    unpacked: list[Path] = []
    unpack = indexing._unpacked

    def counted(path: Path) -> dict[str, bytes] | None:
        unpacked.append(path)
        return unpack(path)

    monkeypatch.setattr(indexing, "_unpacked", counted)
    monkeypatch.setattr("apercu.build.build_site", None)  # an edit of a text needs no build
    for number in (3, 40, 41):
        note = tmp_path / f"content/note-{number:05}.md"
        note.write_text(f"{note.read_text('utf-8')}\nzyzzyva{number}\n", "utf-8")
        unpacked.clear()
        assert refresh_site(options).published
        assert len(unpacked) == 1
    edited = read_tree(tmp_path / "_site")
    monkeypatch.undo()
    build_site(replace(options, clean=True))
    assert read_tree(tmp_path / "_site") == edited != before


def test_an_index_is_the_same_from_run_to_run() -> None:
    shards = search_shards(site_of(*([DEEP] * 3)))
    document = finished(shards[0], SITE)[shards[0][1].url]
    documents = tuple(
        Shell(f"papers/p{k}/", document.replace("deep", f"deep{k}"), ()) for k in range(60)
    )
    first, second = (search_files([documents], Notes(None), "en", None) for _ in "ab")
    assert first == second
    assert any(file.url.endswith(".pf_filter") for file in first)


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    before = build(tmp_path)
    (kept,) = (tmp_path / ".apercu" / "search").iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content[:2000] + b"x" + content[2001:])
    assert build(tmp_path) == before
    kept.write_bytes(b"")
    assert build(tmp_path) == before


def test_without_pagefind_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import pagefind_bin

    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: Path("/nowhere/pagefind"))
    with pytest.raises(ApercuError) as caught:
        search_files([(Shell("a/", "<p>", ()),)], Notes(None), "en", None)
    assert "search: false" in caught.value.help


def test_the_shards_are_as_many_as_the_page_says() -> None:
    assert shard_count(Site()) == 0
    assert shard_count(SITE) == len(search_shards(SITE)) == 1
