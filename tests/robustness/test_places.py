"""Where a site is built, by whom and into what: the same bytes, and nothing else is touched."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from blackbox import COMMAND, apercu
from conftest import read_tree, write_tree

NOTES: dict[str, str | bytes] = {
    "apercu.yml": "search: false\n",
    "content/a.md": "# İstanbul I\n\n注意 $x$ ![p](p.png)\n",
    "content/b.md": "---\ntitle: B\ntags: [x, y]\nauthors: [C D]\n---\n[a](a.md)\n",
    "content/p.png": b"\x89",
}


@pytest.mark.row(32)
@pytest.mark.point(2)
@pytest.mark.parametrize("options", [(), ("--clean",)])
def test_an_output_that_is_not_ours_is_refused_and_untouched(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    site = write_tree(tmp_path / "site", {**NOTES, "full/mine.txt": "mine", "file": "x"})
    home = write_tree(tmp_path / "home", {"letter.txt": "dear"})
    (tmp_path / "target").mkdir()
    (site / "link").symlink_to(tmp_path / "target")
    (site / "dangling").symlink_to(tmp_path / "nothing")
    before = read_tree(tmp_path)
    outputs = [
        site, site / "content", site / "content/deep", site / "static", site / ".apercu",
        site / ".git/x", site / "full", site / "file", site / "link", site / "dangling", tmp_path,
        home, Path("/"), Path("/etc"), tmp_path / "site/../site",
    ]  # fmt: skip
    for output in outputs:
        run = apercu("build", site, "--output", output, *options, env={"HOME": str(home)})
        assert run.code == 2, (output, run.said)
        assert "error: the output" in run.err
    run = apercu("clean", site, "--output", site / "full", env={"HOME": str(home)})
    assert run.code == 2
    assert read_tree(tmp_path) == before
    assert apercu("build", site, "--output", tmp_path / "fine").code == 0


@pytest.mark.row(32)
@pytest.mark.point(2)
def test_clean_deletes_what_builds_made_and_nothing_else(tmp_path: Path) -> None:
    site = write_tree(tmp_path, NOTES)
    assert apercu("build", site).code == 0
    write_tree(site / "_site", {"mine/kept.txt": "mine"})
    assert apercu("clean", site).code == 0
    assert read_tree(site) == {
        **{k: v if isinstance(v, bytes) else v.encode() for k, v in NOTES.items()},
        "_site/mine/kept.txt": b"mine",
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    site = write_tree(tmp_path_factory.mktemp("plain"), NOTES)
    assert apercu("build", site).code == 0
    tree = read_tree(site / "_site")
    assert b"\xe6\xb3\xa8\xe6\x84\x8f" in tree["papers/i̇stanbul-i/index.html"]
    return tree


ENVIRONMENTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("plain", {"HOME": "", "PYTHONHASHSEED": "0"}),
    ("no home", {"HOME": "/nonexistent", "PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C"}),
    ("ascii", {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ("türkçe", {"LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "7"}),
    ('it\'s (odd) & "quoted" $HOME', {"TZ": "Pacific/Kiritimati", "USER": "x", "TERM": "dumb"}),
    ("line\nbreak", {"SOURCE_DATE_EPOCH": "1", "TZ": "America/St_Johns"}),
    ("-dash", {"NO_COLOR": "1", "COLUMNS": "20"}),
    ("%s {x} %2e", {"FORCE_COLOR": "1", "GIT_DIR": "/nonexistent"}),
    ("注意", {"PYTHONOPTIMIZE": "0", "LANGUAGE": "de"}),
)


@pytest.mark.row(33, 34)
@pytest.mark.parametrize(("name", "environment"), ENVIRONMENTS, ids=lambda v: ascii(v)[:20])
def test_no_environment_and_no_path_changes_a_byte(
    tmp_path: Path, reference: dict[str, bytes], name: str, environment: dict[str, str]
) -> None:
    site = write_tree(tmp_path / name, dict(reversed(NOTES.items())))
    for number, path in enumerate(sorted(site.rglob("*"))):
        os.utime(path, (number * 86_400, number * 86_400))
    run = apercu("build", "--jobs", str(1 + len(name) % 3), "--", site, env=environment)
    assert run.code == 0, run.err
    assert read_tree(site / "_site") == reference


@pytest.mark.row(33)
def test_a_umask_hides_nothing_and_a_deleted_folder_below_us_does_no_harm(
    tmp_path: Path, reference: dict[str, bytes]
) -> None:
    site = write_tree(tmp_path / "site", NOTES)
    (tmp_path / "gone").mkdir()
    script = 'cd "$1" && rmdir "$1" && umask 0777 && shift && exec "$@"'
    command = ["sh", "-c", script, "sh", str(tmp_path / "gone"), *COMMAND, "build", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if os.getuid():
        assert "Traceback" not in done.stderr
        return  # who is not root cannot read what the umask made
    assert done.returncode == 0, done.stderr
    assert read_tree(site / "_site") == reference
    for path in (site / "_site").rglob("*"):
        if path.name != ".apercu-manifest":
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.row(34)
@pytest.mark.point(4)
def test_a_site_that_was_moved_builds_the_same(tmp_path: Path, reference: dict[str, bytes]) -> None:
    site = write_tree(tmp_path / "before", NOTES)
    assert apercu("build", site).code == 0
    moved = site.rename(tmp_path / "after")
    assert apercu("build", moved).code == 0
    assert read_tree(moved / "_site") == reference


@pytest.mark.row(13)
def test_well_known_files_are_published_and_other_hidden_ones_are_not(tmp_path: Path) -> None:
    hidden = {"static/.well-known/security.txt": "Contact: x", "static/.env": "hush",
              "static/.git/config": "hush", "static/.well-known/.hush": "hush"}  # fmt: skip
    site = write_tree(tmp_path, {**NOTES, **hidden})
    assert apercu("build", site).code == 0
    tree = read_tree(site / "_site")
    assert tree[".well-known/security.txt"] == b"Contact: x"
    assert not [name for name, content in tree.items() if b"hush" in content]
