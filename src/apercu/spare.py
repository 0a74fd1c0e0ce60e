"""The tree that was the output before: brought up to date, it is the next one.

Two trees taken in turn cost what differs between them. Files that both have are one file with two
names. What is known of the pair is written when an exchange is done and removed before a tree is
touched, so that a build that was killed leaves no tree that is half up to date.
"""

import errno
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from apercu.record import Record
from apercu.stamp import folders_of


class CaughtUp(Record):
    """What a spare tree lacked."""

    foreign: tuple[str, ...]
    """The files in it and in the output that are not ours."""
    before: dict[str, os.stat_result | None]
    """What the file system said of the files that it lacked, before they got a second name."""
    folders: dict[str, os.stat_result | None]
    """What it said of the folders of the tree that these came into, before they did."""


class Spare(Record):
    """The spare tree of an output, in the cache folder of its site."""

    folder: Path
    output: Path

    @property
    def _note(self) -> Path:
        return self.folder.with_suffix(".json")

    def catch_up(self) -> "CaughtUp | None":
        """Make it hold what the output holds; None if it is not known what it lacks.

        The output must be as the last build left it.
        """
        try:
            known = json.loads(self._note.read_bytes())
            behind, foreign = known["behind"], tuple(known["foreign"])
            is_pair = known["pair"] == [_inode(self.output), _inode(self.folder)]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self._note.unlink()
        if not is_pair or self.folder.is_symlink():
            return None
        before = statuses_of(self.output, behind)
        folders = statuses_of(self.folder, folders_of(behind))
        for name in behind:
            old, new = self.output / name, self.folder / name
            with suppress(FileNotFoundError):
                new.unlink()
            if old.is_file() or old.is_symlink():
                carry(old, new)
        remove_empty(self.folder, behind)
        return CaughtUp(foreign, before, folders)

    def begin(self, names: Iterable[str], foreign: Iterable[str]) -> None:
        """Give each of these files of the output a second name, where there is no tree yet.

        Where files cannot have two names there is none, and the next edit takes longer.
        """
        made = {""}
        top, tree = os.fspath(self.output), os.fspath(self.folder)
        try:
            self.folder.mkdir()
            for name in names:
                parent = name.rpartition("/")[0]
                if parent not in made:
                    (self.folder / parent).mkdir(parents=True, exist_ok=True)
                    made.add(parent)
                os.link(f"{top}/{name}", f"{tree}/{name}", follow_symlinks=False)
            self.remember((), foreign)
        except OSError:
            self.forget()

    def remember(self, behind: Iterable[str], foreign: Iterable[str]) -> None:
        """Write down in what it differs from the output, after an exchange."""
        known = {
            "pair": [_inode(self.output), _inode(self.folder)],
            "behind": sorted(behind),
            "foreign": sorted(foreign),
        }
        self._note.write_text(json.dumps(known), "utf-8")

    def forget(self) -> None:
        """Remove the tree, and what is known of it."""
        self._note.unlink(missing_ok=True)
        remove_tree(self.folder)


def spare_folder(cache: Path) -> Path:
    """Where the spare tree of an output is."""
    return cache / "spare"


def spare_of(output: Path, cache: Path | None) -> Spare | None:
    """The spare tree of an output; None where it could not take its place in one step."""
    if cache is None or cache.is_symlink():
        return None
    try:
        parent = output if output.exists() else output.parent
        if cache.stat().st_dev != parent.stat().st_dev:
            return None
    except OSError:
        return None
    return Spare(spare_folder(cache), output)


def carry(old: Path, new: Path) -> None:
    """Give a file a second name, or where that cannot be a copy."""
    try:
        _link(old, new)
    except FileNotFoundError:
        new.parent.mkdir(parents=True, exist_ok=True)
        _link(old, new)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
            raise
        import shutil  # here as below, because few builds need it

        shutil.copy2(old, new, follow_symlinks=False)


def remove_empty(tree: Path, names: Iterable[str]) -> None:
    """Remove the folders of files that are gone, where nothing else is left in them."""
    folders = {parent for name in names for parent in Path(name).parents} - {Path()}
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        with suppress(OSError):
            (tree / folder).rmdir()


def remove_tree(folder: Path) -> None:
    """Remove a folder with all in it, or a link in its place."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        import shutil

        shutil.rmtree(folder)


def statuses_of(folder: Path, names: Iterable[str]) -> dict[str, os.stat_result | None]:
    """What the file system says of what has these names in a folder."""
    return {name: status_of(folder / name) for name in names}


def status_of(path: Path) -> os.stat_result | None:
    """What the file system says of a file; None if there is none."""
    try:
        return path.lstat()
    except OSError:
        return None


def _inode(folder: Path) -> int:
    return folder.stat().st_ino
