"""Which files need not be made again: those that would hold what they hold in the output.

A page is known by a key that stands for all that it shows: its context, the texts in it, the
templates and our code. So is a feed, by what it holds beside the texts of notes.
"""

import functools
import hashlib
import operator
from collections.abc import Callable, Hashable, Iterable, Mapping
from pathlib import Path
from typing import cast

from apercu.codec import encode
from apercu.context import Count, Row
from apercu.jsonfile import read_json, write_json
from apercu.pack import Pack
from apercu.place import file_of
from apercu.record import Record
from apercu.site import Page, Shell

_NAME = "pages.json"
_SHARED = frozenset({Row, Count})


class Pagebook:
    """The keys of pages and shells now, and what was written under which key before."""

    def __init__(
        self,
        salt: str = "",
        note_keys: Mapping[str, str] | None = None,
        known: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """`salt` stands for the templates and all that every page shows, `note_keys` for the texts
        of notes, by path; `known` has the key and the digest of each file that is as it was."""
        self._salt = salt
        self._note_keys = note_keys or {}
        self._known = known or {}
        self._made: dict[int, str] = {}
        """Digests of what many pages show, by its identity: the pages hold it."""

    def key(self, made: Page | Shell) -> str:
        """What stands for all that a file shows."""
        texts = [self._note_keys.get(slot.note, "") for slot in made.slots]
        if isinstance(made, Page):
            parts = _parts_of(cast(Hashable, type(made.context)))(made.context)
            shown = [self._short(part) for part in parts]
            return _digest((self._salt, made.template, shown, made.url, texts, made.slots))
        return _digest((made.text, made.url, texts, made.slots))

    def digest(self, made: Page | Shell, key: str) -> str | None:
        """Of a file that need not be made again; None if it must be."""
        known, digest = self._known.get(path_of(made), ("", None))
        return digest if known == key else None

    def _short(self, value: object) -> object:
        """The value, or digests of things that stand on many pages."""
        if type(value) is tuple and value and type(value[0]) in _SHARED:
            return [self._known_digest(item) for item in value]
        return value

    def _known_digest(self, item: object) -> str:
        known = self._made.get(id(item))
        if known is None:
            known = self._made[id(item)] = _digest(item)
        return known


def path_of(made: Page | Shell) -> str:
    """Where the file stands in the output."""
    return file_of(made.url) if isinstance(made, Page) else made.url


def read_pagebook(
    cache: Path | None,
    salt: str,
    note_keys: Mapping[str, str],
    wanted: Iterable[Page | Shell],
    digests: Mapping[str, str],
    shells: Pack,
) -> Pagebook:
    """What the last build wrote down of these, as far as the output still has it.

    `digests` are those of files that are as the last build left them; `shells` has files without
    their texts: one with texts that it does not have is not known.
    """
    written = _read(cache / _NAME) if cache and digests else {}
    known = {}
    for made in wanted:
        url = path_of(made)
        key, digest = written.get(url, ("", ""))
        if digest and digests.get(url) == digest and (not made.slots or shells.keep(url)):
            known[url] = (key, digest)
    return Pagebook(salt, note_keys, known)


def write_pagebook(cache: Path, written: Mapping[str, tuple[str, str]]) -> None:
    """Keep the key and the digest of each file."""
    write_json(cache / _NAME, written)


def _read(path: Path) -> dict[str, tuple[str, str]]:
    return read_json(path, dict[str, tuple[str, str]]) or {}


@functools.cache
def _parts_of(kind: Hashable) -> Callable[[object], tuple[object, ...]]:
    """What gives the fields of a context of this kind."""
    assert isinstance(kind, type) and issubclass(kind, Record)
    names = kind.__struct_fields__
    if not names:
        return lambda _: ()
    get = operator.attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _digest(value: object) -> str:
    return hashlib.blake2b(encode(value), digest_size=16).hexdigest()
