"""Files → disk: what differs is staged beside the output, then the tree is exchanged whole.

Only what the manifest names is ever replaced or removed; a foreign file is carried over.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from apercu.diagnostic import ApercuError
from apercu.exchange import exchange
from apercu.site import Copied, File

MANIFEST = ".apercu-manifest"
_SOURCES = ("content", "templates", "theme", "static", "src", ".git", ".apercu")


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to the output."""

    files: int
    bytes: int
    changed: int
    """Files that were new or differed."""
    foreign: tuple[str, ...]
    """Files in the output that are not ours; they were carried over."""


def check_output(*, site: Path, output: Path) -> None:
    """Refuse an output that apercu must not write: ApercuError with exit code 2.

    That is a link, a file, a source or the site itself, the home folder, or a folder with files
    in it that no build of ours made.
    """
    if output.is_symlink():
        raise _refusal(f"the output {output} is a link")
    if output.exists() and not output.is_dir():
        raise _refusal(f"the output {output} is a file")
    target = output.resolve()
    guarded = [site.resolve(), Path("/"), _home(), _here()]
    if any(place == target or target in place.parents for place in guarded if place):
        raise _refusal(f"the output {output} holds the site, the home folder or this one")
    for name in _SOURCES:
        source = site.resolve() / name
        if target == source or source in target.parents:
            raise _refusal(f"the output {output} is inside the sources of the site")
    if output.is_dir() and not (output / MANIFEST).is_file() and any(output.iterdir()):
        raise _refusal(f"the output {output} has files in it that apercu did not make")


def write_site(files: Iterable[File], *, site: Path, output: Path, clean: bool = False) -> Written:
    """Make the output hold exactly `files`, and the foreign files that were there.

    With `clean` nothing that is there is reused. Raises ApercuError, with the old tree as it
    was, when the disk refuses.
    """
    staging = output.parent / f".{output.name}.apercu-new"
    try:
        contents = {_checked(file.url): _content(file, site) for file in files}
        manifest = {url: hashlib.sha256(content).hexdigest() for url, content in contents.items()}
        old = _read_manifest(output)
        foreign = _foreign(output, old)
        contents = {url: c for url, c in contents.items() if url not in foreign}
        changed = {
            url for url, content in contents.items() if clean or not _is_same(output / url, content)
        }
        if changed or set(old) != set(manifest) or not (output / MANIFEST).is_file():
            _remove(staging)
            _stage(staging, output, contents, changed, foreign, manifest)
            _swap(staging, output, set(old) - set(contents))
    except OSError as error:
        raise ApercuError(f"cannot write {output}: {_cause(error)}", _help(error)) from error
    finally:
        with suppress(OSError):
            _remove(staging)
    size = sum(map(len, contents.values()))
    return Written(len(contents), size, len(changed), tuple(sorted(foreign)))


def remove_site(output: Path) -> int:
    """Remove what the manifest of the output names, and folders that are empty then.

    Gives the number of files removed; 0 if there is no output of ours.
    """
    if output.is_symlink() or not (output / MANIFEST).is_file():
        return 0
    names = [*_read_manifest(output), MANIFEST]
    try:
        for name in names:
            (output / name).unlink(missing_ok=True)
        _remove_empty(output)
    except OSError as error:
        raise ApercuError(f"cannot clean {output}: {_cause(error)}", _help(error)) from error
    return len(names) - 1


def _checked(url: str) -> str:
    """A URL that is surely a path inside the output; another one is our own mistake."""
    for part in url.split("/"):
        if part in ("", ".", "..") or "\0" in part or "\\" in part or len(part.encode()) > 255:
            raise ValueError(f"{url!r} is no path of an output")
    return url


def _content(file: File, site: Path) -> bytes:
    if isinstance(file.content, Copied):
        return (site / file.content.path).read_bytes()
    return file.content


def _read_manifest(output: Path) -> Mapping[str, str]:
    """What the manifest names and a build of ours could have made; empty if it is damaged."""
    try:
        known = json.loads((output / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: str(digest) for name, digest in known.items() if _is_ours(output, name)}


def _is_ours(output: Path, name: str) -> bool:
    try:
        path = output / _checked(name)
    except ValueError:
        return False
    folders = [output.joinpath(*Path(name).parts[:k]) for k in range(1, len(Path(name).parts))]
    return not path.is_symlink() and not any(folder.is_symlink() for folder in folders)


def _foreign(output: Path, old: Mapping[str, str]) -> set[str]:
    """Files that somebody else put into the output, links included."""
    found = set()
    for folder, folders, names in os.walk(output):
        base = Path(folder)
        links = [name for name in folders if (base / name).is_symlink()]
        for name in (*names, *links):
            path = (base / name).relative_to(output).as_posix()
            if path not in old and path != MANIFEST:
                found.add(path)
    return found


def _is_same(path: Path, content: bytes) -> bool:
    try:
        return (
            not path.is_symlink()
            and path.stat().st_size == len(content)
            and path.read_bytes() == content
        )
    except OSError:
        return False


def _stage(
    staging: Path,
    output: Path,
    contents: Mapping[str, bytes],
    changed: set[str],
    foreign: set[str],
    manifest: Mapping[str, str],
) -> None:
    """The whole new tree: what differs is written, the rest are hard links."""
    staging.parent.mkdir(parents=True, exist_ok=True)
    for folder in sorted(_folders([*contents, *foreign])):
        (staging / folder).mkdir()
        (staging / folder).chmod(0o755)  # whatever the umask says: a server must read it
    for url, content in contents.items():
        if url in changed:
            _write(staging / url, content)
        else:
            _carry(output / url, staging / url)
    for name in foreign:
        _carry(output / name, staging / name)
    text = json.dumps(manifest, indent=0, sort_keys=True, ensure_ascii=False) + "\n"
    _write(staging / MANIFEST, text.encode())


def _folders(names: Iterable[str]) -> set[Path]:
    """Every folder that files of these names need, the root included."""
    return {folder for name in names for folder in Path(name).parents} | {Path()}


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o644)


def _carry(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.EXDEV):
            raise
        shutil.copy2(old, new, follow_symlinks=False)


def _swap(staging: Path, output: Path, gone: set[str]) -> None:
    """Put the staged tree in the place of the output, in one step where that can be."""
    if not output.exists():
        staging.rename(output)
        return
    if exchange(staging, output):
        return
    for path in sorted(staging.rglob("*")):
        target = output / path.relative_to(staging)
        if path.is_dir() and not path.is_symlink():
            target.mkdir(exist_ok=True)
        elif path.name != MANIFEST:
            path.replace(target)
    (staging / MANIFEST).replace(output / MANIFEST)
    for name in gone:
        (output / name).unlink(missing_ok=True)
    _remove_empty(output)


def _remove_empty(folder: Path) -> None:
    """Remove folders without files, from the deepest up."""
    for path, _, _ in os.walk(folder, topdown=False):
        if not any(Path(path).iterdir()):
            Path(path).rmdir()


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (RuntimeError, OSError):
        return None


def _here() -> Path | None:
    try:
        return Path.cwd().resolve()
    except OSError:  # the current folder was deleted
        return None


def _refusal(message: str) -> ApercuError:
    return ApercuError(message, "name a folder for the site alone with --output", exit_code=2)


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _help(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space; the old site is as it was"
    return "the old site is as it was"
