"""A build seals what it read and what it wrote; while the seal holds, there is nothing to do.

The seal knows stamps, not contents: looking at them costs a hundredth of a build.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from apercu.jsonfile import read_json, write_bytes, write_json
from apercu.outcome import BuildOptions, Outcome
from apercu.record import Record
from apercu.stamp import (
    Stamp,
    changed_paths,
    encoded,
    folders_sum,
    listed_sum,
    meanwhile,
    stamps_sum,
    with_digests,
)
from apercu.survey import GLANCE, TIME, Begun, asked, inputs_of, output_sums, tool_stamp
from apercu.tally import built_line

_NAME = "seal.json"


class Survey(Record):
    """A site as it stands: what a build would read, and what the last one wrote."""

    tool: str
    """Our own code, the libraries, and Python."""
    options: str
    inputs: dict[str, Stamp]
    ours: int | None
    """The sum of the files that the last build wrote (`listed_sum`); None if one is gone."""
    folders: int | None
    """The sum of the folders that these are in (`folders_sum`)."""
    spare: int | None = None
    """The sum of the same folders of the spare tree; None if it is not known."""

    def steady(self, site: Path, now: int) -> "Survey":
        """The same with digests of the files that were young at `now`, before they are read."""
        return replace(self, inputs=with_digests(self.inputs, site, now))

    def published(self, output: Path, spare: Path, ours: Sequence[str]) -> "Survey":
        """The same after a build, which published files of these names."""
        names = list(encoded(ours))
        folders, others = folders_sum(output, names), folders_sum(spare, names)
        return replace(self, ours=listed_sum(output, names), folders=folders, spare=others)


class Seal(Record):
    """What a build left behind about itself."""

    tool: str
    options: str
    inputs: dict[str, Stamp]
    ours: int
    folders: int
    spare: int | None
    strange: int
    """The sum of the folders that foreign files are in."""
    outcome: Outcome

    def holds_but_for(self, survey: Survey, site: Path) -> set[str] | None:
        """The files of the site that changed; None if anything else of ours did."""
        if (self.tool, self.options, self.ours) != (survey.tool, survey.options, survey.ours):
            return None
        return changed_paths(self.inputs, survey.inputs, site)


def survey_site(options: BuildOptions, begun: Begun | None = None) -> Survey | None:
    """Look at a site without reading it; None if some of it cannot be looked at.

    `begun` is what was seen of it before, if somebody looked.
    """
    try:
        tool, inputs, sums = begun or _begin(options)
    except OSError:
        return None
    ours, *folders = sums()
    output = os.path.relpath(options.output, options.site)
    wanted = asked(output, options.base_url, drafts=options.drafts, strict=options.strict)
    return Survey(tool, wanted, inputs, ours, folders[0] if folders else None)


def _begin(options: BuildOptions) -> Begun:
    sums = meanwhile(lambda: output_sums(options.output))
    try:
        return tool_stamp(), inputs_of(options.site, options.output), sums
    except OSError:
        sums()
        raise


def read_seal(cache: Path) -> Seal | None:
    """The seal of the last build; None if there is none, or a damaged one."""
    return None if cache.is_symlink() else read_json(cache / _NAME, Seal)


def write_seal(
    options: BuildOptions, survey: Survey, outcome: Outcome, ours: Sequence[str]
) -> None:
    """Seal a build of what there was at `survey`, the sums of which are those of what it published;
    `ours` are the names of these files."""
    inputs = stamps_sum(survey.inputs)
    strange = folders_sum(options.output, encoded(outcome.foreign))
    if survey.ours is None or survey.folders is None or strange is None:
        return
    sums = survey.ours, survey.folders, survey.spare, strange
    seal = Seal(survey.tool, survey.options, survey.inputs, *sums, outcome)
    write_json(options.cache / _NAME, seal)
    if inputs is not None and not outcome.diagnostics and not outcome.foreign:
        line = built_line(outcome.pages, outcome.notes, TIME, outcome.read, outcome.left_out)
        seen = (survey.tool, survey.options, str(inputs), str(survey.ours), line, *ours)
        write_bytes(options.cache / GLANCE, "\0".join(seen).encode("utf-8", "surrogateescape"))


def break_seal(cache: Path) -> None:
    """From here on the output may be another than the seal says."""
    for name in (GLANCE, _NAME):
        (cache / name).unlink(missing_ok=True)
