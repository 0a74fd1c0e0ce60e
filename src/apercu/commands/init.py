"""`apercu init`."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from apercu.diagnostic import ApercuError
from apercu.read import Tree, read_site
from apercu.starter import EXAMPLE, starter_files
from apercu.survey import OUTPUT
from apercu.tally import counted
from apercu.terminal import prefix_of, show, site_folder

_WHAT = {
    "apercu.yml": "title, address and people of the site",
    "apercu.schema.json": "what editors need to complete apercu.yml",
    ".github/workflows/pages.yml": "builds and publishes on each push to main",
    EXAMPLE: "an example; delete it when you like",
}


@click.command("init", epilog="For example: apercu init notes --from ~/old-notes")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--from", "source", type=click.Path(path_type=Path), help="Copy the notes of this folder."
)
def command(folder: Path, source: Path | None) -> None:
    """Make a site in DIR that builds at once.

    Nothing that is there is touched. It has an example note, or those of the folder that --from
    names. That may be DIR itself, which then gets what it lacks.
    """
    old = site_folder(source) if source else None
    is_in_place = old is not None and _resolved(folder) == old
    if not is_in_place:
        _refuse_full(folder)
    copied: tuple[str, ...] = ()
    if old:
        tree = read_site(old, old / OUTPUT)
        if not tree.notes:
            raise ApercuError(f"{source} has no notes", "name a folder with .md files in it", 2)
        show(tree.diagnostics, old, is_verbose=False, err=True)
        copied = () if is_in_place else _paths(tree)
    files = starter_files(example=old is None)
    kept = [
        name
        for name, text in files.items()
        if not _put(folder / name, partial(_write_text, text=text))
    ]
    for name in copied:
        assert old is not None
        _put(folder / _home(name), partial(_copy, old / name))
    _tell(folder, [name for name in files if name not in kept], kept, len(copied))


def _resolved(folder: Path) -> Path | None:
    try:
        return folder.resolve()
    except (OSError, RuntimeError):
        return None


def _refuse_full(folder: Path) -> None:
    try:
        present = len(list(folder.iterdir())) if folder.is_dir() else 0
        is_file = folder.exists() and not folder.is_dir()
    except OSError as error:
        raise ApercuError(f"cannot read {folder}: {_cause(error)}") from error
    if is_file:
        raise ApercuError(f"{folder} is a file", "name a new folder, or an empty one", 2)
    if present:
        files = counted(present, "file")
        help = f"`apercu init {folder} --from {folder}` adds only what is missing"
        raise ApercuError(f"{folder} has {files} in it", help, 2)


def _paths(tree: Tree) -> tuple[str, ...]:
    """All that belongs to the notes of a folder."""
    sources = (*tree.notes, *tree.pages, *tree.libraries)
    return (*(source.path for source in sources), *tree.files, *tree.static)


def _home(name: str) -> str:
    """Where a file of another folder comes to stand."""
    return name if name.startswith(("content/", "static/")) else f"content/{name}"


def _put(path: Path, write: Callable[[Path], None]) -> bool:
    """Make a file; False if there is one already, which stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path)
    except FileExistsError:
        return False
    except OSError as error:
        raise ApercuError(f"cannot write {path}: {_cause(error)}") from error
    return True


def _write_text(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as old, path.open("xb") as new:
        shutil.copyfileobj(old, new)


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _tell(folder: Path, made: list[str], kept: list[str], copied: int) -> None:
    """What was made, and what to type next."""
    click.echo(f"Created {folder}/" if made else f"{folder}/ has all it needs")
    for name in made:
        click.echo(f"  {name:<40}{_WHAT.get(name, '')}".rstrip())
    if copied:
        click.echo(f"  {'content/':<40}{counted(copied, 'file')}, copied")
    for name in kept if made else ():
        click.echo(f"  kept {name}, which was there")
    way = prefix_of(folder.resolve()).rstrip("/")
    click.echo("\nNext")
    if way:
        click.echo(f"  cd {way}")
    click.echo(
        "  apercu serve       look at it in a browser\n"
        "  apercu new URL     add a paper by its arXiv, DOI, OpenReview or ACL address\n"
        "  apercu deploy      publish it, once git knows where to: git remote add origin URL"
    )
