"""Files → disk: what differs is staged beside the output, then the tree is exchanged whole.

Only what the manifest names is ever replaced or removed; a foreign file is carried over.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from apercu.diagnostic import ApercuError
from apercu.exchange import exchange
from apercu.manifest import (
    checked,
    digest_of,
    foreign_files,
    manifest_text,
    read_manifest,
)
from apercu.record import Record
from apercu.site import Copied, File
from apercu.spare import (
    Spare,
    carry,
    remove_empty,
    remove_tree,
    spare_of,
    status_of,
    statuses_of,
)
from apercu.stamp import folders_of
from apercu.survey import MANIFEST

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Written(Record):
    """What was done to the output."""

    ours: tuple[str, ...]
    changed: tuple[str, ...]
    """Files that were new or differed, and those that are gone."""
    foreign: tuple[str, ...]
    """Files in the output that are not ours; they were carried over."""


class Placed(Record):
    """A file that has its place in the next tree."""

    url: str
    digest: str
    is_new: bool
    """Whether it was written, because the output has no such file."""


class Staging:
    """The next tree of an output. `place_file` fills it, in any number of processes."""

    def __init__(
        self,
        output: Path,
        cache: Path | None = None,
        *,
        is_intact: bool = False,
        clean: bool = False,
    ) -> None:
        """`is_intact` says that the output is as the last build left it, and need not be read;
        with `clean` nothing that is there is reused."""
        self.output = output
        self.spare: Spare | None = spare_of(output, cache)
        self.tree = (
            self.spare.folder if self.spare else output.parent / f".{output.name}.apercu-new"
        )
        self.old = read_manifest(output, is_intact=is_intact)
        """The digest of each file of ours in the output."""
        self.is_intact = is_intact
        self.known = self.old if is_intact and not clean else {}
        """Those that need not be read to be known."""
        self.caught_up = self.spare.catch_up() if self.spare and self.known else None
        """Set if the tree holds what the output holds from the beginning."""
        known_foreign = self.caught_up.foreign if self.caught_up else ()
        self.foreign = set(known_foreign) if self.caught_up else foreign_files(output, self.old)
        self.is_read = not clean and output.is_dir()
        """Whether a file that is not known may be found to be the same by reading it."""
        if self.caught_up is None:
            self.discard()
            self.tree.mkdir(parents=True)

    def stat(self, urls: Iterable[str]) -> dict[str, os.stat_result]:
        """What the file system said of files of the output before this tree was begun."""
        before = self.caught_up.before if self.caught_up else {}
        now = {url: status_of(self.output / url) for url in urls if url not in before}
        return {url: status for url, status in (now | before).items() if status is not None}

    def folders(self, urls: Iterable[str]) -> dict[str, os.stat_result | None]:
        """What the file system said of the folders of these files in the tree before it was
        touched."""
        before = self.caught_up.folders if self.caught_up else {}
        return statuses_of(self.tree, folders_of(urls) - before.keys()) | before

    def publish(self, placed: Iterable[Placed]) -> Written:
        """Put the tree in the place of the output, with exactly these files and foreign ones."""
        ours = {file.url: file for file in placed if file.url not in self.foreign}
        changed = {url for url, file in ours.items() if file.is_new}
        gone = self.old.keys() - ours.keys()
        if changed or gone or not (self.output / MANIFEST).is_file():
            self._complete([url for url in ours if url not in changed], gone)
            digests = {url: file.digest for url, file in ours.items()}
            _write(self.tree / MANIFEST, manifest_text(digests))
            self._swap({*changed, *gone, MANIFEST}, [*ours, *self.foreign, MANIFEST])
        elif self.spare and self.caught_up:
            self.spare.remember((), self.foreign)
        else:
            self.discard()
        return Written(tuple(ours), tuple(sorted(changed | gone)), tuple(sorted(self.foreign)))

    def discard(self) -> None:
        """Leave nothing of a tree that is not to be published."""
        if self.spare:
            self.spare.forget()
        else:
            remove_tree(self.tree)

    def _complete(self, unchanged: Iterable[str], gone: Iterable[str]) -> None:
        """What the tree has in common with the output, where it has not been there before."""
        if self.caught_up:
            for name in gone:
                with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                    (self.tree / name).unlink()
            remove_empty(self.tree, gone)
            return
        for name in (*unchanged, *self.foreign):
            carry(self.output / name, self.tree / name)

    def _swap(self, changed: set[str], names: Sequence[str]) -> None:
        if not self.output.exists():
            self.tree.rename(self.output)
            if self.spare:
                self.spare.begin(names, self.foreign)
                return
        elif exchange(self.tree, self.output):
            if self.spare and self.is_intact:
                self.spare.remember(changed, self.foreign)
                return
            if self.spare:
                # Nobody knows what else is in the old tree, such as an empty folder.
                self.spare.forget()
                self.spare.begin(names, self.foreign)
                return
        else:
            self._move_one_by_one()
        self.discard()

    def _move_one_by_one(self) -> None:
        """Where two folders cannot change places: each file is whole, but not all at once."""
        for path in sorted(self.tree.rglob("*")):
            target = self.output / path.relative_to(self.tree)
            if path.is_dir() and not path.is_symlink():
                target.mkdir(exist_ok=True)
            elif path.name != MANIFEST:
                path.replace(target)
        (self.tree / MANIFEST).replace(self.output / MANIFEST)
        gone = self.old.keys() - read_manifest(self.output).keys()
        for name in gone:
            (self.output / name).unlink(missing_ok=True)
        remove_empty(self.output, gone)


def place_file(file: File, site: Path, staging: Staging) -> Placed:
    """Give a file its place in the next tree, and write it if the output has no such file."""
    content = file.content
    if isinstance(content, Copied):
        content = _read(site, content.path)
    url, digest = checked(file.url), digest_of(content)
    known = staging.known.get(url)
    is_same = known == digest if known else _is_same(staging, url, content)
    if not is_same and url not in staging.foreign:
        _write(staging.tree / url, content, may_exist=staging.caught_up is not None)
    return Placed(url, digest, not is_same)


def write_site(
    files: Iterable[File],
    *,
    site: Path,
    output: Path,
    clean: bool = False,
    cache: Path | None = None,
) -> Written:
    """Make the output hold exactly `files`, and the foreign files that were there.

    With `clean` nothing that is there is reused. Raises ApercuError, with the old tree as it
    was, when the disk refuses.
    """
    with staged(output, cache, clean=clean) as staging:
        return staging.publish([place_file(file, site, staging) for file in files])


@contextmanager
def staged(
    output: Path, cache: Path | None = None, *, is_intact: bool = False, clean: bool = False
) -> Iterator[Staging]:
    """A tree to fill and publish, or nothing is left of it; what the disk refuses is ApercuError.

    Whatever the umask says, a server must be able to read what is made in it.
    """
    before = os.umask(0o022)
    staging = None
    try:
        staging = Staging(output, cache, is_intact=is_intact, clean=clean)
        yield staging
    except BaseException as error:
        with suppress(OSError):
            if staging:
                staging.discard()
        if isinstance(error, OSError):
            raise ApercuError(f"cannot write {output}: {_cause(error)}", _help(error)) from error
        raise
    finally:
        os.umask(before)


def _read(site: Path, path: str) -> bytes:
    try:
        return (site / path).read_bytes()
    except OSError as error:
        message = f"{path} cannot be read any more: {_cause(error)}"
        help = "it changed during the build: build again; the old site is as it was"
        raise ApercuError(message, help, exit_code=1) from error


def _is_same(staging: Staging, url: str, content: bytes) -> bool:
    path = staging.output / url
    try:
        return (
            staging.is_read
            and not path.is_symlink()
            and path.stat().st_size == len(content)
            and path.read_bytes() == content
        )
    except OSError:
        return False


def _write(path: Path, content: bytes, *, may_exist: bool = True) -> None:
    """A new file: one of that name may be the output's own under a second name."""
    try:
        if may_exist:
            path.unlink(missing_ok=True)
        file = os.open(path, _NEW, 0o644)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, _NEW, 0o644)
    except (NotADirectoryError, IsADirectoryError):
        _make_way(path)
        file = os.open(path, _NEW, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(file, view) :]
    finally:
        os.close(file)


def _make_way(path: Path) -> None:
    """Make the folder of a new file where a file or a folder of the old site was."""
    if path.is_dir():
        remove_tree(path)
    for folder in path.parents:
        if folder.is_file():
            folder.unlink()
            break
    path.parent.mkdir(parents=True, exist_ok=True)


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _help(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space; the old site is as it was"
    return "the old site is as it was"
