"""Whether git keeps a folder: a cache that came with a clone was made by somebody else."""

import subprocess
from pathlib import Path

_SAFE = ("-c", "core.fsmonitor=false", "-c", "safe.directory=*")


def is_tracked(folder: Path) -> bool:
    """Whether the index of git names files of the folder; False where there is no git."""
    if not any((place / ".git").exists() for place in folder.parents):
        return False
    command = ["git", "-C", str(folder.parent), *_SAFE, "ls-files", "-z", "--", folder.name]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return False
    return bool(done.stdout)
