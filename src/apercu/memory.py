"""What builds keep from one to the next, on disk or while a preview runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from apercu.cache import Memo, code_digest, key_of
from apercu.libraries import LibraryIndex
from apercu.mathfont import FontCut, cut_font, fit_font
from apercu.model import LibraryEntry
from apercu.notes import Notes
from apercu.pack import Pack
from apercu.record import Record
from apercu.site import File


class Memory(Record):
    """What earlier builds made."""

    notes: Notes
    indexes: Memo[LibraryIndex]
    entries: Memo[LibraryEntry]
    font: Memo[bytes]
    shells: Pack
    """The files of the site that hold texts of notes, without these, by their URL."""

    @staticmethod
    def of(cache: Path | None, *, is_fresh: bool = False, is_read_only: bool = False) -> "Memory":
        """Without a folder nothing is kept, and if it is read only nothing is added to it."""
        how = {"is_fresh": is_fresh, "is_read_only": is_read_only}

        def path(name: str) -> Path | None:
            return cache / f"{name}.pack" if cache else None

        return Memory(
            Notes(cache, **how),
            Memo(path("libraries"), LibraryIndex, **how),
            Memo(path("entries"), LibraryEntry, **how),
            Memo(path("font"), bytes, **how),
            Pack(path("shells"), **how),
        )

    def with_font(self, files: Sequence[File], symbols: str) -> list[File]:
        """The files with the math font cut to `symbols`; what was cut before is kept."""

        def cut(task: FontCut) -> bytes:
            key = key_of(code_digest(), hashlib.sha256(task.font).hexdigest(), task.symbols)
            ((content,), _) = self.font.remember(cut_font, [key], [task])
            return content

        return fit_font(files, symbols, cut)

    def save(self) -> None:
        """Keep what notes and libraries came to."""
        self.notes.save()
        self.indexes.save()
        self.entries.save()
