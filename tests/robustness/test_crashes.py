"""Killed, interrupted, without space, beside another build or a strange cache: the site is whole.

The readers look at the output the whole time: each look must show one build's pages, never two.
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import pytest

from blackbox import COMMAND, apercu
from conftest import read_tree, write_tree

PAGES = 12
TRIALS = 100


def _site(folder: Path, word: str) -> Path:
    notes: dict[str, str | bytes] = {
        f"content/n{k}.md": f"# Paper {k}\n\nRelease {word}.\n\n$x_{k}$\n" for k in range(PAGES)
    }
    return write_tree(folder, {"apercu.yml": f"search: false\ntitle: Site {word}\n", **notes})


def _release(text: bytes) -> str:
    return text.partition(b"Release ")[2].partition(b".")[0].decode()


def _look(output: Path) -> set[str]:
    """The releases that one look at all pages shows: of one tree, held open while it is read."""
    try:
        held = os.open(output, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return {"nothing"}
    found = set()
    try:
        for k in range(PAGES):
            try:
                page = os.open(f"papers/paper-{k}/index.html", os.O_RDONLY, dir_fd=held)
            except FileNotFoundError:
                # The tree that we hold is the old one and is being removed: look at the new one.
                same = output.exists() and os.fstat(held).st_ino == output.stat().st_ino
                return {"a hole"} if same else _look(output)
            with os.fdopen(page, "rb") as file:
                found.add(_release(file.read()))
    finally:
        os.close(held)
    return found


# Forks a builder for each line that it is told, so that a hundred of them cost no hundred starts.
_BUILDERS = """
import os, sys
from pathlib import Path
from apercu.build import BuildOptions, build_site
site = Path(sys.argv[1])
for line in sys.stdin:
    release = line.strip()
    child = os.fork()
    if child == 0:
        for note in sorted((site / "content").iterdir()):
            k = note.stem[1:]
            text = f"# Paper {k}\\n\\nRelease {release}.\\n\\n$x_{k}$\\n"
            note.write_text(text, "utf-8")
        print(os.getpid(), flush=True)
        build_site(BuildOptions(site, site / "_site", jobs=1))
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@pytest.mark.row(27)
@pytest.mark.point(1)
def test_a_reader_sees_one_whole_site_whenever_a_build_is_killed(tmp_path: Path) -> None:
    """A hundred builds, killed at moments that chance chooses, and one who looks all the time."""
    site = _site(tmp_path / "site", "0")
    assert apercu("build", site).code == 0
    looks: list[set[str]] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            looks.append(_look(site / "_site"))

    reader = threading.Thread(target=watch)
    reader.start()
    chance = random.Random(27)
    longest = 0
    command = [COMMAND[0], "-c", _BUILDERS, str(site)]
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        ) as builders:
            assert builders.stdin is not None
            assert builders.stdout is not None
            for trial in range(1, TRIALS + 2):
                builders.stdin.write(f"{trial}\n")
                process = int(builders.stdout.readline())
                begun = len(looks)
                # Some live; the first one tells how many looks a build lasts.
                lives = trial % 20 == 1
                wanted = sys.maxsize if lives else begun + chance.randrange(longest)
                while len(looks) < wanted and not _has_ended(process):
                    pass
                longest = longest or (len(looks) - begun) * 6 // 5 + 2
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                assert builders.stdout.readline() == "ended\n"
                looks.append(_look(site / "_site"))
    finally:
        ended.set()
        reader.join()
    assert len(looks) > TRIALS
    assert {len(look) for look in looks} == {1}, "pages of two builds side by side"
    seen = set().union(*looks)
    assert not {"nothing", "a hole", ""} & seen
    assert 2 < len(seen) <= TRIALS, "some builds must have ended, and some not"
    _site(site, "last")
    assert apercu("build", site).code == 0
    clean = _site(tmp_path / "clean", "last")
    assert apercu("build", clean).code == 0
    assert read_tree(site / "_site") == read_tree(clean / "_site")
    assert sorted(path.name for path in site.iterdir()) == sorted(p.name for p in clean.iterdir())
    caches = [{p.name for p in (place / ".apercu").iterdir()} for place in (site, clean)]
    litter = caches[0] - caches[1] - {"spare", "spare.json"}
    assert not litter, "a killed build left litter in the cache"


def _has_ended(process: int) -> bool:
    try:
        return "Z" in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True


