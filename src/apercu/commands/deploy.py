"""`apercu deploy`."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from apercu.config import Config, read_config
from apercu.deploy import (
    Deployment,
    Repository,
    beyond_limits,
    pages_url,
    prepare,
    settings_url,
)
from apercu.diagnostic import ApercuError
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.survey import OUTPUT
from apercu.tally import counted
from apercu.terminal import exit_code, progress, show, site_folder

_WORKFLOW = ".github/workflows/pages.yml"


@click.command("deploy", epilog="For example: apercu deploy notes --dry-run")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only list what would change.")
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
def command(site: Path, is_dry: bool, strict: bool) -> None:
    """Build SITE and push it to the branch of GitHub Pages.

    No other branch is touched, nor the index, the files or the hooks of the repository.
    """
    folder = site_folder(site)
    config = _config(folder)
    repository = Repository(folder, config.deploy_remote)
    head = repository.head_of(config.deploy_branch)
    given = "" if config.domain else repository.domain_of(head)
    domain = config.domain or given
    shown_at = f"https://{domain}/" if domain else pages_url(repository.url)
    url = config.base_url or shown_at
    output = folder / OUTPUT
    base_url = None if config.base_url else url
    with progress() as bar:
        outcome = refresh_site(
            BuildOptions(folder, output, base_url=base_url, strict=strict, tell=bar.tell)
        )
    show(outcome.diagnostics, folder, is_verbose=False, err=True)
    if not outcome.published:
        click.echo("nothing was deployed", err=True)
        sys.exit(exit_code(outcome.diagnostics, bad_config=outcome.bad_config, strict=strict))
    _warn_of_addresses(config, given, shown_at)
    done = prepare(repository, output, head, keep=not is_dry)
    for sentence in beyond_limits(done):
        click.echo(f"warning: {sentence}", err=True)
    if is_dry:
        for kind, name in done.changes:
            click.echo(f"{kind} {name}")
        click.echo(f"{len(done.changes)} of {counted(done.files, 'file')} would change", err=True)
        return
    _push(repository, config, done, head, url)


def _push(repository: Repository, config: Config, done: Deployment, head: str, url: str) -> None:
    where = f"{config.deploy_branch} of {config.deploy_remote}"
    if not done.changes:
        click.echo(f"{where} is up to date")
        if url:
            click.echo(url)
        return
    uncommitted = repository.changed_files()
    if uncommitted:
        files = f"{counted(uncommitted, 'file')} of the site"
        click.echo(f"warning: {files} not committed; deployed as they are", err=True)
    commit = repository.commit(done.objects, head, f"Deploy {counted(done.files, 'file')}")
    repository.push(commit, config.deploy_branch, head)
    click.echo(f"pushed {counted(len(done.changes), 'changed file')} to {where} ({commit[:7]})")
    if url:
        click.echo(url)
    if done.is_first:
        _tell_setting(repository, config.deploy_branch)


def _tell_setting(repository: Repository, branch: str) -> None:
    """What to click the first time; GitHub shows no branch unasked."""
    settings = settings_url(repository.url)
    place = settings or "the settings of the repository, under Pages"
    click.echo(
        f"Once: at {place}\n"
        f"choose Deploy from a branch, the branch {branch} and the folder / (root).",
        err=True,
    )
    if (repository.site / _WORKFLOW).is_file():
        click.echo(
            f"Or choose GitHub Actions there: then {_WORKFLOW} publishes\n"
            "each push to main, and `apercu deploy` is not needed.",
            err=True,
        )


def _warn_of_addresses(config: Config, given: str, shown_at: str) -> None:
    """Where what is configured is not where the site will be."""
    if given:
        click.echo(
            f"kept CNAME of {config.deploy_branch}: {given}; as `domain:` in apercu.yml", err=True
        )
    host = urlsplit(config.base_url).hostname or ""
    is_elsewhere = config.base_url and shown_at and config.base_url != shown_at
    if is_elsewhere and (given or host.endswith(".github.io")):
        click.echo(
            f"warning: `base_url` is {config.base_url}, but GitHub Pages shows {shown_at}", err=True
        )


def _config(folder: Path) -> Config:
    try:
        text = (folder / "apercu.yml").read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ApercuError(f"{folder / 'apercu.yml'} cannot be read", "", 2) from error
    return read_config(Source("apercu.yml", text))[0]
