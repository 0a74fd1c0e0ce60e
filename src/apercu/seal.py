"""A build seals what it read and what it wrote; while the seal holds, there is nothing to do.

The seal knows stamps, not contents: looking at them costs a hundredth of a build. It imports next
to nothing, since a build that finds nothing changed is mostly start-up.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from apercu.manifest import MANIFEST, read_manifest
from apercu.outcome import BuildOptions
from apercu.stamp import Stamp, changed_paths, listed_sum, stamps_below, tree_sum, with_digests

_NAME = "seal.json"
_SHOWN_HIDDEN = "static/"
"""The one folder whose hidden files are published."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A site as it stands: what a build would read, and what the last one wrote."""

    tool: str
    """Our own code, the libraries, and Python."""
    options: str
    inputs: dict[str, Stamp]
    ours: int | None
    """The sum of the files that the last build wrote (`listed_sum`); None if one is gone."""

    def steady(self, site: Path, now: int) -> "Survey":
        """The same with digests of the files that were young at `now`, before they are read."""
        return replace(self, inputs=with_digests(self.inputs, site, now))


@dataclass(frozen=True, slots=True)
class Seal:
    """What a build left behind about itself."""

    tool: str
    options: str
    inputs: dict[str, Stamp]
    ours: int
    output: tuple[int, int]
    """The sum of all files of the output, and their number (`tree_sum`)."""
    outcome: object
    """The Outcome, as JSON."""

    def holds_but_for(self, survey: Survey, site: Path) -> set[str] | None:
        """The files of the site that changed; None if anything else of ours did."""
        if (self.tool, self.options, self.ours) != (survey.tool, survey.options, survey.ours):
            return None
        return changed_paths(self.inputs, survey.inputs, site)


def survey_site(options: BuildOptions) -> Survey | None:
    """Look at a site without reading it; None if some of it cannot be looked at."""
    try:
        inputs = inputs_of(options)
        ours = None
        if options.output.is_dir() and not options.output.is_symlink():
            names = read_manifest(options.output, is_intact=True)
            ours = listed_sum(options.output, (*names, MANIFEST))
        tool = _tool()
    except OSError:
        return None
    output = os.path.relpath(options.output, options.site)
    wanted = [output, options.base_url, options.drafts, options.strict]
    return Survey(tool, json.dumps(wanted), inputs, ours)


def inputs_of(options: BuildOptions) -> dict[str, Stamp]:
    """The stamps of all that a build may read of a site; raises OSError."""
    output = os.fspath(options.output)

    def is_read(entry: os.DirEntry[str], path: str) -> bool:
        if entry.name.startswith(".") and not path.startswith(_SHOWN_HIDDEN):
            return False
        return entry.path != output and not entry.name.endswith("~")

    return stamps_below(options.site, is_read)


def read_seal(cache: Path) -> Seal | None:
    """The seal of the last build; None if there is none, or a damaged one."""
    path = cache / _NAME
    if path.is_symlink() or cache.is_symlink():
        return None
    try:
        tool, options, inputs, ours, output, outcome = json.loads(path.read_bytes())
        stamps = {name: tuple(stamp) for name, stamp in inputs.items()}
        return Seal(str(tool), str(options), stamps, int(ours), tuple(output), outcome)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def write_seal(
    options: BuildOptions, survey: Survey, output: tuple[int, int], outcome: object
) -> None:
    """Seal a build of what there was at `survey`; `survey.ours` is that of what it published."""
    sealed = [survey.tool, survey.options, survey.inputs, survey.ours, output, outcome]
    path = options.cache / _NAME
    fresh = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # without a seal the next build only takes longer
        fresh.write_text(json.dumps(sealed, separators=(",", ":")), "utf-8")
        fresh.replace(path)


def break_seal(cache: Path) -> None:
    """From here on the output may be another than the seal says."""
    (cache / _NAME).unlink(missing_ok=True)


def _tool() -> str:
    package = Path(__file__).parent
    folders = [package, *(package.parents[1] / name for name in ("templates", "theme"))]
    code = [tree_sum(folder, skipped="__pycache__") for folder in folders if folder.is_dir()]
    libraries = [
        (path, Path(path).stat().st_mtime_ns)
        for path in sys.path
        if path.endswith("-packages") and Path(path).is_dir()
    ]
    return json.dumps([sys.version, code, libraries])
