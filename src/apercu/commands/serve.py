"""`apercu serve`."""

import tempfile
import time
from functools import partial
from pathlib import Path

import click

from apercu.config import read_config
from apercu.diagnostic import ApercuError
from apercu.indexing import index_site
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.preview import LiveSite
from apercu.report import format_text
from apercu.serve import Made, Preview, base_path, listen, run
from apercu.terminal import OUTPUT, LineReader, prefix_of, show, site_folder


@click.command("serve", epilog="For example: apercu serve notes")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option(
    "--host", default="127.0.0.1", help="Where to listen; this machine alone if left out."
)
@click.option("--port", type=click.IntRange(1, 65535), help="The next free one from 8000 on.")
def command(site: Path, host: str, port: int | None) -> None:
    """Show SITE in a browser, drafts too, and every change of it at once; write nothing."""
    folder = site_folder(site)
    options = BuildOptions(site=folder, output=folder / OUTPUT, drafts=True)
    live = LiveSite(options)

    def make() -> Made:
        started = time.perf_counter()
        try:
            built = live.make()
        except ApercuError as error:
            click.echo(f"error: {error}", err=True)
            return Made({}, f"{error}\n{error.help}")
        outcome = built.outcome
        show(outcome.diagnostics, folder, is_verbose=False, err=True)
        took = (time.perf_counter() - started) * 1000
        if built.files:
            click.echo(f"made {outcome.pages} pages from {outcome.notes} notes in {took:.0f} ms")
        text = format_text(
            outcome.diagnostics, line_of=LineReader(folder), prefix=prefix_of(folder)
        )
        prose_of = live.memory.notes.prose
        return Made(built.files, text, partial(index_site, built.site, prose_of, kept))

    with tempfile.TemporaryDirectory(prefix="apercu-") as kept_name:
        kept = Path(kept_name)
        first = make()
        listening = listen(host, port)
        preview = Preview(folder, base_path(_base_url(folder)), make, first.files)
        preview.index = first.index
        preview.report = "" if first.files else first.report
        name, number = listening.getsockname()[:2]
        click.echo(f"serving http://{name}:{number}{preview.base} (Ctrl-C ends it)")
        run(preview, listening, host)


def _base_url(folder: Path) -> str:
    """Where the site will be, so that links are tried as they will be."""
    try:
        text = (folder / "apercu.yml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return read_config(Source("apercu.yml", text))[0].base_url
