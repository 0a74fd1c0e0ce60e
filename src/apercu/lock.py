"""One build at a time: a lock on a file that the system takes back when the process ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from apercu.diagnostic import ApercuError
from apercu.spare import remove_tree

try:
    import fcntl
except ImportError:  # Windows, where builds are best effort
    fcntl = None  # type: ignore[assignment]


@contextmanager
def site_lock(folder: Path) -> Iterator[int]:
    """Hold the lock of a site; ApercuError at once if another build has it.

    Gives the time that the file system's clock showed, in nanoseconds.

    Makes the folder, with a `.gitignore` in it so that nothing of it is ever committed.
    """
    try:
        make_cache_folder(folder)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise ApercuError(f"cannot write in {folder}: {(error.strerror or '').lower()}") from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                message = "another build of this site is at work"
                raise ApercuError(message, "wait until it ends, then build again") from error
        _sweep(folder)
        os.utime(descriptor)
        yield os.fstat(descriptor).st_ctime_ns
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed had begun to write, whose process is its ending, and
    folders in the place of files."""
    for place in (folder, folder / "search"):
        if not place.is_dir() or place.is_symlink():
            continue
        for path in place.iterdir():
            is_folder = path.suffix in (".json", ".jsonl", ".pack") and path.is_dir()
            if is_folder and not path.is_symlink():
                remove_tree(path)
            elif path.suffix[1:].isdigit():
                path.unlink(missing_ok=True)


def make_cache_folder(folder: Path) -> None:
    """Make the cache folder, which git ignores. A link in its place is refused."""
    if folder.is_symlink():
        raise ApercuError(f"{folder} is a link, and apercu follows none", "remove it", exit_code=2)
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", "utf-8")
