"""`apercu check`."""

import sys
from pathlib import Path

import click

from apercu.build import check_site
from apercu.outcome import BuildOptions
from apercu.report import count_line, format_github, format_json
from apercu.survey import OUTPUT
from apercu.tally import counted
from apercu.terminal import exit_code, prefix_of, progress, show, site_folder


@click.command("check", epilog="For example: apercu check notes --format github")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("-v", "--verbose", is_flag=True, help="Print every diagnostic.")
def command(site: Path, style: str, strict: bool, verbose: bool) -> None:
    """Say all that a build of SITE would say, and more.

    Nothing is written. More are tags and metadata that disagree.
    """
    folder = site_folder(site)
    with progress() as bar:
        outcome = check_site(BuildOptions(folder, folder / OUTPUT, tell=bar.tell))
    found = outcome.diagnostics
    if style == "json":
        report = format_json(found, papers=outcome.papers, prefix=prefix_of(folder))
        click.echo(report, nl=False)
    elif style == "github":
        click.echo(format_github(found, prefix=prefix_of(folder)), nl=False)
    else:
        show(found, folder, is_verbose=verbose, err=False)
        where = f"in {counted(outcome.papers, 'paper')}"
        click.echo(count_line(found, where) or f"no problems {where}", err=True)
    sys.exit(exit_code(found, bad_config=outcome.bad_config, strict=strict))
