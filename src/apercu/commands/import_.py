"""`apercu import`."""

from pathlib import Path

import click

from apercu.diagnostic import ApercuError
from apercu.imported import ImportedNote, read_facts
from apercu.importers import IMPORTERS
from apercu.terminal import site_folder

_MOST_BYTES = 50_000_000


@click.command("import", epilog="For example: apercu import shortscience page.txt --write")
@click.argument("kind", type=click.Choice(list(IMPORTERS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--papers", type=click.Path(path_type=Path), help="YAML list of the papers, in order."
)
@click.option("--write", "is_writing", is_flag=True, help="Make the notes; else only say which.")
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The current folder.")
def command(kind: str, file: Path, papers: Path | None, is_writing: bool, site: Path) -> None:
    """Make notes of FILE, as another tool keeps them. No note that is there is touched."""
    folder = site_folder(site)
    facts = read_facts(_read(papers), str(papers)) if papers else ()
    notes = IMPORTERS[kind](_read(file), facts)
    if not notes:
        help = "it takes the text of a page with its `[link]` lines, or the export as CSV"
        raise ApercuError(f"{file} holds no summaries of {kind}", help, exit_code=1)
    if papers and len(facts) != len(notes):
        counts = f"{papers} lists {len(facts)} papers, and {file} holds {len(notes)} summaries"
        raise ApercuError(counts, "list one paper a summary, in their order", exit_code=1)
    for note, name in zip(notes, _names(notes), strict=True):
        path = folder / "content" / f"{name}.md"
        click.echo(f"{_put(path, note.text, is_writing)} content/{name}.md")
        for guess in note.guesses:
            click.echo(f"  guessed: {guess}", err=True)
    if not is_writing:
        click.echo("nothing was written; --write makes the notes", err=True)


def _names(notes: tuple[ImportedNote, ...]) -> list[str]:
    """The names of the files; a second note of one name gets a number."""
    names: list[str] = []
    for note in notes:
        name, number = note.name, 1
        while name in names:
            number += 1
            name = f"{note.name}-{number}"
        names.append(name)
    return names


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ApercuError(f"cannot read {path}: {(error.strerror or '').lower()}", "", 2) from error
    except UnicodeDecodeError as error:
        raise ApercuError(f"{path} is not UTF-8 text", "save it again as UTF-8", 2) from error


def _put(path: Path, text: str, is_writing: bool) -> str:
    """What is done with a note, in a word: created, unchanged, kept or `would create`."""
    try:
        if path.exists():
            return "unchanged" if path.read_bytes() == text.encode() else "kept, edited since:"
        if not is_writing:
            return "would create"
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ApercuError(f"cannot write {path}: {(error.strerror or '').lower()}") from error
    return "created"
