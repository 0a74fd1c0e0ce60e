"""Which paper of a site a new note would be about: what is written and known of it already."""

from collections.abc import Iterable, Sequence

from apercu.cache import Memo
from apercu.frontmatter import read_front
from apercu.libraries import LibraryIndex, read_libraries
from apercu.model import Body, Claims, LibraryEntry, PaperId, Source, Summary, Text
from apercu.parse import ParseOptions, parse_source
from apercu.record import Record
from apercu.split import split_note
from apercu.text import slugify
from apercu.unite import United, ids_of, unite

_HEAD = 2_000
"""Characters of a body that are read: what it says of its paper stands at its top."""


class Present(Record):
    """The papers of a site: those with a note, and those of its library that were asked for."""

    papers: tuple[United, ...]

    def about(self, ids: Iterable[PaperId]) -> United | None:
        """The paper with one of the ids, if it is here."""
        wanted = set(ids)
        return next((paper for paper in self.papers if wanted & set(paper.claims.ids)), None)

    def called(self, title: str) -> United | None:
        """The paper with a title, in any spelling that gives the same slug."""
        slug = slugify(title)
        return next((paper for paper in self.papers if slug == title_slug(paper)), None)


def title_slug(paper: United) -> str:
    """The slug of the title; empty if it has none."""
    return slugify(paper.claims.title.plain) if paper.claims.title else ""


def note_heads(notes: Sequence[Source]) -> tuple[Summary, ...]:
    """What notes say of their papers at their top; the rest of them is not read."""
    return tuple(head for note in notes if (head := _head(note)))


def papers_here(
    heads: Sequence[Summary],
    libraries: Sequence[Source],
    memos: tuple[Memo[LibraryIndex], Memo[LibraryEntry]],
    ids: Iterable[PaperId],
) -> Present:
    """All papers that notes are about, and those of the library that have one of the ids."""
    wanted = {*ids, *(paper_id for summary in heads for paper_id in ids_of(summary))}
    library = read_libraries(libraries, *memos)
    return Present(unite(heads, library.entries({f"{i.kind}:{i.value}" for i in wanted})))


def _head(note: Source) -> Summary | None:
    split, _ = split_note(note)
    front, _ = read_front(split, note.path)
    if front.ids:
        # What the body says is asked only where the front matter names no id (`unite.ids_of`).
        title = Text(front.title, front.title) if front.title else None
        return Summary(note.path, Claims(title, ids=front.ids), Claims(), Body(""), date=front.date)
    body = split.body[:_HEAD]
    text = body if split.front is None else f"---\n{split.front}\n---\n{body}"
    return parse_source(Source(note.path, text), ParseOptions()).summary
