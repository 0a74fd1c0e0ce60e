"""`apercu serve`."""

import datetime as dt
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click

from apercu.address import PORTS, listen, url_of
from apercu.config import read_config
from apercu.diagnostic import ApercuError, Diagnostic
from apercu.indexing import index_site
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.preview import LiveSite
from apercu.report import count_line, format_text
from apercu.serve import Made, Preview, base_path, run
from apercu.site import File
from apercu.survey import OUTPUT
from apercu.tally import counted, lasted
from apercu.terminal import LineReader, prefix_of, show, site_folder
from apercu.text import visible


@click.command("serve", epilog="For example: apercu serve notes --open")
@click.argument("site", type=click.Path(path_type=Path), default=".")
@click.option(
    "--host", default="127.0.0.1", help="Where to listen; this machine alone if left out."
)
@click.option("-p", "--port", type=click.IntRange(1, 65535), help="The next free one from 8000 on.")
@click.option("-o", "--open", "is_opened", is_flag=True, help="Open it in your browser.")
def command(site: Path, host: str, port: int | None, is_opened: bool) -> None:
    """Show SITE in a browser, and every change of it at once.

    Drafts are shown, too. Nothing is written.
    """
    folder = site_folder(site)
    with tempfile.TemporaryDirectory(prefix="apercu-") as kept:
        maker = _Maker(folder, Path(kept))
        first = maker.make(())
        listening = listen(host, port)
        preview = Preview(folder, base_path(_base_url(folder)), maker.make, first.files)
        preview.index = first.index
        preview.report = "" if first.files else first.report
        number = listening.getsockname()[1]
        if port is None and number != PORTS.start:
            click.echo(f"{PORTS.start} is in use; another is taken")
        url = f"{url_of(listening)}{preview.base}"
        click.echo(f"serving {url}  (drafts shown, pages follow each save, Ctrl-C ends it)")
        if is_opened:
            click.launch(url)
        run(preview, listening, host)


class _Maker:
    """Makes the site again and again, and says of each time what it came to, in a line."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder = folder
        self._kept = kept
        self._live = LiveSite(BuildOptions(site=folder, output=folder / OUTPUT, drafts=True))
        self._files: Mapping[str, File] = {}
        self._said: frozenset[tuple[str, str, str]] = frozenset()

    def make(self, changes: tuple[str, ...]) -> Made:
        """The site as it is now; `changes` are the files that are why, none the first time."""
        started = time.perf_counter()
        try:
            built = self._live.make()
        except ApercuError as error:
            click.echo(f"error: {error}", err=True)
            return Made({}, f"error: {error}\nhelp: {error.help}")
        found = built.outcome.diagnostics
        # What was said before and still holds is not said again at every save.
        fresh = [diagnostic for diagnostic in found if _what(diagnostic) not in self._said]
        show(fresh, self._folder, is_verbose=False, err=True)
        self._said = frozenset(map(_what, found))
        files = built.files
        took = lasted(time.perf_counter() - started)
        changed = _changed_pages(self._files, files)
        if not files:
            _log(changes, f"{count_line(found)}; the last good site stays")
        elif not self._files:
            pages, notes = built.outcome.pages, built.outcome.notes
            click.echo(f"made {counted(pages, 'page')} from {counted(notes, 'note')} in {took}")
        elif changes or changed:
            _log(changes, f"{counted(changed, 'page')} in {took}")
        self._files = files or self._files
        prefix = prefix_of(self._folder)
        text = format_text(found, line_of=LineReader(self._folder), prefix=prefix)
        return Made(
            files, text, partial(index_site, built.site, self._live.memory.notes, self._kept)
        )


def _what(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What a diagnostic says, wherever in its file a line above has moved it."""
    return diagnostic.span.path, diagnostic.code, diagnostic.message


def _changed_pages(old: Mapping[str, File], new: Mapping[str, File]) -> int:
    """How many pages are new, other than before, or gone."""
    changed = [url for url in old.keys() | new.keys() if old.get(url) != new.get(url)]
    return sum(url.endswith(".html") for url in changed)


def _log(changes: tuple[str, ...], line: str) -> None:
    """A line with the time and what changed, where that is known."""
    more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
    named = f"{visible(changes[0])}{more} → " if changes else ""
    click.echo(f"{dt.datetime.now():%H:%M:%S}  {named}{line}")


def _base_url(folder: Path) -> str:
    """Where the site will be, so that links are tried as they will be."""
    try:
        text = (folder / "apercu.yml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return read_config(Source("apercu.yml", text))[0].base_url
