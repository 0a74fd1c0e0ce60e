"""What an edit of the text of a note needs to know of the last build, and nothing else of it."""

from pathlib import Path

from apercu.jsonfile import read_json, write_json
from apercu.parse import ParseOptions
from apercu.record import Record

_NAME = "ledger.json"


class Ledger(Record):
    """Where each note's text stands in the output."""

    parse: ParseOptions
    salt: str
    """What all keys of notes have in common."""
    keys: dict[str, str]
    """Of what each note came to, by its path."""
    shells: dict[str, tuple[str, ...]]
    """The URLs of the files that hold a note's text, by its path."""
    copies: dict[str, tuple[str, ...]]
    """The URLs of the files that are the note itself."""
    shards: tuple[tuple[str, ...], ...]
    """The documents of the search."""
    lang: str
    """Of the site."""


def read_ledger(cache: Path) -> Ledger | None:
    """The ledger of the last build; None if there is none, or a damaged one."""
    return read_json(cache / _NAME, Ledger)


def write_ledger(cache: Path, ledger: Ledger) -> None:
    """Keep a ledger in place of the last."""
    write_json(cache / _NAME, ledger)
