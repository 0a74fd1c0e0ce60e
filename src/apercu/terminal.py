"""What commands that look at a site share: where it is, and how its diagnostics are shown."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TextIO

from apercu.diagnostic import ApercuError, Diagnostic
from apercu.outcome import BuildOptions, Outcome
from apercu.progress import Progress
from apercu.report import MOST_ALIKE, count_line, format_text
from apercu.tally import built_line, lasted


def site_folder(site: Path) -> Path:
    """The resolved folder of a site; ApercuError if it is none."""
    try:
        folder = site.resolve()
    except (OSError, RuntimeError) as error:
        raise ApercuError(f"{site} cannot be found", exit_code=2) from error
    if not folder.is_dir():
        raise ApercuError(f"{site} is no folder", exit_code=2)
    return folder


def show(diagnostics: Sequence[Diagnostic], site: Path, *, is_verbose: bool, err: bool) -> None:
    """Print diagnostics as text, with paths that lead from the current folder."""
    stream = sys.stderr if err else sys.stdout
    text = format_text(
        diagnostics,
        line_of=LineReader(site),
        prefix=prefix_of(site),
        color=wants_color(stream),
        limit=0 if is_verbose else MOST_ALIKE,
    )
    stream.write(text)
    stream.flush()


def tell_outcome(
    outcome: Outcome,
    options: BuildOptions,
    seconds: float,
    *,
    is_quiet: bool,
    is_verbose: bool = False,
) -> int:
    """Say what a build came to that took so many seconds; gives its exit code."""
    found = outcome.diagnostics
    shown = [problem for problem in found if not is_quiet or problem.severity == "error"]
    show(shown, options.site, is_verbose=is_verbose, err=True)
    told = [f"kept {name}, which apercu did not make" for name in outcome.foreign]
    if outcome.published and not is_quiet:
        sys.stderr.write("".join(f"{line}\n" for line in told))
        counts = outcome.pages, outcome.notes
        line = built_line(*counts, lasted(seconds), outcome.unchanged, outcome.left_out)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        told = []
    if found and not is_quiet:
        told.append(count_line(found))
    if not outcome.published:
        told.append("nothing was written; the last good site is as it was")
    sys.stderr.write("".join(f"{line}\n" for line in told))
    return exit_code(found, bad_config=outcome.bad_config, strict=options.strict)


def prefix_of(site: Path) -> str:
    """What leads from the current folder to the site: "" or "notes/"."""
    try:
        way = os.path.relpath(site)
    except (OSError, ValueError):
        return f"{site}/"
    return "" if way == "." else f"{way}/"


def wants_color(stream: TextIO) -> bool:
    """Colour only on a terminal, unless the environment says otherwise (no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def progress(*, is_quiet: bool = False) -> Progress:
    """What shows on stderr how far a build is: a bar where somebody looks on, lines elsewhere."""
    is_bar = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
    return Progress(sys.stderr, is_bar=is_bar, is_quiet=is_quiet)


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def exit_code(diagnostics: Sequence[Diagnostic], *, bad_config: bool, strict: bool) -> int:
    """2 for a bad apercu.yml, 1 for errors, or warnings under `strict`, else 0."""
    if bad_config:
        return 2
    has_error = any(diagnostic.severity == "error" for diagnostic in diagnostics)
    return 1 if has_error or (strict and diagnostics) else 0


class LineReader:
    """Reads a file with a diagnostic once; a link that leads out of the site is not followed."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._lines = cache(self._read)

    def __call__(self, path: str, line: int) -> str:
        lines = self._lines(path)
        return lines[line - 1] if line <= len(lines) else ""

    def _read(self, path: str) -> tuple[str, ...]:
        try:
            file = (self._site / path).resolve(strict=True)
            if not (file.is_file() and file.is_relative_to(self._site)):
                return ()
            return tuple(file.read_text("utf-8", "replace").split("\n"))
        except (OSError, RuntimeError, ValueError):
            return ()
