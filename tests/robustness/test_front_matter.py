"""What is wrong in front matter is said where it stands, in one run, and nothing is lost.

All faults of a table are one site: a note each, and one that is well, so that every build says
all of them and none hides another.
"""

import re
from pathlib import Path

import pytest

from blackbox import Built, apercu, build
from conftest import read_tree, write_tree

FAULTS: tuple[tuple[str, int, str], ...] = (
    # row 1: the block itself
    ("---\ntitle: A\nno end\n\ntext\n", 1, "AP102"),
    ("---\ntitle: A\n\tyear: 2017\n---\nx\n", 3, "AP102"),
    ("---\ntitle: [a, b\n---\nx\n", 2, "AP102"),
    ("---\ntitle: 'a\n---\nx\n", 2, "AP102"),
    ("---\ntitle: a: b\n---\nx\n", 2, "AP102"),
    ("---\n- a\n- b\n---\nx\n", 2, "AP103"),
    ("---\njust words\n---\nx\n", 2, "AP103"),
    ("+++\ntitle = 'A'\n+++\nx\n", 1, "AP104"),
    ("\n", 1, "AP113"),
    # row 2: keys that stand twice
    ("---\ntitle: A\nyear: 1\ntitle: B\n---\nx\n", 4, "AP105"),
    ("---\ntitle: A\npaper: {doi: 10.1000/a, doi: 10.1000/b}\n---\nx\n", 3, "AP105"),
    ("---\ntitle: A\n'tags': [a]\ntags: [b]\n---\nx\n", 4, "AP105"),
    # row 3: keys that nobody knows
    ("---\ntitle: A\nyaer: 2017\n---\nx\n", 3, "AP106"),
    ("---\ntitle: A\nTags: [a]\nauhtors: [B]\n---\nx\n", 4, "AP106"),
    # row 4: tags of YAML
    ("---\ntitle: !!python/object/apply:os.system ['touch pwned']\n---\nx\n", 2, "AP107"),
    ("---\ntitle: !!python/name:os.system\n---\nx\n", 2, "AP107"),
    ("---\ntitle: A\nyear: !!binary aGVsbG8=\n---\nx\n", 3, "AP107"),
    ("---\ntitle: !mine x\n---\nx\n", 2, "AP107"),
    ("---\ntitle: !<tag:yaml.org,2002:python/tuple> [a]\n---\nx\n", 2, "AP107"),
    # row 5: what grows
    ("---\na: &a [x, x]\n" + "".join(
        f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}, *{p}]\n"
        for p, c in zip("abcdefgh", "bcdefghi", strict=True)) + "---\nx\n", 7, "AP107"),
    ("---\ntitle: &a [*a]\n---\nx\n", 2, "AP107"),
    ("---\ntitle: " + "[" * 3_000 + "]" * 3_000 + "\n---\nx\n", 2, "AP107"),
    ("---\ntitle: " + "{a: " * 3_000 + "}" * 3_000 + "\n---\nx\n", 2, "AP107"),
    ("---\ntitle: A\nyear: " + "9" * 6_000 + "\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\ntags: [" + "a, " * 30_000 + "]\n---\nx\n", 3, "AP107"),
    # row 7: the wrong kind of value
    ("---\ntitle: A\nyear: twenty\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nyear: [2017]\n---\nx\n", 3, "AP101"),
    ("---\ntitle: {a: b}\n---\nx\n", 2, "AP110"),
    ("---\ntitle: [a]\n---\nx\n", 2, "AP110"),
    ("---\ntitle: ''\n---\nx\n", 2, "AP110"),
    ("---\ntitle: A\ntags: {a: b}\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nauthors: {a: {b: c}}\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nrating: good\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nvenue: [a, b]\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\ndraft: perhaps\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nmath_macros: [a]\n---\nx\n", 3, "AP101"),
    # row 9: dates, years, identifiers, addresses
    ("---\ntitle: A\ndate: 2026-02-30\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\ndate: yesterday\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\ndate: 2026-13-01\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nyear: -5\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\nyear: 20170\n---\nx\n", 3, "AP101"),
    ("---\ntitle: A\ndoi: nonsense\n---\nx\n", 3, "AP111"),
    ("---\ntitle: A\narxiv: '99'\n---\nx\n", 3, "AP111"),
    ("---\ntitle: A\nurl: javascript:alert(1)\n---\nx\n", 3, "AP111"),
    ("---\ntitle: A\nisbn: 1\n---\nx\n", 3, "AP111"),
)  # fmt: skip
_ROWS = {"AP102": 1, "AP103": 1, "AP104": 1, "AP113": 1, "AP105": 2, "AP106": 3}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("faults")
    notes: dict[str, str | bytes] = {f"content/f{k:02}.md": f[0] for k, f in enumerate(FAULTS)}
    write_tree(folder, {"content/good.md": "# Good\n\nIt stays.\n"})
    assert apercu("build", folder).code == 0
    good = read_tree(folder / "_site")
    built = build(folder, {**notes, "content/good.md": "# Good\n\nNew words.\n"})
    assert read_tree(folder / "_site") == good, "an error must keep the last good site"
    return built


