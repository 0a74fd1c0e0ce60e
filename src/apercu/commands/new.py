"""`apercu new`."""

import datetime as dt
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from apercu.config import read_config
from apercu.diagnostic import ApercuError
from apercu.fetch import NotFetched, fetch_facts
from apercu.identity import arxiv_hint, normalize_id, read_id
from apercu.imported import Facts
from apercu.late import late
from apercu.memory import Memory
from apercu.model import PaperId
from apercu.present import Present, note_heads, papers_here, title_slug
from apercu.read import Tree, read_site
from apercu.record import Record
from apercu.scaffold import note_text
from apercu.survey import CACHE, OUTPUT
from apercu.terminal import can_ask, prefix_of, site_folder
from apercu.text import did_you_mean, slugify, visible
from apercu.unite import United
from apercu.url import is_web_url

_TEMPLATES = Path("templates/notes")
_OFFLINE = 3
_EMPTY: Facts = (("authors", ()), ("year", ""), ("venue", ""))
_SHOWN = ("title", "authors", "year", "venue")
_DOI_IN_PATH = late(r"/(10\.\d{4,9}/.+?)(?:/(?:full|abstract|pdf|epdf|html)|\.pdf)?/?")


class _Wanted(Record):
    """What the note will be about."""

    id: PaperId | None
    title: str
    """Empty if only an id was given."""


@click.command("new", epilog="For example: apercu new 1706.03762 --edit")
@click.argument("what", metavar="ID|URL|KEY|TITLE", nargs=-1, required=True)
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The current folder.")
@click.option("--second", is_flag=True, help="Write another summary of a paper that is here.")
@click.option("--template", "named", metavar="NAME", help="Begin as templates/notes/NAME.md does.")
@click.option("--edit", is_flag=True, help="Open the note in your editor ($VISUAL or $EDITOR).")
def command(what: tuple[str, ...], site: Path, second: bool, named: str | None, edit: bool) -> None:
    """Make a note about a paper, and print its path.

    The paper is named by an arXiv id, a DOI, or their addresses or those of OpenReview and the ACL
    Anthology, whose particulars are fetched; by a key of the library; or by its title.
    """
    folder = site_folder(site)
    template = _template(folder, named)
    tree = read_site(folder, folder / OUTPUT)
    wanted = _wanted(" ".join(" ".join(what).split()))
    heads = note_heads(tree.notes)
    memory = Memory.of(folder / CACHE, is_read_only=True)

    def look(*ids: PaperId) -> Present:
        return papers_here(heads, tree.libraries, (memory.indexes, memory.entries), ids)

    here = look(wanted.id) if wanted.id else look()
    paper = here.about([wanted.id]) if wanted.id else here.called(wanted.title)
    if paper is None and wanted.id and wanted.id.kind == "citekey":
        # No key of the library after all: one word may be a title.
        wanted = _Wanted(None, wanted.title)
        paper = here.called(wanted.title)
    facts, problem = _facts(wanted, paper, folder)
    if paper is None:
        found = [normalize_id(key, value) for key, value in facts if isinstance(value, str)]
        ids = [paper_id for paper_id in found if paper_id]
        here = look(*ids)
        paper = here.about(ids)
    if paper and paper.summaries:
        _offer_a_second(paper, folder, is_wanted=second)
    path = _write(folder, tree, facts, here, paper, template)
    click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    _tell(facts)
    if problem:
        click.echo(f"error: {problem}; the note has what is known, fill in the rest", err=True)
    if edit:
        click.edit(filename=str(path))
    if problem:
        sys.exit(_OFFLINE)


def _wanted(what: str) -> _Wanted:
    if not what:
        raise click.UsageError("a note needs a paper")
    paper_id = read_id(what) or _doi_in(what)
    if paper_id:
        return _Wanted(paper_id, "")
    if is_web_url(what):
        help = "name the paper by its title, and write the address into the note as `url:`"
        raise ApercuError(f"nothing is known of papers at {visible(what)}", help, 2)
    hint = arxiv_hint(what)
    if hint:
        raise ApercuError(f"{what} is no id of arXiv", f"did you mean `{hint}`?", 2)
    return _Wanted(normalize_id("citekey", what.removeprefix("@")), what)


def _doi_in(url: str) -> PaperId | None:
    """The DOI in the address of a publisher: https://dl.acm.org/doi/pdf/10.1145/3292500."""
    try:
        path = unquote(urlsplit(url).path) if is_web_url(url) else ""
    except ValueError:
        return None
    match = re.search(_DOI_IN_PATH.pattern + "$", path)
    return normalize_id("doi", match[1]) if match else None


