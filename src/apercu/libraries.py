"""The libraries of a site: known by their index, and read entry by entry where one is asked for.

Most entries of a large library are neither cited nor written about, and are never decoded.
"""

from collections.abc import Iterable, Sequence

from apercu.cache import Memo, code_digest, key_of
from apercu.citing import CITATIONS
from apercu.diagnostic import Diagnostic
from apercu.identity import normalize_id, read_id
from apercu.library import read_library
from apercu.model import LibraryEntry, Parsed, Source
from apercu.pack import Damaged
from apercu.record import Record
from apercu.text import slugify
from apercu.unite import ids_of


class LibraryIndex(Record):
    """What is in a file: for each entry its key, the slug of its title, its ids as `kind:value`."""

    rows: tuple[tuple[str, ...], ...]
    diagnostics: tuple[Diagnostic, ...]


class Libraries(Record):
    """Those of a site, with what was kept of them."""

    indexes: tuple[tuple[str, LibraryIndex], ...]
    """Each with the key under which its entries are kept."""
    known: Memo[LibraryEntry]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(problem for _, index in self.indexes for problem in index.diagnostics)

    @property
    def titles(self) -> dict[str, str]:
        """The slug of the title by key, of all that can be cited; empty if it has none."""
        return {row[0]: row[1] for _, index in self.indexes for row in index.rows}

    def entries(self, wanted: Iterable[str] | None) -> list[LibraryEntry]:
        """The entries that share an id with `wanted`, directly or through others; None for all.

        Raises Damaged if the cache lost one.
        """
        rows = [(name, row) for name, index in self.indexes for row in index.rows]
        chosen = range(len(rows)) if wanted is None else _reached([row for _, row in rows], wanted)
        found = [self.known.get(f"{rows[k][0]}:{rows[k][1][0]}") for k in chosen]
        entries = [entry for entry in found if entry is not None]
        if len(entries) < len(found):
            raise Damaged("a library")
        return entries


def read_libraries(
    sources: Sequence[Source], indexes: Memo[LibraryIndex], entries: Memo[LibraryEntry]
) -> Libraries:
    """Read what has changed since the memos were loaded."""
    done = []
    for source in sources:
        name = key_of(code_digest(), source.path, source.text)
        index = indexes.get(name)
        kept = [entries.keep(f"{name}:{row[0]}") for row in index.rows] if index else []
        if index is None or not all(kept):
            library = read_library(source)
            index = LibraryIndex(tuple(map(_row, library.entries)), library.diagnostics)
            indexes.put(name, index)
            for entry in library.entries:
                entries.put(f"{name}:{entry.key}", entry)
        done.append((name, index))
    return Libraries(tuple(done), entries)


def _row(entry: LibraryEntry) -> tuple[str, ...]:
    title = slugify(entry.claims.title.plain) if entry.claims.title else ""
    return entry.key, title, *(f"{i.kind}:{i.value}" for i in entry.claims.ids)


def ids_wanted(notes: Iterable[Parsed]) -> set[str]:
    """The ids that notes name or cite, as `kind:value`."""
    wanted = set()
    for note in notes:
        if note.summary is None:
            continue
        wanted |= {f"{i.kind}:{i.value}" for i in ids_of(note.summary)}
        for ref in note.summary.body.refs:
            if ref.kind in CITATIONS:
                ids = (normalize_id("citekey", ref.target), read_id(ref.target))
                wanted |= {f"{i.kind}:{i.value}" for i in ids if i}
    return wanted


def _reached(rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> list[int]:
    """The rows that a wanted id leads to, and those that their ids lead to in turn."""
    by_id: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for paper_id in row[2:]:
            by_id.setdefault(paper_id, []).append(number)
    reached: set[int] = set()
    todo = [paper_id for paper_id in wanted if paper_id in by_id]
    while todo:
        for number in by_id[todo.pop()]:
            if number not in reached:
                reached.add(number)
                todo.extend(rows[number][2:])
    return sorted(reached)
