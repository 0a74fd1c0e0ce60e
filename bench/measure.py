"""One process, measured: seconds, those of its processors, and memory of its largest process."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took."""

    seconds: float
    """On the wall."""
    cpu: float
    """Seconds that all its processes computed, which a busy machine hardly changes."""
    peak: int
    """Bytes of resident memory. Of several processes the largest counts, and never less than ours
    at the time of the start, which Linux hands on; so this program stays small."""


class Failed(Exception):
    """A tool that did not do what was asked, with the end of what it said."""


def measure(command: Sequence[str], folder: Path, more: Mapping[str, str] | None = None) -> Run:
    """Run a command in a folder, its talk kept away, with more variables of environment.

    Raises Failed if it does not exit with 0.
    """
    said = folder / ".said"
    with said.open("wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**_environment(), **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said_last = said.read_text("utf-8", "replace")[-2000:]
        raise Failed(f"{' '.join(command)} gave {process.returncode}\n{said_last}")
    said.unlink()
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def _environment() -> dict[str, str]:
    # Whoever installed a Python program has its bytecode.
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def tree_size(folder: Path) -> tuple[int, int]:
    """How many files are below a folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of rounds that ran one after the other."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