@pytest.mark.row(27)
def test_the_processes_of_a_killed_build_end_too(tmp_path: Path) -> None:
    site = write_tree(tmp_path, {f"content/n{k}.md": f"# P{k}\n\n$x_{k}$\n" for k in range(400)})
    command = [*COMMAND, "build", str(site), "--jobs", "2"]
    with subprocess.Popen(command, start_new_session=True) as build:
        while len(_group(build.pid)) < 3:
            assert build.poll() is None, "it ended before it had begun two processes"
        os.kill(build.pid, signal.SIGKILL)
    patience = 100
    while _group(build.pid) and patience:
        patience -= 1
        threading.Event().wait(0.1)
    assert _group(build.pid) == []
    assert apercu("build", site).code == 0


@pytest.mark.row(28)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_build_quietly_and_whole(tmp_path: Path, number: int) -> None:
    site = _site(tmp_path, "old")
    assert apercu("build", site).code == 0
    before = read_tree(site / "_site")
    many: dict[str, str | bytes] = {f"content/m{k}.md": f"# More {k}\n" for k in range(70)}
    endless = "{% for _ in range(10 ** 12) %}{% endfor %}"
    write_tree(site, {**many, "templates/paper.html": endless})
    with subprocess.Popen(
        [*COMMAND, "build", str(site), "--jobs", "2"], stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as builder:  # fmt: skip
        while not _is_locked(site / ".apercu/lock"):
            assert builder.poll() is None, "it ended before it could be interrupted"
        builder.send_signal(number)
        _, said = builder.communicate()
    assert builder.returncode == 130
    assert "Traceback" not in said
    assert _group(builder.pid) == [], "a child is left"
    assert read_tree(site / "_site") == before
    for path in (*many, "templates/paper.html"):
        (site / path).unlink()
    assert apercu("build", site).code == 0
    assert read_tree(site / "_site") == before


def _is_locked(path: Path) -> bool:
    """Looked up, because whoever tries to lock it may be in the way of the build."""
    locks = [line.split() for line in Path("/proc/locks").read_text().splitlines()]
    inode = str(path.stat().st_ino)
    return any(inode == place.rpartition(":")[2] for lock in locks for place in lock)


def _processes() -> Iterator[tuple[int, int, int]]:
    """Process, parent and group of all that run."""
    for entry in Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, IndexError):
            continue
        if entry.name.isdigit() and fields[0] != "Z":
            yield int(entry.name), int(fields[1]), int(fields[2])


def _group(group: int) -> list[int]:
    return [pid for pid, _, its in _processes() if its == group]