def _facts(wanted: _Wanted, paper: United | None, folder: Path) -> tuple[Facts, str]:
    """What is known of the paper, and why it is not more. Others are asked if nobody here knows."""
    if paper:
        title = paper.claims.title.plain if paper.claims.title else wanted.title
        ids = paper.claims.ids
        paper_id = next((i for i in ids if i.kind == "citekey"), ids[0] if ids else None)
        named = (("paper", _reference(paper_id)),) if paper_id else ()
        return (("title", title), *named) if title else named, ""
    if wanted.id is None:
        return (("title", wanted.title), *_EMPTY), ""
    try:
        return fetch_facts(wanted.id, folder / CACHE), ""
    except NotFetched as why:
        return (*_EMPTY, (wanted.id.kind, wanted.id.value)), str(why)


def _reference(paper_id: PaperId) -> str:
    """What `paper:` takes."""
    return paper_id.value if paper_id.kind == "citekey" else f"{paper_id.kind}:{paper_id.value}"


def _offer_a_second(paper: United, folder: Path, *, is_wanted: bool) -> None:
    """Say that the paper is here; goes on if a second summary of it is wanted and can join it."""
    note = prefix_of(folder) + paper.summaries[0].path
    if not paper.claims.ids:
        help = f"to write another summary, give {note} an id, or a name as in `paper: my-key`"
        raise ApercuError(f"{note} is about this paper already", help, 1)
    if is_wanted:
        return
    if not can_ask():
        raise ApercuError(
            f"{note} is about this paper already", "write a second summary with --second", 1
        )
    click.echo(f"{note} is about this paper already.", err=True)
    if not click.confirm("Write a second summary of it?", err=True):
        raise click.Abort


def _template(folder: Path, name: str | None) -> str:
    """The text of a note template of the site; empty if none is asked for."""
    if not name:
        return ""
    names = sorted(path.stem for path in (folder / _TEMPLATES).glob("*.md"))
    if name not in names:
        known = f"there are: {', '.join(names)}" if names else f"make {_TEMPLATES}/{name}.md"
        raise ApercuError(
            f"no note template is called `{visible(name)}`", did_you_mean(name, names) or known, 2
        )
    path = folder / _TEMPLATES / f"{name}.md"
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ApercuError(f"{path} cannot be read as UTF-8 text", "", 2) from error


def _write(
    folder: Path, tree: Tree, facts: Facts, here: Present, paper: United | None, template: str
) -> Path:
    """The new note. Its slug is written down, so that a mended title keeps its URL."""
    is_second = paper is not None and bool(paper.summaries)
    # A new folder content/ would hide the notes of a site that has none.
    has_content = (folder / "content").is_dir() or not tree.notes
    home = folder / "content" if has_content else folder
    slug, name = _slug(facts, home, here, is_second)
    own: Facts = () if is_second or "title" not in dict(facts) else (("slug", slug),)
    config, _ = read_config(tree.config)
    if is_second and not config.author:
        own += (("author", ""),)
    own += (("tldr", ""), ("date", dt.date.today().isoformat()), ("tags", ()))
    path = home / f"{name}.md"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(note_text(facts, own, template))
    except FileExistsError:
        raise ApercuError(f"{path} is there already", "edit it, or rename it", 1) from None
    except OSError as error:
        raise ApercuError(f"cannot write {path}: {(error.strerror or '').lower()}") from error
    return path


def _slug(facts: Facts, home: Path, here: Present, is_second: bool) -> tuple[str, str]:
    """The slug of a paper, and the name of its file: title, then year, then first author."""
    known = dict(facts)
    authors = known.get("authors") or ("",)
    words = [str(known.get("title") or known.get("paper") or facts[-1][1])]
    slug = slugify(words[0])
    taken = {title_slug(paper) for paper in here.papers if paper.summaries}
    if not is_second:
        for more in (str(known.get("year", "")), authors[0].rpartition(" ")[2]):
            if slug not in taken and not (home / f"{slug}.md").exists():
                break
            words += [more]
            slug = slugify(" ".join(words))
    name, number = slug, 1
    while (home / f"{name}.md").exists():
        number += 1
        name = f"{slug}-{number}"
    return slug, name


def _tell(facts: Facts) -> None:
    """What is known of the paper, for whoever looks on."""
    for key, value in facts:
        if key in _SHOWN and value:
            text = value if isinstance(value, str) else ", ".join(value[:3])
            more = f", +{len(value) - 3}" if not isinstance(value, str) and len(value) > 3 else ""
            click.echo(f"  {key:<9}{visible(text)}{more}", err=True)
