"""Results of a pure function, kept by the content of what went in.

JSON and not pickle: a cache folder can arrive inside a cloned repository. A line that is damaged
is a result that is made again, never an error.
"""

import functools
import hashlib
import importlib.metadata
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Generic, TypeVar

from apercu.codec import decode, encode
from apercu.diagnostic import ApercuError
from apercu.tell import telling

Input = TypeVar("Input")
Result = TypeVar("Result")

# 64: below this, starting two processes costs more than parsing the notes (measured on 2 cores).
ENOUGH_FOR_PROCESSES = 64
_LIBRARIES = (
    "bibtexparser", "brotli", "fonttools", "markdown-it-py", "math-core", "mdit-py-plugins", "nh3",
    "pygments", "pylatexenc", "pyyaml",
)  # fmt: skip


def _untold(done: int, total: int) -> None:
    del done, total


class Memo(Generic[Result]):
    """What was made before, in one file: a line holds key, checksum and JSON."""

    def __init__(self, path: Path | None, kind: type[Result], *, is_fresh: bool = False) -> None:
        """Without a path nothing is kept; a fresh memo knows nothing of earlier builds."""
        self._path = path
        self._kind = kind
        self._known = _load(path) if path and not is_fresh else {}
        self._used: dict[str, str] = {}

    def remember(
        self,
        function: Callable[[Input], Result],
        keys: Sequence[str],
        inputs: Sequence[Input],
        *,
        jobs: int = 1,
        if_killed: Callable[[Input], Result] | None = None,
        tell: Callable[[int, int], None] = _untold,
    ) -> tuple[list[Result], int]:
        """Results in the order of the inputs, and how many of them were known.

        What is not known is made in `jobs` processes if there is enough of it. Where an input ends
        its process, `if_killed` says what stands in for its result, and that is not kept. `tell`
        hears how many of the missing ones are done, and of how many.
        """
        found = {number: self.get(key) for number, key in enumerate(keys)}
        results = {number: result for number, result in found.items() if result is not None}
        missing = [number for number in range(len(keys)) if number not in results]
        made = _run(function, [inputs[number] for number in missing], jobs, tell)
        for number, result in zip(missing, made, strict=True):
            if result is not None:
                results[number] = result
                self.put(keys[number], result)
            elif if_killed is not None:
                results[number] = if_killed(inputs[number])
        return [results[number] for number in range(len(keys))], len(keys) - len(missing)

    def get(self, key: str) -> Result | None:
        """What is kept under a key; None if nothing is, or if it is damaged."""
        line = self._used.get(key) or self._known.get(key)
        result = _decode(self._kind, line) if line else None
        if line and result is not None:
            self._used[key] = line
        return result

    def put(self, key: str, result: Result) -> None:
        """Keep a result."""
        self._used[key] = json.dumps(encode(result), separators=(",", ":"))

    def keep(self, key: str) -> bool:
        """Keep what is known under a key without looking at it; False if nothing is."""
        line = self._known.get(key)
        if line:
            self._used[key] = line
        return line is not None

    def save(self) -> None:
        """Keep what was used since the memo was loaded, and nothing else."""
        if self._path is None or self._used == self._known:
            return
        lines = [f"{key}\t{_checksum(line)}\t{line}\n" for key, line in sorted(self._used.items())]
        fresh = self._path.with_suffix(f".{os.getpid()}")
        try:
            fresh.write_text("".join(lines), "utf-8")
            fresh.replace(self._path)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            cause = (error.strerror or "").lower()
            raise ApercuError(f"cannot write the cache {self._path}: {cause}") from error


def key_of(*parts: str) -> str:
    """A digest of texts that no other sequence of texts shares."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(content) + content)
    return digest.hexdigest()


@functools.cache
def code_digest() -> str:
    """A digest of our own code and of the versions of the libraries that shape results."""
    folder = Path(__file__).parent
    parts = [f"{sys.version_info[:2]}"]
    parts += [f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES]
    for path in sorted(folder.rglob("*.py")):
        parts += [path.relative_to(folder).as_posix(), path.read_text("utf-8")]
    return key_of(*parts)


def usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def _load(path: Path) -> dict[str, str]:
    if path.is_symlink() or path.parent.is_symlink():
        return {}
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    known = {}
    for line in lines:
        key, _, rest = line.partition("\t")
        checksum, _, content = rest.partition("\t")
        if content and checksum == _checksum(content):
            known[key] = content
    return known


def _checksum(line: str) -> str:
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _decode(kind: type[Result], line: str) -> Result | None:
    try:
        return decode(kind, json.loads(line))
    except (ValueError, RecursionError):
        return None


def _run(
    function: Callable[[Input], Result],
    inputs: Sequence[Input],
    jobs: int,
    tell: Callable[[int, int], None],
) -> list[Result | None]:
    """A result an input, in their order; None where the input ended its process."""
    if jobs < 2 or len(inputs) < ENOUGH_FOR_PROCESSES:
        return list(telling(map(function, inputs), len(inputs), tell))
    chunk = max(1, min(64, len(inputs) // (jobs * 4)))
    try:
        with _processes(jobs) as executor:
            made = executor.map(function, inputs, chunksize=chunk)
            return list(telling(made, len(inputs), tell))
    except BrokenProcessPool:
        return _run_apart(function, inputs)


def _run_apart(function: Callable[[Input], Result], inputs: Sequence[Input]) -> list[Result | None]:
    """As `_run`, in one process for as long as that lives; then each half of the inputs again."""
    try:
        with _processes(1) as executor:
            return list(executor.map(function, inputs, chunksize=len(inputs)))
    except BrokenProcessPool:
        if len(inputs) == 1:
            return [None]
        half = len(inputs) // 2
        return _run_apart(function, inputs[:half]) + _run_apart(function, inputs[half:])


def _processes(jobs: int) -> Executor:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(method))
