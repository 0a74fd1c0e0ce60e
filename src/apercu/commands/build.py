"""`apercu build`."""

import sys
import time
from pathlib import Path

import click

from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.survey import OUTPUT
from apercu.terminal import progress, site_folder, tell_outcome


@click.command("build", epilog="For example: apercu build notes --strict")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--output", type=click.Path(path_type=Path), help="Where to; SITE/_site if not said.")
@click.option("--base-url", help="Where the site will be served, instead of that of apercu.yml.")
@click.option("--jobs", type=click.IntRange(1), help="Processes; as many as cores if not said.")
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster that works instead.")
@click.option("--clean", is_flag=True, help="Reuse nothing of an earlier build.")
@click.option("-D", "--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every diagnostic.")
def command(
    site: Path,
    output: Path | None,
    base_url: str | None,
    jobs: int | None,
    scheduler: str | None,
    clean: bool,
    drafts: bool,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build SITE, the current folder if not said."""
    start = time.perf_counter()
    folder = site_folder(site)
    with progress(is_quiet=quiet) as bar:
        options = BuildOptions(
            site=folder,
            output=output.absolute() if output else folder / OUTPUT,
            base_url=base_url,
            jobs=jobs or 0,
            clean=clean,
            drafts=drafts,
            strict=strict,
            tell=bar.tell,
        )
        outcome = refresh_site(options, scheduler)
    seconds = time.perf_counter() - start
    sys.exit(tell_outcome(outcome, options, seconds, is_quiet=quiet, is_verbose=verbose))
