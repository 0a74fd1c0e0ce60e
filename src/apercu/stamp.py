"""Whether files are what they were: by what the file system says of them, without reading them.

An edit that keeps size and time of modification still changes the time of the inode. A file that
changed a moment before it was looked at might change again within one tick of the clock, so such a
one is known by its content.
"""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter

Folder = str | os.PathLike[str]
Stamp = tuple[int | str, ...]
"""Size, times of modification and of the inode in nanoseconds, inode; then, of a file that was
young, a digest of its content."""

Numbers = list[int | None]
Statuses = Mapping[str, os.stat_result | None]
"""What the file system says of files by their names; None of one that is not there."""

YOUNG = 100_000_000
"""Nanoseconds. A tick of the file system's clock is some milliseconds."""


def stamps_below(
    folder: Folder, is_wanted: Callable[[os.DirEntry[str], str], bool]
) -> dict[str, Stamp]:
    """A stamp of everything below a folder by its path in it; raises OSError.

    `is_wanted` is asked for each entry and its path; an unwanted folder is not looked into.
    """
    found: dict[str, Stamp] = {}
    pending = [(os.fspath(folder), "")]
    while pending:
        here, prefix = pending.pop()
        with os.scandir(here) as scan:
            for entry in scan:
                path = prefix + entry.name
                if not is_wanted(entry, path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append((entry.path, f"{path}/"))
                    found[f"{path}/"] = ()
                else:
                    found[path] = _stamp(entry)
    return found


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    status = entry.stat(follow_symlinks=False)
    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    if not entry.is_symlink():
        return stamp
    target = entry.stat()
    return (*stamp, target.st_size, target.st_mtime_ns, target.st_ctime_ns, target.st_ino)


def with_digests(stamps: dict[str, Stamp], folder: Folder, now: int) -> dict[str, Stamp]:
    """The stamps, those of files that were young at `now` with a digest of their content.

    `now` is in nanoseconds of the file system's clock.
    """
    place = os.fspath(folder)
    newest = (now - YOUNG,)  # a tuple, as slices are: a folder has no times
    young = [path for path, stamp in stamps.items() if max(stamp[1:2], stamp[2:3]) > newest]
    return stamps | {p: (*stamps[p], content_digest(f"{place}/{p}")) for p in young}


def changed_paths(old: dict[str, Stamp], new: dict[str, Stamp], folder: Folder) -> set[str]:
    """The paths whose stamps differ, or that are only in one of the two."""
    if old == new:
        return set()
    changed = old.keys() ^ new.keys()
    for path, stamp in new.items():
        before = old.get(path)
        if before is None or before == stamp:
            continue
        was_young = len(before) == len(stamp) + 1 and before[:-1] == stamp
        if not was_young or before[-1] != content_digest(f"{os.fspath(folder)}/{path}"):
            changed.add(path)
    return changed


def content_digest(path: Folder) -> str:
    """Of a file's bytes; empty if it cannot be read or is no regular file."""
    import hashlib  # here, because most builds have no young file

    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            return hashlib.blake2b(file.read(), digest_size=16).hexdigest()
    except OSError:
        return ""


def stamps_sum(stamps: dict[str, Stamp]) -> int | None:
    """A number that stands for all of them; None if one is of a file that was young."""
    if any(isinstance(stamp[-1], str) for stamp in stamps.values() if stamp):
        return None
    names = map(zlib.crc32, encoded(stamps))
    return sum(map(hash, zip(names, stamps.values(), strict=True))) & _MASK


def tree_sum(folder: Folder, skipped: str) -> int:
    """A number that stands for the stamps of all files in a tree.

    Folders of the name `skipped` are not looked into.
    """
    total = 0
    pending = [(os.fspath(folder), "")]
    while pending:
        here, prefix = pending.pop()
        with os.scandir(here) as scan:
            for entry in scan:
                path = prefix + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    total += file_sum(path, entry.stat(follow_symlinks=False))
                elif entry.name != skipped:
                    pending.append((entry.path, f"{path}/"))
    return total & _MASK


def encoded(names: Iterable[str]) -> Iterator[bytes]:
    """The names as the file system has them."""
    return map(os.fsencode, names)


def listed_sum(folder: Folder, names: Iterable[bytes]) -> int | None:
    """A number that stands for the stamps of the files of these names; None if one is not there.

    It is the sum of a number each (`file_sum`), so that it can be kept up to date file by file.
    This is most of what a build does that finds nothing changed, so all loops in it are C's.
    """
    names = list(names)
    try:
        place = os.open(folder, os.O_RDONLY) if _CAN_STAT_BELOW else None
    except OSError:
        return None
    top = b"" if _CAN_STAT_BELOW else os.fsencode(folder) + b"/"
    look = partial(os.stat, dir_fd=place, follow_symlinks=False)
    try:
        numbers = map(_NUMBERS, map(look, [top + name for name in names] if top else names))
        return sum(map(hash, zip(map(zlib.crc32, names), numbers, strict=True))) & _MASK
    except OSError:
        return None
    finally:
        if place is not None:
            os.close(place)


def folders_sum(folder: Folder, names: Iterable[bytes]) -> int | None:
    """A number that stands for the stamps of the folders in which files of these names are.

    It changes when a file of any name comes into one of them or leaves it.
    """
    return listed_sum(folder, _parents(names))


def folders_of(names: Iterable[str]) -> set[str]:
    """The folders that these files are in, and those above."""
    return {os.fsdecode(folder) for folder in _parents(encoded(names))}


def _parents(names: Iterable[bytes]) -> set[bytes]:
    found = {b"."}
    for name in names:
        parent = name.rpartition(b"/")[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition(b"/")[0]
    return found


def renewed(total: int, before: Statuses, now: Statuses) -> int:
    """The sum of files of which some were others `before` than they are `now`."""
    old = sum(file_sum(name, status) for name, status in before.items() if status)
    new = sum(file_sum(name, status) for name, status in now.items() if status)
    return (total - old + new) & _MASK


def total_of(*sums: int | None) -> int | None:
    """The sum of all files, of sums of some of them each."""
    known = [number for number in sums if number is not None]
    return sum(known) & _MASK if len(known) == len(sums) else None


def meanwhile(count: Callable[[], Numbers]) -> Callable[[], Numbers]:
    """Numbers that another process counts from now on; gives what waits for them.

    That process is a copy of this one; where there can be none, they are counted here. If it
    fails there is one None.
    """
    if not hasattr(os, "fork"):
        return count
    reader, writer = os.pipe()
    try:
        other = os.fork()
    except OSError:  # as many as this user may have
        os.close(reader)
        os.close(writer)
        return count
    if other == 0:
        try:
            os.write(writer, " ".join(map(str, count())).encode())
        finally:
            os._exit(0)
    os.close(writer)

    def wait() -> Numbers:
        with open(reader, "rb") as pipe:
            told = pipe.read().decode().split()
        os.waitpid(other, 0)
        return [None if number == "None" else int(number) for number in told or ["None"]]

    return wait


def file_sum(path: str, status: os.stat_result) -> int:
    """A number that differs when the stamp of a file does; the same in every process."""
    return hash((zlib.crc32(os.fsencode(path)), _NUMBERS(status))) & _MASK


_MASK = 2**64 - 1
_NUMBERS = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_CAN_STAT_BELOW = os.stat in os.supports_dir_fd
"""A path from an open folder is shorter; Windows has none."""
