"""`apercu new`."""

import datetime as dt
import json
from pathlib import Path

import click

from apercu.diagnostic import ApercuError
from apercu.terminal import site_folder
from apercu.text import slugify


@click.command("new", epilog='For example: apercu new "Attention Is All You Need"')
@click.argument("title")
@click.option("--site", type=click.Path(path_type=Path), default=".", help="The current folder.")
def command(title: str, site: Path) -> None:
    """Make a note about the paper called TITLE, and print its path."""
    if not title.strip():
        raise click.UsageError("a note needs a title")
    folder = site_folder(site)
    slug = slugify(title)
    path = folder / "content" / f"{slug}.md"
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_note(" ".join(title.split()), slug, dt.date.today()))
    except FileExistsError:
        help = "edit it, or write a second summary in a file of another name"
        raise ApercuError(f"{path} is there already", help, exit_code=1) from None
    except OSError as error:
        raise ApercuError(f"cannot write {path}: {(error.strerror or '').lower()}") from error
    click.echo(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _note(title: str, slug: str, day: dt.date) -> str:
    """The slug is written down, so that a mended title keeps its URL."""
    return f"""---
title: {json.dumps(title, ensure_ascii=False)}
authors: []
year:
venue:
tldr:
slug: {slug}
date: {day.isoformat()}
tags: []
---

"""
