"""JSON in the cache: replaced in one step, and nothing if it is damaged or a link."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from apercu.codec import decode, encode

T = TypeVar("T")


def read_json(path: Path, kind: type[T]) -> T | None:
    """What a file holds; None if there is none, if it is a link, or if it is damaged."""
    try:
        return None if path.is_symlink() else decode(kind, path.read_bytes())
    except (OSError, ValueError):
        return None


def write_json(path: Path, value: object) -> None:
    """Keep a value; where that cannot be, the next build only takes longer."""
    write_bytes(path, encode(value))


def write_bytes(path: Path, content: bytes) -> None:
    """The same for what is no JSON."""
    fresh = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        fresh.write_bytes(content)
        fresh.replace(path)
