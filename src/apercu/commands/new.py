"""`apercu new`."""

import datetime as dt
import sys
from pathlib import Path

import click

from apercu.diagnostic import ApercuError
from apercu.fetch import NotFetched, fetch_facts
from apercu.identity import read_id
from apercu.imported import Facts, front_matter
from apercu.libraries import read_libraries
from apercu.memory import Memory
from apercu.model import PaperId
from apercu.parse import ParseOptions, parse_source
from apercu.read import Tree, read_site
from apercu.terminal import OUTPUT, site_folder
from apercu.text import slugify
from apercu.unite import ids_of

CACHE = ".apercu"
_OFFLINE = 3


@click.command("new", epilog="For example: apercu new 1706.03762")
@click.argument("what", metavar="ID|URL|KEY|TITLE")
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The current folder.")
@click.option("--second", is_flag=True, help="Write another summary of a paper that is here.")
@click.option("--edit", is_flag=True, help="Open the note in your editor.")
def command(what: str, site: Path, second: bool, edit: bool) -> None:
    """Make a note about a paper, and print its path.

    The paper is named by an arXiv id, a DOI, their URLs or that of the ACL Anthology, whose
    particulars are fetched; by a key of the library; or by its title.
    """
    if not what.strip():
        raise click.UsageError("a note needs a paper")
    folder = site_folder(site)
    tree = read_site(folder, folder / OUTPUT)
    paper_id, facts = _named(what.strip(), tree)
    here = _notes_on(paper_id, tree) if paper_id else []
    if here and not second:
        raise ApercuError(
            f"{here[0]} is about this paper already", "write a second summary with --second", 1
        )
    problem = ""
    if paper_id and not facts:
        try:
            facts = fetch_facts(paper_id, folder / CACHE)
        except NotFetched as why:
            problem = str(why)
            facts = ((paper_id.kind, paper_id.value),)
    path = _write(folder, facts, len(here))
    click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    if edit:
        click.edit(filename=str(path))
    if problem:
        click.echo(f"error: {problem}; the note has what is known", err=True)
        sys.exit(_OFFLINE)


def _named(what: str, tree: Tree) -> tuple[PaperId | None, Facts]:
    """The id of the paper, if one was given, and what is known of it without asking anybody."""
    paper_id = read_id(what)
    if paper_id:
        return paper_id, ()
    memory = Memory.of(None)
    libraries = read_libraries(tree.libraries, memory.indexes, memory.entries)
    key = what.removeprefix("@")
    if key in libraries.titles:
        (entry,) = (e for e in libraries.entries({f"citekey:{key}"}) if e.key == key)
        title = entry.claims.title.plain if entry.claims.title else key
        return PaperId("citekey", key), (("title", title), ("paper", key))
    title = " ".join(what.split())
    return None, (("title", title), ("authors", ()), ("year", ""), ("venue", ""))


def _notes_on(paper_id: PaperId, tree: Tree) -> list[str]:
    """The notes that name an id, by path."""
    parsed = [parse_source(source, ParseOptions()).summary for source in tree.notes]
    return [note.path for note in parsed if note and paper_id in ids_of(note)]


def _write(folder: Path, facts: Facts, number: int) -> Path:
    """The new note. Its slug is written down, so that a mended title keeps its URL."""
    known = dict(facts)
    title = str(known.get("title") or next(iter(known.values()), "note"))
    slug = slugify(title)
    name = f"{slug}-{number + 1}" if number else slug
    path = folder / "content" / f"{name}.md"
    lines = front_matter(facts, keep_empty=True)
    if not number and "title" in known:
        lines.append(f"slug: {slug}")
    lines += ["tldr:", f"date: {dt.date.today().isoformat()}", "tags: []"]
    text = "\n".join(["---", *lines, "---", "", ""])
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        help = "edit it, or write a second summary in a file of another name"
        raise ApercuError(f"{path} is there already", help, exit_code=1) from None
    except OSError as error:
        raise ApercuError(f"cannot write {path}: {(error.strerror or '').lower()}") from error
    return path
