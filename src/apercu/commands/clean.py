"""`apercu clean`."""

import shutil
from pathlib import Path

import click

from apercu.diagnostic import ApercuError
from apercu.output import check_output, remove_site
from apercu.survey import CACHE, OUTPUT
from apercu.tally import counted
from apercu.terminal import site_folder


@click.command("clean", epilog="For example: apercu clean notes")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--output", type=click.Path(path_type=Path), help="SITE/_site if not said.")
def command(site: Path, output: Path | None) -> None:
    """Remove what builds of SITE made, and nothing else."""
    folder = site_folder(site)
    target = output.absolute() if output else folder / OUTPUT
    check_output(site=folder, output=target)
    removed = remove_site(target)
    cache = folder / CACHE
    try:
        if cache.is_dir() and not cache.is_symlink():
            shutil.rmtree(cache)
    except OSError as error:
        raise ApercuError(f"cannot remove {cache}: {(error.strerror or '').lower()}") from error
    click.echo(f"removed {counted(removed, 'file')}", err=True)
