"""What an edit of the text of a note needs to know of the last build, and nothing else of it."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from apercu.codec import decode, encode
from apercu.parse import ParseOptions

_NAME = "ledger.json"


@dataclass(frozen=True, slots=True)
class Ledger:
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
    path = cache / _NAME
    try:
        if path.is_symlink():
            return None
        return decode(Ledger, json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def write_ledger(cache: Path, ledger: Ledger) -> None:
    """Keep a ledger in place of the last."""
    path = cache / _NAME
    fresh = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # without it the next edit only takes longer
        fresh.write_text(json.dumps(encode(ledger), separators=(",", ":")), "utf-8")
        fresh.replace(path)
