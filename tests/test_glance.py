"""A build that finds nothing changed answers at once, and only then."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from apercu.glance import answer
from apercu.stamp import content_digest, meanwhile
from blackbox import apercu
from conftest import write_tree

NOTES: dict[str, str | bytes] = {
    "apercu.yml": "search: false\ntitle: T\n",
    "content/a.md": "# A\n\nSome words.\n",
    "content/b.md": "---\ndraft: true\n---\n\n# B\n",
}
ENTRY = """
import os, sys
sys.argv = ["apercu", "build", sys.argv[1]]
HEAVY = {"click", "dataclasses", "jinja2", "json", "markdown_it", "pathlib", "yaml"}
end = os._exit
os._exit = lambda code: (print(sorted(HEAVY & {*sys.modules}), flush=True), end(code))
from apercu.entry import main
main()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = write_tree(tmp_path / "site", NOTES)
    for path in (*folder.rglob("*.md"), folder / "apercu.yml"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    _settle(folder)
    assert apercu("build", folder).code == 0
    return folder


def _settle(folder: Path) -> None:
    """Wait until no file is young: the clock of the file system has gone on."""
    probe = folder.parent / "probe"
    newest = max(path.stat().st_ctime_ns for path in folder.rglob("*"))
    while True:
        probe.write_text("", "utf-8")
        if probe.stat().st_ctime_ns > newest + 110_000_000:
            return


def is_answered(words: list[str]) -> bool:
    is_done, begun = answer(words)
    if begun:
        begun[2]()
    return is_done


def test_what_it_says_is_what_a_build_says_that_looks_closer(site: Path) -> None:
    assert is_answered(["build", str(site)])
    short, long = apercu("build", site), apercu("build", site, "--jobs", "1")
    assert short.out.startswith("built 9 pages from 1 note in ")
    assert short.out.partition("(")[2] == "2 unchanged, 1 draft left out)\n"
    assert [short.out.partition(" in ")[0], short.out.partition("(")[2]] == [
        long.out.partition(" in ")[0],
        long.out.partition("(")[2],
    ]


def test_it_imports_next_to_nothing(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", ENTRY, str(site)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[1:] == ["[]"]


def test_it_says_nothing_when_it_shall_be_quiet(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert is_answered(["build", "-q", str(site)])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words",
    [["check"], ["build", "--strict"], ["build", "--clean"], ["build", "-D"], ["build", "a", "b"]],
    ids=" ".join,
)
def test_other_words_are_left_to_the_command(
    site: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(site)
    assert is_answered(["build"])
    assert not is_answered(words)


def _same_size_and_time(site: Path) -> None:
    path = site / "content/a.md"
    before = path.stat()
    path.write_text("# A\n\nSxme words.\n", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note": _same_size_and_time,
    "a new note": lambda site: (site / "content/c.md").write_text("# C\n", "utf-8"),
    "a note that is gone": lambda site: (site / "content/b.md").unlink(),
    "a setting": lambda site: (site / "apercu.yml").write_text("title: U\n", "utf-8"),
    "a template": lambda site: write_tree(site, {"templates/paper.html": "x"}),
    "a page": lambda site: (site / "_site/index.html").write_text("x", "utf-8"),
    "a page that is gone": lambda site: (site / "_site/404.html").unlink(),
    "a list of files that is gone": lambda site: (site / "_site/.apercu-manifest").unlink(),
    "a damaged memory": lambda site: (site / ".apercu/glance").write_text("[", "utf-8"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_is_seen(site: Path, change: str) -> None:
    assert is_answered(["build", str(site)])
    CHANGES[change](site)
    assert not is_answered(["build", str(site)])


def test_what_was_young_is_known_at_a_glance_from_the_second_look_on(site: Path) -> None:
    (site / "content/a.md").write_text("# A\n\nOther words.\n", "utf-8")
    assert apercu("build", site).code == 0
    _settle(site)
    (site / ".apercu/glance").unlink(missing_ok=True)  # as if the build had begun at once
    sealed = json.loads((site / ".apercu/seal.json").read_text("utf-8"))
    sealed[2]["content/a.md"].append(content_digest(site / "content/a.md"))
    (site / ".apercu/seal.json").write_text(json.dumps(sealed), "utf-8")
    assert not is_answered(["build", str(site)])
    assert apercu("build", site).out.startswith("built 9 pages from 1 note in ")
    assert is_answered(["build", str(site)])


def test_a_build_that_has_something_to_say_says_it_again(site: Path) -> None:
    (site / "content/a.md").write_text("# A\n\n[no](no.md)\n", "utf-8")
    _settle(site)
    first, again = apercu("build", site), apercu("build", site)
    assert "AP302" in first.err
    assert again.err == first.err


def test_a_file_in_a_folder_that_came_empty_is_kept_by_every_edit(site: Path) -> None:
    (site / "_site/mine").mkdir()
    for number in range(4):
        (site / "content/a.md").write_text(f"# A\n\nEdit {number}.\n", "utf-8")
        assert apercu("build", site).code == 0
        if number == 1:
            (site / "_site/mine").mkdir(exist_ok=True)
            (site / "_site/mine/x.txt").write_text("x", "utf-8")
        if number > 0:
            assert (site / "_site/mine/x.txt").read_text("utf-8") == "x"


def test_a_count_that_fails_elsewhere_is_none() -> None:
    def fail() -> list[int | None]:
        raise ValueError

    assert meanwhile(lambda: [1, None, 3])() == [1, None, 3]
    assert meanwhile(fail)() == [None]


def test_where_no_process_can_begin_this_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    here = os.getpid()
    assert meanwhile(lambda: [os.getpid()])() == [here]
