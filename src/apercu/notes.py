"""What each note came to: what `link` needs of it at hand, its text apart and read when shown."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from apercu.cache import Memo, code_digest, key_of
from apercu.codec import decode, encode
from apercu.mathml import map_many_formulas
from apercu.model import Parsed, Prose, Source
from apercu.pack import Damaged, Pack
from apercu.tell import unheard
from apercu.workers import run_all

Parse = Callable[[Source], Parsed]


class Notes:
    """Kept from one build to the next, by keys that stand for all that a note's result depends on.

    The text of a note is most of it, and a build after an edit shows few.
    """

    def __init__(
        self, cache: Path | None, *, is_fresh: bool = False, is_read_only: bool = False
    ) -> None:
        """See `Pack`."""
        how = {"is_fresh": is_fresh, "is_read_only": is_read_only}
        self.outlines = Memo(cache / "notes.pack" if cache else None, Parsed, **how)
        self._texts = Pack(cache / "texts.pack" if cache else None, **how)
        self._keys: dict[str, str] = {}
        """The key of each note by its path."""

    def read(
        self,
        sources: Sequence[Source],
        keys: Sequence[str],
        parse: Parse,
        if_killed: Parse,
        jobs: int = 1,
        executor: Executor | None = None,
        tell: Callable[[int, int], None] = unheard,
    ) -> tuple[list[Parsed], int]:
        """Each source parsed, without its text, in their order, and how many were known.

        What is not known is parsed in `jobs` processes, or by the executor. Where a note ends its
        process, `if_killed` says what stands in for it, and that is not kept.
        """
        self._keys |= {source.path: key for source, key in zip(sources, keys, strict=True)}
        results: dict[int, Parsed] = {}
        for number, key in enumerate(keys):
            known = self.outlines.get(key) if self._texts.keep(key) else None
            if known is not None:
                results[number] = known
        missing = [number for number in range(len(keys)) if number not in results]
        made = run_all(
            partial(_parse_apart, parse),
            [sources[number] for number in missing],
            jobs,
            executor,
            each=map_many_formulas,
            tell=tell,
        )
        for number, parts in zip(missing, made, strict=True):
            source, key = sources[number], keys[number]
            if parts is None:
                results[number], text = _apart(if_killed(source))
                self._keys[source.path] = f"killed {key}"
                self._texts.put(self._keys[source.path], text)
                continue
            results[number], outline, text = parts
            self.outlines.put(key, results[number], outline)
            self._texts.put(key, text)
        return [results[number] for number in range(len(keys))], len(keys) - len(missing)

    @property
    def keys(self) -> Mapping[str, str]:
        """What stands for the text of each note that was read, by its path."""
        return self._keys

    def know(self, keys: dict[str, str]) -> None:
        """Keep what is known under these keys, by the path of each note."""
        self._keys |= keys
        self.outlines.keep_all()
        self._texts.keep_all()

    def swap(self, source: Source, key: str, parse: Parse) -> tuple[Parsed, Parsed] | None:
        """What a note came to before and comes to now, both without their texts.

        None if the cache lost it. From here on the note is known under the new key alone.
        """
        old_key = self._keys[source.path]
        old = self.outlines.get(old_key)
        if old is None:
            return None
        if key == old_key:
            return old, old
        new, outline, text = _parse_apart(parse, source)
        self.outlines.drop(old_key)
        self._texts.drop(old_key)
        self.outlines.put(key, new, outline)
        self._texts.put(key, text)
        self._keys[source.path] = key
        return old, new

    def prose(self, path: str) -> Prose:
        """The text of a note that was read; Damaged if the cache lost it."""
        text = self._texts.get(self._keys[path])
        if text is None:
            raise Damaged(path)
        return decode(Prose, text)

    def save(self) -> None:
        """Keep what was read since the last time, and nothing else."""
        self.outlines.save()
        self._texts.save()


def salt_of(parse_options: object) -> str:
    """What all keys of notes have in common: our code, the libraries, and these options."""
    return key_of(code_digest(), repr(parse_options))


def note_key(salt: str, source: Source) -> str:
    """What stands for all that the parsing of a note depends on."""
    return key_of(salt, source.path, source.text)


def _apart(parsed: Parsed) -> tuple[Parsed, bytes]:
    """What was parsed without its text, and that text."""
    summary = parsed.summary
    if summary is None:
        return parsed, encode(Prose("", ""))
    outline = replace(parsed, summary=replace(summary, body=summary.body.outline))
    return outline, encode(summary.body.prose)


def _parse_apart(parse: Parse, source: Source) -> tuple[Parsed, bytes, bytes]:
    outline, text = _apart(parse(source))
    return outline, encode(outline), text
