"""Which folder may be an output of ours, and how it is cleaned."""

from contextlib import suppress
from pathlib import Path

from apercu.diagnostic import ApercuError
from apercu.manifest import is_damaged, read_manifest
from apercu.spare import remove_empty
from apercu.survey import MANIFEST

_SOURCES = ("content", "templates", "theme", "static", "src", ".git", ".apercu")


def check_output(*, site: Path, output: Path) -> None:
    """Refuse an output that apercu must not write: ApercuError with exit code 2.

    That is a link, a file, a source or the site itself, the home folder, or a folder with files
    in it that no build of ours made, or that cannot be told from ours.
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
    if is_damaged(output):
        message = f"the list of files in {output} is damaged: {MANIFEST}"
        raise ApercuError(message, "remove the folder, and build again", exit_code=2)


def remove_site(output: Path) -> int:
    """Remove what the manifest of the output names, and folders that are empty then.

    Gives the number of files removed; 0 if there is no output of ours.
    """
    if output.is_symlink() or not (output / MANIFEST).is_file():
        return 0
    names = [*read_manifest(output), MANIFEST]
    try:
        for name in names:
            (output / name).unlink(missing_ok=True)
        remove_empty(output, names)
        with suppress(OSError):
            output.rmdir()
    except OSError as error:
        raise ApercuError(
            f"cannot clean {output}: {(error.strerror or str(error)).lower()}"
        ) from error
    return len(names) - 1


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
