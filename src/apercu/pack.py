"""Texts by key in one file, of which any can be read alone.

JSON and not pickle: a cache folder can arrive inside a cloned repository. What is damaged is a
text that is made again, never an error.
"""

import hashlib
import os
from pathlib import Path

from apercu.codec import decode, encode
from apercu.diagnostic import ApercuError

MOST_WASTE = 0.5
"""Of a file; with more of it that nobody needs, it is written anew."""

Place = tuple[int, int, str]
"""Where a text begins, its length in bytes, and its checksum."""


class Damaged(Exception):
    """The cache lost what it was known to hold: all is to be made again."""


class Pack:
    """What was kept before and what is put in now; `save` keeps what was used of both.

    Beside the texts lies a list of what stands where, which is replaced in one step when they are
    complete: a process that is killed leaves the old list, which fits what the file held then.
    """

    def __init__(
        self, path: Path | None, *, is_fresh: bool = False, is_read_only: bool = False
    ) -> None:
        """Without a path, or if it is read only, what is put in stays in memory; a fresh pack knows
        nothing of earlier builds."""
        self._path = None if is_read_only else path
        self._texts: dict[str, bytes] = {}
        """What stays in memory."""
        self._places: dict[str, Place] = {}
        self._is_listed = True
        """Whether the list that is on the disk holds all places."""
        self._used: set[str] = set()
        self._file = -1
        self._written: Path | None = None
        """The file that texts are put into; the one at `path` if there was one."""
        if path and not is_fresh and not path.is_symlink() and not path.parent.is_symlink():
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            self._places = decode(dict[str, Place], path.with_suffix(".json").read_bytes())
            self._file = os.open(path, os.O_RDWR)
        except (OSError, ValueError):
            self._places = {}

    def get(self, key: str) -> bytes | None:
        """The text under a key; None if there is none, or if it is damaged."""
        text = self._texts.get(key)
        if text is None:
            text = self._read(key)
        if text is not None:
            self._used.add(key)
        return text

    def _read(self, key: str) -> bytes | None:
        at, length, checksum = self._places.get(key, (0, 0, ""))
        if not checksum:
            return None
        content = _read_at(self._file, length, at)
        if _checksum(content) != checksum:
            del self._places[key]
            return None
        return content

    def put(self, key: str, text: bytes) -> None:
        """Keep a text."""
        self._used.add(key)
        if self._path is None:
            self._texts[key] = text
            return
        checksum = _checksum(text)
        if self._places.get(key, (0, 0, ""))[1:] == (len(text), checksum):
            return
        try:
            if self._file < 0:
                self._written = self._path.with_suffix(f".{os.getpid()}")
                flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
                self._file = os.open(self._written, flags, 0o644)
            at = os.lseek(self._file, 0, os.SEEK_END)
            _write_all(self._file, text)
        except OSError as error:
            raise _unwritable(self._path, error) from error
        self._places[key] = (at, len(text), checksum)
        self._is_listed = False

    def keep(self, key: str) -> bool:
        """Keep what is known under a key without looking at it; False if nothing is.

        It may turn out to be damaged once somebody looks.
        """
        is_known = key in self._texts or key in self._places
        if is_known:
            self._used.add(key)
        return is_known

    def keep_all(self) -> None:
        """Keep all that is known."""
        self._used.update(self._places, self._texts)

    def drop(self, key: str) -> None:
        """Forget a text."""
        self._used.discard(key)

    def save(self) -> frozenset[str]:
        """Keep what was put in or used since the pack was opened or saved, and forget the rest.

        Gives the keys that are known now.
        """
        used, self._used = frozenset(self._used), set()
        if self._path is None:
            self._texts = {key: self._texts[key] for key in used if key in self._texts}
            return used
        if not self._is_listed or not used.issuperset(self._places):
            try:
                known = {key: self._places[key] for key in sorted(used) if key in self._places}
                self._commit(self._path, known)
            except OSError as error:
                raise _unwritable(self._path, error) from error
        return used

    def _commit(self, path: Path, places: dict[str, Place]) -> None:
        if self._file < 0:
            return
        worth = sum(length for _, length, _ in places.values())
        if worth < os.lseek(self._file, 0, os.SEEK_END) * MOST_WASTE:
            places = self._write_anew(path, places)
        listed = path.with_suffix(f".json.{os.getpid()}")
        listed.write_bytes(encode(places))
        if self._written is not None:
            # Between the two there is no list, rather than one of another file.
            path.with_suffix(".json").unlink(missing_ok=True)
            self._written.replace(path)
            self._written = None
        listed.replace(path.with_suffix(".json"))
        self._places, self._is_listed = places, True

    def _write_anew(self, path: Path, places: dict[str, Place]) -> dict[str, Place]:
        """What is kept, in a file of its own without the rest."""
        old, self._written = self._file, path.with_suffix(f".new.{os.getpid()}")
        self._file = os.open(self._written, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o644)
        moved: dict[str, Place] = {}
        end = 0
        for key, (at, length, checksum) in places.items():
            _write_all(self._file, _read_at(old, length, at))
            moved[key] = (end, length, checksum)
            end += length
        os.close(old)
        return moved


def _read_at(file: int, length: int, at: int) -> bytes:
    if hasattr(os, "pread"):  # has no place in the file that forked processes would share
        return os.pread(file, length, at)
    os.lseek(file, at, os.SEEK_SET)
    return os.read(file, length)


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]


def _checksum(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def _unwritable(path: Path, error: OSError) -> ApercuError:
    return ApercuError(f"cannot write the cache {path}: {(error.strerror or '').lower()}")
