"""Writing: the tree is exchanged whole, and only what is ours is ever removed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apercu.diagnostic import ApercuError
from apercu.output import check_output, remove_site
from apercu.site import Copied, File
from apercu.survey import MANIFEST
from apercu.write import write_site
from conftest import read_tree, write_tree


def files(**contents: str) -> list[File]:
    return [File(name.replace("__", "/"), text.encode()) for name, text in contents.items()]


def write(site: Path, made: list[File], *, clean: bool = False) -> tuple[int, tuple[str, ...]]:
    written = write_site(made, site=site, output=site / "_site", clean=clean)
    return len(written.changed), written.foreign


def test_the_output_holds_what_was_made_and_nothing_old(tmp_path: Path) -> None:
    assert write(tmp_path, files(a="1", b__c="2")) == (2, ())
    assert read_tree(tmp_path / "_site") == {"a": b"1", "b/c": b"2"}
    assert write(tmp_path, files(a="1", d="3")) == (2, ())
    assert read_tree(tmp_path / "_site") == {"a": b"1", "d": b"3"}
    assert not (tmp_path / "_site/b").exists()


def test_nothing_is_touched_when_nothing_differs(tmp_path: Path) -> None:
    write(tmp_path, files(a="1"))
    before = (tmp_path / "_site").stat().st_ino, (tmp_path / "_site/a").stat().st_ino
    assert write(tmp_path, files(a="1")) == (0, ())
    assert before == ((tmp_path / "_site").stat().st_ino, (tmp_path / "_site/a").stat().st_ino)


@pytest.mark.row(30)
def test_a_file_that_changed_behind_our_back_is_made_again(tmp_path: Path) -> None:
    write(tmp_path, files(a="1", b="2"))
    (tmp_path / "_site/a").write_text("x", "utf-8")
    (tmp_path / "_site/b").unlink()
    assert write(tmp_path, files(a="1", b="2"))[0] == 2
    assert read_tree(tmp_path / "_site") == {"a": b"1", "b": b"2"}


@pytest.mark.row(32)
def test_a_foreign_file_is_carried_over_and_named(tmp_path: Path) -> None:
    write(tmp_path, files(a="1"))
    (tmp_path / "_site/mine").mkdir()
    (tmp_path / "_site/mine/notes.txt").write_text("mine", "utf-8")
    assert write(tmp_path, files(a="2"))[1] == ("mine/notes.txt",)
    assert write(tmp_path, files(a="3"), clean=True)[1] == ("mine/notes.txt",)
    assert read_tree(tmp_path / "_site") == {"a": b"3", "mine/notes.txt": b"mine"}


@pytest.mark.row(33)
def test_files_can_be_read_by_all_whatever_the_umask_says(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        write(tmp_path, files(a__b="1"))
    finally:
        os.umask(old)
    assert (tmp_path / "_site").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "_site/a").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "_site/a/b").stat().st_mode & 0o777 == 0o644


def test_a_copied_file_is_copied(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/a.png": b"\x89"})
    write(tmp_path, [File("p/a.png", Copied("content/a.png", "p/a.png"))])
    assert read_tree(tmp_path / "_site") == {"p/a.png": b"\x89"}


@pytest.mark.row(12)
@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a/./b", "a\0b", "x" * 256, "a\\b"])
def test_a_path_that_leads_out_is_our_own_mistake(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        write(tmp_path, [File(name, b"")])
    assert not (tmp_path / "_site").exists()


@pytest.mark.row(32)
@pytest.mark.parametrize(
    "manifest", ["{", "[]", '{"../../victim": ""}', '{"/etc/hostname": ""}', '{"link/victim": ""}']
)
def test_a_manifest_is_never_trusted(tmp_path: Path, manifest: str) -> None:
    site = write_tree(tmp_path / "site", {"content/victim": "kept"})
    (tmp_path / "victim").write_text("kept", "utf-8")
    write(site, files(a="1"))
    (site / "_site/link").symlink_to(site / "content")
    (site / "_site" / MANIFEST).write_text(manifest, "utf-8")
    write(site, files(a="2"))
    (site / "_site" / MANIFEST).write_text(manifest, "utf-8")
    remove_site(site / "_site")
    assert (tmp_path / "victim").read_text("utf-8") == "kept"
    assert (site / "content/victim").read_text("utf-8") == "kept"


@pytest.mark.row(32)
@pytest.mark.parametrize(
    "output",
    [".", "..", "content", "content/x", "templates", ".git/x", "/", "file", "link", "full"],
)
def test_an_output_that_is_not_ours_is_refused(tmp_path: Path, output: str) -> None:
    site = write_tree(tmp_path / "site", {"content/a.md": "# A\n", "file": "x", "full/x": "x"})
    (tmp_path / "elsewhere").mkdir()
    (site / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ApercuError) as caught:
        check_output(site=site, output=site / output)
    assert caught.value.exit_code == 2


@pytest.mark.row(30, 32)
@pytest.mark.parametrize("manifest", ["", "<<<<<<< HEAD", "[]"])
def test_an_output_whose_list_is_damaged_is_refused(tmp_path: Path, manifest: str) -> None:
    """All of it would count as somebody else's, and the site would never change again."""
    site = write_tree(tmp_path / "site", {"content/a.md": "# A\n"})
    write(site, files(a="1"))
    check_output(site=site, output=site / "_site")
    (site / "_site" / MANIFEST).write_text(manifest, "utf-8")
    with pytest.raises(ApercuError, match="damaged") as caught:
        check_output(site=site, output=site / "_site")
    assert caught.value.exit_code == 2


