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

from apercu.context import Count, Row
from apercu.frame import Html
from apercu.jsonfile import read_json, write_json
from apercu.pack import Pack
from apercu.place import file_of
from apercu.record import Record
from apercu.site import Page, Shell, Term

_NAME = "pages.json"
_PLAIN = frozenset({str, int, bool, type(None), Html})
_SHARED = frozenset({Row, Count, Term})


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
            shown = (self._salt, made.template, self._flat(made.context))
            return _digest(repr((shown, made.url, texts, self._flat(made.slots))))
        return _digest(repr((made.text, made.url, texts, self._flat(made.slots))))

    def digest(self, made: Page | Shell, key: str) -> str | None:
        """Of a file that need not be made again; None if it must be."""
        known, digest = self._known.get(path_of(made), ("", None))
        return digest if known == key else None

    def _flat(self, value: object) -> object:
        """A value as tuples of texts and numbers, whose `repr` costs little."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return tuple([self._flat(item) for item in cast(tuple[object, ...], value)])
        if kind not in _SHARED:
            return self._parts(kind, value)
        known = self._made.get(id(value))
        if known is None:
            known = self._made[id(value)] = _digest(repr(self._parts(kind, value)))
        return known

    def _parts(self, kind: type, value: object) -> tuple[object, ...]:
        fields = _fields_of(cast(Hashable, kind))(value)
        return (kind.__name__, *[f if type(f) in _PLAIN else self._flat(f) for f in fields])


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
def _fields_of(kind: Hashable) -> Callable[[object], tuple[object, ...]]:
    assert isinstance(kind, type) and issubclass(kind, Record)
    names = kind.__struct_fields__
    if not names:
        return lambda _: ()
    get = operator.attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
