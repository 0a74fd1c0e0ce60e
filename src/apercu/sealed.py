"""Whether a build has anything to do, found out before anything heavy is imported."""

from pathlib import Path

from msgspec.structs import replace

from apercu.outcome import BuildOptions, Outcome
from apercu.record import Record
from apercu.seal import Seal, Survey, read_seal, survey_site
from apercu.stamp import encoded, folders_sum
from apercu.survey import Begun


class Look(Record):
    """A site beside what its last build sealed."""

    output: Path
    survey: Survey | None
    seal: Seal | None = None
    outcome: Outcome | None = None
    """Of the last build."""
    changed: frozenset[str] | None = None
    """Files of the site that changed since; None if more than that did."""

    @property
    def is_intact(self) -> bool:
        """Whether the output is what the last build left, foreign files too."""
        seal, survey = self.seal, self.survey
        if seal is None or survey is None:
            return False
        if (seal.ours, seal.folders) != (survey.ours, survey.folders):
            return False
        return seal.strange == folders_sum(self.output, encoded(seal.outcome.foreign))

    @property
    def is_renewable(self) -> bool:
        """Whether the seal knows files by their contents that stamps would do for now."""
        return bool(self.seal and self.survey and self.seal.inputs != self.survey.inputs)

    @property
    def unchanged(self) -> Outcome | None:
        """What the last build came to, if it need not be done again."""
        if self.outcome is None or self.changed is None or self.changed:
            return None
        return replace(self.outcome, unchanged=self.outcome.read)


def look_at(options: BuildOptions, begun: Begun | None = None) -> Look:
    """Compare a site and its output with the seal of the last build, if nothing is to be redone.

    `begun` is what was seen of the site before, if somebody looked.
    """
    survey = survey_site(options, begun)
    seal = None if options.clean else read_seal(options.cache)
    if survey is None or seal is None:
        return Look(options.output, survey)
    changed = seal.holds_but_for(survey, options.site)
    known = None if changed is None else frozenset(changed)
    return Look(options.output, survey, seal, seal.outcome, known)
