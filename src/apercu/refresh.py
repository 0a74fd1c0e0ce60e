"""The shortest way to a site that is up to date: nothing, the texts that changed, or a build."""

from apercu.lock import site_lock
from apercu.outcome import BuildOptions, Outcome
from apercu.sealed import Look, look_at
from apercu.tracked import is_tracked


def refresh_site(options: BuildOptions, scheduler: str | None = None) -> Outcome:
    """As `build_site`, which is imported only where it is needed, as is all that it imports.

    With a `scheduler` the cluster that it belongs to does the work of a build.
    """
    look = look_at(options)
    if look.unchanged:
        return look.unchanged
    if outcome := patched(options, look):
        return outcome
    from apercu.build import build_site

    if scheduler is None:
        return build_site(options, look)
    from apercu.cluster import cluster_executor

    with cluster_executor(scheduler) as executor:
        return build_site(options, look, executor)


def patched(options: BuildOptions, look: Look) -> Outcome | None:
    """What a build comes to if texts of notes are all that changed; None if there is more."""
    if not look.changed:
        return None
    from apercu.patch import patch_site

    with site_lock(options.cache) as now:
        return None if is_tracked(options.cache) else patch_site(options, look, now)
