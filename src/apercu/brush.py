"""`apercu build` after edits of texts alone, without all that other words could ask for."""

import time
from pathlib import Path

from apercu.outcome import BuildOptions
from apercu.refresh import refreshed
from apercu.sealed import look_at
from apercu.survey import OUTPUT, Begun
from apercu.terminal import site_folder, tell_outcome


def brushed_up(site: str, is_quiet: bool, begun: Begun | None) -> int | None:
    """Do what `build [SITE] [--quiet]` asks, if texts are all that changed; its exit code.

    None, with nothing done, if there is more to do. Raises what a build raises.
    """
    start = time.perf_counter()
    if begun:
        # Something changed. To import this takes as long as to count what is in the output.
        import apercu.patch  # noqa: F401
    folder = site_folder(Path(site))
    options = BuildOptions(folder, folder / OUTPUT)
    outcome = refreshed(options, look_at(options, begun))
    if outcome is None:
        return None
    return tell_outcome(outcome, options, time.perf_counter() - start, is_quiet=is_quiet)