def _limit(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.row(29)
@pytest.mark.parametrize("size", [0, 100, 3_000])
def test_a_file_that_may_not_grow_keeps_the_old_site(tmp_path: Path, size: int) -> None:
    site = _site(tmp_path, "old")
    assert apercu("build", site).code == 0
    before = read_tree(site / "_site")
    _site(tmp_path, "new")
    done = subprocess.run(
        [*COMMAND, "build", str(site)], capture_output=True, text=True, preexec_fn=_limit(size)
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "too large" in done.stderr
    assert read_tree(site / "_site") == before
    assert apercu("build", site).code == 0
    assert _look(site / "_site") == {"new"}
    assert {path.name for path in site.iterdir()} == {"apercu.yml", "content", "_site", ".apercu"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where this user may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only a user who may mount can have a full disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.row(29)
def test_a_full_disk_keeps_the_old_site_and_says_so(tmp_path: Path, small_disk: Path) -> None:
    site = _site(tmp_path / "site", "old")
    output = small_disk / "out"
    assert apercu("build", site, "--output", output).code == 0
    before = read_tree(output)
    _site(site, "new")
    filler = small_disk / "filler"
    room = shutil.disk_usage(small_disk).free
    filler.write_bytes(b"x" * (room - 20_000))
    full = apercu("build", site, "--output", output)
    assert full.code == 3
    assert "no space left" in full.err
    assert read_tree(output) == before
    filler.unlink()
    assert apercu("build", site, "--output", output).code == 0
    assert _look(output) == {"new"}
    assert sorted(path.name for path in small_disk.iterdir()) == ["out"]


@pytest.mark.row(29)
def test_a_disk_that_cannot_be_written_keeps_the_old_site(tmp_path: Path, small_disk: Path) -> None:
    site = _site(tmp_path / "site", "old")
    output = small_disk / "out"
    assert apercu("build", site, "--output", output).code == 0
    _site(site, "new")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    assert subprocess.run(remount, capture_output=True).returncode == 0
    refused = apercu("build", site, "--output", output)
    assert refused.code == 3
    assert "read-only" in refused.err
    assert _look(output) == {"old"}


def _garbage(cache: Path) -> None:
    for path in cache.rglob("*"):
        # The files of the spare tree are those of the output under a second name.
        if path.is_file() and "spare" not in path.parts:
            path.write_bytes(b"\x80\x04\x95garbage\n" * 50)


def _cut(cache: Path) -> None:
    for path in (*cache.glob("*.json"), *cache.glob("*.pack")):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other_words(cache: Path) -> None:
    """Entries with other words and the checksums of the old ones."""
    path = cache / "texts.pack"
    texts = path.read_bytes()
    assert b"Release new" in texts
    path.write_bytes(texts.replace(b"Release new", b"Release bad"))


def _folders(cache: Path) -> None:
    for path in (*cache.glob("*.json"), *cache.glob("*.pack")):
        path.unlink()
        path.mkdir()


def _gone(cache: Path) -> None:
    shutil.rmtree(cache)


def _pickles(cache: Path) -> None:
    bomb = b"cposix\nsystem\n(S'touch pwned'\ntR."
    for name in ("notes.json", "notes.pack", "notes.pickle", "seal.json", "ledger.json"):
        (cache / name).write_bytes(bomb)


def _deep(cache: Path) -> None:
    for path in cache.glob("*.json"):
        path.write_text("[" * 100_000, "utf-8")


@pytest.mark.row(30)
@pytest.mark.point(4)
@pytest.mark.parametrize("harm", [_garbage, _cut, _other_words, _folders, _gone, _pickles, _deep])
def test_a_cache_that_was_harmed_is_made_again(
    tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    site = _site(tmp_path, "new")
    assert apercu("build", site).code == 0
    good = read_tree(site / "_site")
    harm(site / ".apercu")
    (site / "_site/index.html").write_text("changed behind our back", "utf-8")
    (site / "_site/papers/paper-1/index.html").unlink()
    assert apercu("build", site).code == 0
    assert read_tree(site / "_site") == good
    assert not list(tmp_path.rglob("pwned"))


def _forge(pack: Path) -> None:
    """Other words in a pack, with checksums that fit."""
    texts, listed = pack.read_bytes(), json.loads(pack.with_suffix(".json").read_text("utf-8"))
    assert b"Release new" in texts
    texts = texts.replace(b"Release new", b"Release bad")
    for place in listed.values():
        at, length, _ = place
        place[2] = blake2b(texts[at : at + length], digest_size=8).hexdigest()
    pack.write_bytes(texts)
    pack.with_suffix(".json").write_text(json.dumps(listed), "utf-8")


@pytest.mark.row(30)
def test_a_cache_that_git_brought_is_not_used(tmp_path: Path) -> None:
    """AP118: with the right checksums it could put anything into a page."""
    site = _site(tmp_path, "new")
    assert apercu("build", site).code == 0
    good = read_tree(site / "_site")
    git = ["git", "-C", str(site), "-c", "user.name=A", "-c", "user.email=a@x.org"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (site / ".apercu/.gitignore").unlink()
    subprocess.run([*git, "add", "-f", ".apercu/texts.pack"], check=True)
    _forge(site / ".apercu/texts.pack")
    os.utime(site / "content/n0.md")
    run = apercu("build", site)
    assert run.code == 0
    assert "AP118" in run.err
    assert read_tree(site / "_site") == good
    subprocess.run([*git, "rm", "-r", "-f", "--quiet", "--cached", ".apercu"], check=True)
    assert "AP118" not in apercu("build", site, "--clean").err


@pytest.mark.row(31)
def test_builds_at_once_end_well_or_are_told(tmp_path: Path) -> None:
    site = _site(tmp_path, "new")
    (site / ".apercu").mkdir()
    (site / ".apercu/lock").write_text("of a build that was killed", "utf-8")
    command = [*COMMAND, "build", str(site)]
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ends = [(build.communicate()[1], build.returncode) for build in builds]
    assert 0 in [code for _, code in ends]
    for said, code in ends:
        assert code == 0 or (code == 3 and "another build of this site is at work" in said)
    assert _look(site / "_site") == {"new"}


@pytest.mark.row(31)
def test_a_note_that_changes_all_the_time_never_breaks_a_build(tmp_path: Path) -> None:
    site = _site(tmp_path, "new")
    ended = threading.Event()

    def change() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            note = site / f"content/n{number % PAGES}.md"
            note.write_text(f"# Paper {number % PAGES}\n\nRelease {number}.\n", "utf-8")
            (site / "content/sometimes.md").write_text("# Sometimes\n", "utf-8")
            (site / "content/sometimes.md").unlink()

    author = threading.Thread(target=change)
    author.start()
    try:
        codes = {apercu("build", site).code for _ in range(3)}
    finally:
        ended.set()
        author.join()
    assert codes <= {0, 1}
    _site(site, "last")
    assert apercu("build", site).code == 0
    assert _look(site / "_site") == {"last"}