@pytest.mark.row(32)
def test_the_home_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    with pytest.raises(ApercuError):
        check_output(site=tmp_path / "site", output=tmp_path / "home")


@pytest.mark.row(32)
def test_cleaning_removes_what_is_ours_and_no_more(tmp_path: Path) -> None:
    write(tmp_path, files(a__b="1", c="2"))
    (tmp_path / "_site/mine.txt").write_text("mine", "utf-8")
    assert remove_site(tmp_path / "_site") == 2
    assert read_tree(tmp_path / "_site") == {"mine.txt": b"mine"}
    assert remove_site(tmp_path / "nothing") == 0


@pytest.mark.row(29)
def test_a_full_disk_keeps_the_old_site(tmp_path: Path) -> None:
    """A limit on the size of files stands in for a disk without space."""
    write(tmp_path, files(a="1"))
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from apercu.site import File\n"
        "from apercu.diagnostic import ApercuError\n"
        "from apercu.write import write_site\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "site = Path(sys.argv[1])\n"
        "try:\n"
        "    write_site([File('a', b'x' * 5000)], site=site, output=site / '_site')\n"
        "except ApercuError as error:\n"
        "    print(error, error.exit_code)\n"
    )
    made = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True)
    assert "too large 3" in made.stdout, made.stderr
    assert read_tree(tmp_path / "_site") == {"a": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]


@pytest.mark.row(27)
def test_a_killed_build_leaves_one_whole_site(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from apercu.site import File\n"
        "from apercu.write import write_site\n"
        "site = Path(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "k = 0\n"
        "while True:\n"
        "    k += 1\n"
        "    files = [File(f'{n}/index.html', str(k).encode()) for n in range(40)]\n"
        "    write_site(files, site=site, output=site / '_site')\n"
    )
    for trial in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE
        ) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            deadline = time.monotonic() + 0.05 + trial * 0.011
            while time.monotonic() < deadline:
                pass
            builder.send_signal(signal.SIGKILL)
        tree = read_tree(tmp_path / "_site") if (tmp_path / "_site").exists() else {}
        assert len(set(tree.values())) <= 1, "pages of two builds stand side by side"
        assert len(tree) in (0, 40)
    write(tmp_path, files(a="1"))
    assert read_tree(tmp_path / "_site") == {"a": b"1"}
    assert [path.name for path in tmp_path.iterdir()] == ["_site"]