@pytest.mark.row(1, 2, 3, 4, 5, 7, 9)
@pytest.mark.point(7, 9)
@pytest.mark.parametrize("number", range(len(FAULTS)), ids=lambda k: f"{FAULTS[k][0][:40]!r}")
def test_a_fault_is_said_in_its_line_of_the_file(faults: Built, number: int) -> None:
    _, line, code = FAULTS[number]
    assert (f"f{number:02}.md", line, code) in faults.run.places


@pytest.mark.row(1, 4)
def test_nothing_ran_and_nothing_was_written(faults: Built) -> None:
    assert faults.run.code == 1
    assert "nothing was written" in faults.run.err
    assert not list(faults.folder.rglob("pwned"))


@pytest.mark.row(3)
def test_a_misspelt_key_is_told_its_name(faults: Built) -> None:
    assert "`year`" in faults.run.err
    assert "`authors`" in faults.run.err


@pytest.mark.row(1)
def test_toml_is_told_how_to_become_yaml(faults: Built) -> None:
    assert re.search(r"TOML[^\n]*", faults.run.err)
    assert "---" in faults.run.err


SHOWN = (
    ("title: NO\n", "NO"),
    ("title: 'on'\n", "on"),
    ("title: 12:30\n", "12:30"),
    ("title: 1e3\n", "1e3"),
    ("title: 3.10\n", "3.10"),
    ("title: 0x1F\n", "0x1F"),
    ("title: 2001-01-01\n", "2001-01-01"),
    ("title: ~x\n", "~x"),
    ("title: T\nvenue: NO\n", "NO"),
    ("title: T\nvenue: 3.10\n", "3.10"),
    ("title: T\ntags: [no, 1e3, 12:30]\n", "12:30"),
    ("title: T\narxiv: 2006.10700\n", "2006.10700"),
    ("title: T\nauthors: [No Name]\n", "No Name"),
    ('title: "A \\u0000 B"\n', "A \ufffd B"),
    ("title: a {{ b }} {% c %} ${d} %(e)s \\1\n", "a {{ b }} {% c %} ${d} %(e)s \\1"),
    ("title: 'it''s <b>bold</b> & more'\n", "it&#39;s &lt;b&gt;bold&lt;/b&gt; &amp; more"),
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Built:
    notes: dict[str, str | bytes] = {
        f"content/s{k}.md": f"---\n{head}slug: s{k}\n---\nText.\n"
        for k, (head, _) in enumerate(SHOWN)
    }
    notes["content/bom.md"] = b"\xef\xbb\xbf---\r\ntitle: With a BOM\r\n---\r\nA\r\nB\r\n"
    notes["content/ctrl.md"] = b"---\ntitle: Bell\n---\na\x07b\x1b[31mc\x00d\n"
    return build(tmp_path_factory.mktemp("shown"), notes, "--base-url", "https://x.org/")


@pytest.mark.row(8, 22)
@pytest.mark.point(7)
@pytest.mark.parametrize("number", range(len(SHOWN)), ids=lambda k: SHOWN[k][0].strip())
def test_a_value_is_shown_as_it_was_written(shown: Built, number: int) -> None:
    page = (shown.output / f"papers/s{number}/index.html").read_text("utf-8")
    text = SHOWN[number][1]
    assert text in page or text.replace("&#39;", "'") in page
    assert "None" not in page
    assert "Scalar" not in page


@pytest.mark.row(6)
def test_a_byte_order_mark_and_windows_lines_change_nothing(shown: Built) -> None:
    page = (shown.output / "papers/with-a-bom/index.html").read_text("utf-8")
    assert "<p>A\nB</p>" in page
    assert ("ctrl.md", 4, "AP112") in shown.run.places


@pytest.mark.row(6)
def test_no_control_character_is_published(shown: Built) -> None:
    texts = {n: c for n, c in shown.tree.items() if n.endswith((".html", ".xml", ".json", ".bib"))}
    assert len(texts) > 30
    for name, content in texts.items():
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content), name


@pytest.mark.row(6)
@pytest.mark.parametrize(
    "content",
    ["# Naïve\n".encode("utf-16"), b"# Na\xefve\n", b"# \xed\xa0\x80\n", b"\xff\xfe\x00\x00# x"],
    ids=["utf-16", "latin-1", "surrogate", "utf-32"],
)
def test_what_is_not_utf8_is_an_error(tmp_path: Path, content: bytes) -> None:
    built = build(tmp_path, {"content/a.md": "# A\n", "content/odd.md": content})
    assert built.run.code == 1
    assert ("odd.md", 1, "AP108") in built.run.places
