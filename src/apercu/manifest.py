"""The list of what is ours in an output: only that is ever replaced or removed."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from apercu.codec import decode, encode
from apercu.survey import MANIFEST


def read_manifest(output: Path, *, is_intact: bool = False) -> dict[str, str]:
    """The digest of each file by its URL, of those that a build of ours could have made.

    Empty if it is damaged. Of an output that `is_intact` nothing need be looked at.
    """
    known = _listed(output)
    if known is None:
        return {}
    if is_intact:
        return known
    return {name: digest for name, digest in known.items() if _is_ours(output, name)}


def is_damaged(output: Path) -> bool:
    """Whether there is a manifest that nobody can read, so that nothing is known to be ours."""
    return (output / MANIFEST).is_file() and _listed(output) is None


def _listed(output: Path) -> dict[str, str] | None:
    try:
        return decode(dict[str, str], (output / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None


def manifest_text(digests: Mapping[str, str]) -> bytes:
    """A manifest, one file a line, in order."""
    ordered = {url: digests[url] for url in sorted(digests)}
    # Inside of a text a quotation mark has a backslash before it.
    return encode(ordered).replace(b'","', b'",\n"') + b"\n"


def digest_of(content: bytes) -> str:
    """What a manifest says of a file."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def checked(url: str) -> str:
    """A URL that is surely a path inside the output; another one is our own mistake."""
    for part in url.split("/"):
        if part in ("", ".", "..") or "\0" in part or "\\" in part or len(part.encode()) > 255:
            raise ValueError(f"{url!r} is no path of an output")
    return url


def foreign_files(output: Path, ours: Mapping[str, str]) -> set[str]:
    """Files that somebody else put into the output, links included."""
    found = set()
    for folder, folders, names in os.walk(output):
        base = Path(folder)
        links = [name for name in folders if (base / name).is_symlink()]
        for name in (*names, *links):
            path = (base / name).relative_to(output).as_posix()
            if path not in ours and path != MANIFEST:
                found.add(path)
    return found


def _is_ours(output: Path, name: str) -> bool:
    try:
        path = output / checked(name)
    except ValueError:
        return False
    folders = [output.joinpath(*Path(name).parts[:k]) for k in range(1, len(Path(name).parts))]
    return not path.is_symlink() and not any(folder.is_symlink() for folder in folders)
