"""The shortest way to a site that is up to date: nothing, the texts that changed, or a build."""

from contextlib import suppress

from msgspec.structs import replace

from apercu.diagnostic import ApercuError
from apercu.lock import site_lock
from apercu.manifest import read_manifest
from apercu.outcome import BuildOptions, Outcome
from apercu.seal import write_seal
from apercu.sealed import Look, look_at
from apercu.survey import MANIFEST
from apercu.tracked import is_tracked


def refresh_site(options: BuildOptions, scheduler: str | None = None) -> Outcome:
    """As `build_site`, which is imported only where it is needed, as is all that it imports.

    With a `scheduler` the cluster that it belongs to does the work of a build.
    """
    look = look_at(options)
    if outcome := refreshed(options, look):
        return outcome
    from apercu.build import build_site

    if scheduler is None:
        return build_site(options, look)
    from apercu.cluster import cluster_executor

    with cluster_executor(scheduler) as executor:
        return build_site(options, look, executor)


def refreshed(options: BuildOptions, look: Look) -> Outcome | None:
    """What a build comes to if no more than texts of notes changed; None if there is more to do."""
    if look.unchanged:
        if look.is_renewable:
            _renew(options, look)
        return look.unchanged
    if not look.changed:
        return None
    from apercu.patch import patch_site

    with site_lock(options.cache) as now:
        return None if is_tracked(options.cache) else patch_site(options, look, now)


def _renew(options: BuildOptions, look: Look) -> None:
    """Seal once more what is as it was: files that were young at the last build are no more, so
    that the next one need not read them."""
    assert look.survey and look.seal and look.outcome
    with suppress(ApercuError), site_lock(options.cache) as now:
        survey = replace(look.survey.steady(options.site, now), spare=look.seal.spare)
        names = read_manifest(options.output, is_intact=True)
        write_seal(options, survey, look.outcome, (*names, MANIFEST))
