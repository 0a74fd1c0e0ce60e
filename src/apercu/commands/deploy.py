"""`apercu deploy`."""

import sys
from pathlib import Path

import click

from apercu.config import Config, read_config
from apercu.deploy import MOST_BYTES, MOST_FILE, Deployment, Repository, deploy, pages_url
from apercu.diagnostic import ApercuError
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.terminal import OUTPUT, exit_code, show, site_folder
from apercu.text import visible


@click.command("deploy", epilog="For example: apercu deploy notes --dry-run")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only list what would change.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def command(site: Path, is_dry: bool, strict: bool) -> None:
    """Build SITE and push it to the branch that GitHub Pages shows; no other branch is touched."""
    folder = site_folder(site)
    config = _config(folder)
    repository = Repository(folder, config.deploy_remote)
    url = f"https://{config.domain}/" if config.domain else pages_url(repository.url)
    output = folder / OUTPUT
    base_url = None if config.base_url else url or None
    outcome = refresh_site(BuildOptions(folder, output, base_url=base_url, strict=strict))
    show(outcome.diagnostics, folder, is_verbose=False, err=True)
    if not outcome.published:
        click.echo("nothing was deployed", err=True)
        sys.exit(exit_code(outcome.diagnostics, bad_config=outcome.bad_config, strict=strict))
    done = deploy(repository, output, config.deploy_branch, is_dry=is_dry)
    _warn(done)
    if done.kept:
        advice = f"to name it yourself, write `domain: {visible(done.kept)}`"
        click.echo(f"kept CNAME, which apercu did not make ({advice})", err=True)
    if is_dry:
        for kind, name in done.changes:
            click.echo(f"{kind} {name}")
        click.echo(f"{len(done.changes)} of {done.files} files would change", err=True)
        return
    where = f"{config.deploy_branch} of {config.deploy_remote}"
    if not done.changes:
        click.echo(f"{where} is up to date: {config.base_url or url}")
        return
    click.echo(f"deployed {done.files} files to {where}: {config.base_url or url}")
    if done.is_first:
        what = f"choose the branch {config.deploy_branch} and the folder / (root)"
        click.echo(f"Once: in the settings of the repository, under Pages, {what}.", err=True)


def _config(folder: Path) -> Config:
    try:
        text = (folder / "apercu.yml").read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ApercuError(f"{folder / 'apercu.yml'} cannot be read", "", 2) from error
    return read_config(Source("apercu.yml", text))[0]


def _warn(done: Deployment) -> None:
    """GitHub Pages has limits that git does not know."""
    if done.bytes > MOST_BYTES:
        size = done.bytes / 1_000_000
        click.echo(f"warning: the site has {size:,.0f} MB; GitHub Pages takes 1,000", err=True)
    name, size = done.largest
    if size > MOST_FILE:
        click.echo(f"warning: {name} has {size / 1_000_000:,.0f} MB; GitHub takes 100", err=True)
