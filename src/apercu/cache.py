"""Results of a pure function, kept by the content of what went in."""

import functools
import hashlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from apercu.codec import decode, encode
from apercu.pack import Pack
from apercu.workers import run_all

Input = TypeVar("Input")
Result = TypeVar("Result")

_LIBRARIES = (
    "bibtexparser", "brotli", "fonttools", "jinja2", "markdown-it-py", "markupsafe", "math-core",
    "mdit-py-plugins", "msgspec", "nh3", "pygments", "pylatexenc", "pyyaml",
)  # fmt: skip


class Memo(Generic[Result]):
    """What was made before, as JSON in a pack."""

    def __init__(
        self,
        path: Path | None,
        kind: type[Result],
        *,
        is_fresh: bool = False,
        is_read_only: bool = False,
    ) -> None:
        """See `Pack`."""
        self._pack = Pack(path, is_fresh=is_fresh, is_read_only=is_read_only)
        self._kind = kind
        self._made: dict[str, Result] = {}

    def remember(
        self,
        function: Callable[[Input], Result],
        keys: Sequence[str],
        inputs: Sequence[Input],
        *,
        jobs: int = 1,
        if_killed: Callable[[Input], Result] | None = None,
    ) -> tuple[list[Result], int]:
        """Results in the order of the inputs, and how many of them were known.

        What is not known is made in `jobs` processes if there is enough of it. Where an input ends
        its process, `if_killed` says what stands in for its result, and that is not kept.
        """
        found = {number: self.get(key) for number, key in enumerate(keys)}
        results = {number: result for number, result in found.items() if result is not None}
        missing = [number for number in range(len(keys)) if number not in results]
        made = run_all(
            functools.partial(_encoded, function), [inputs[number] for number in missing], jobs
        )
        for number, pair in zip(missing, made, strict=True):
            if pair is not None:
                results[number], text = pair
                self.put(keys[number], results[number], text)
            elif if_killed is not None:
                results[number] = if_killed(inputs[number])
        return [results[number] for number in range(len(keys))], len(keys) - len(missing)

    def get(self, key: str) -> Result | None:
        """What is kept under a key; None if nothing is, or if it is damaged."""
        text = self._pack.get(key)
        if text is None:
            return None
        if key not in self._made:
            try:
                self._made[key] = decode(self._kind, text)
            except ValueError:
                self._pack.drop(key)
                return None
        return self._made[key]

    def put(self, key: str, result: Result, text: bytes | None = None) -> None:
        """Keep a result; `text` is its JSON if that is known."""
        self._made[key] = result
        self._pack.put(key, encode(result) if text is None else text)

    def keep(self, key: str) -> bool:
        """Keep what is known under a key without looking at it; False if nothing is."""
        return self._pack.keep(key)

    def drop(self, key: str) -> None:
        """Forget a result."""
        self._pack.drop(key)

    def keep_all(self) -> None:
        """Keep all that is known."""
        self._pack.keep_all()

    def save(self) -> None:
        """Keep what was used since the memo was loaded, and nothing else."""
        used = self._pack.save()
        self._made = {key: result for key, result in self._made.items() if key in used}


def _encoded(function: Callable[[Input], Result], item: Input) -> tuple[Result, bytes]:
    """A result and its JSON, which the process that made it may make, too."""
    result = function(item)
    return result, encode(result)


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
    from importlib.metadata import version  # brings the reader of e-mail with it

    folder = Path(__file__).parent
    parts = [f"{sys.version_info[:2]}"]
    parts += [f"{name} {version(name)}" for name in _LIBRARIES]
    for path in sorted(folder.rglob("*.py")):
        parts += [path.relative_to(folder).as_posix(), path.read_text("utf-8")]
    return key_of(*parts)
