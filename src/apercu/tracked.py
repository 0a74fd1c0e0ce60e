"""Whether git keeps a folder: a cache that came with a clone was made by somebody else."""

from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "safe.directory=*")


_COMPRESSED = 4
"""The version of an index whose paths are cut (gitformat-index(5)); one with the extension `link`
has only some of them."""


def is_tracked(folder: Path) -> bool:
    """Whether the index of git names files of the folder; False where there is no git."""
    top = next((place for place in folder.parents if (place / ".git").exists()), None)
    if top is None or not _may_name(top / ".git/index", folder.relative_to(top)):
        return False
    import subprocess  # takes longer than most that is asked here

    command = ["git", "-C", str(folder.parent), *_SAFE, "ls-files", "-z", "--", folder.name]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return bool(done.stdout)


def _may_name(index: Path, folder: Path) -> bool:
    try:
        content = index.read_bytes()
    except OSError:
        return True
    named = f"{folder.as_posix()}/".encode()
    is_whole = content[7:8] != bytes([_COMPRESSED]) and b"link" not in content
    return not is_whole or named in content
