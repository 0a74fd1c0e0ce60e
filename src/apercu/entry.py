"""The first steps of the command, without anything that takes longer than they do."""

import gc
import os
import sys

from apercu import __version__


def main() -> None:
    """Run `apercu` with the words of this process."""
    words = sys.argv[1:]
    if words in (["--version"], ["-V"]):
        print(f"apercu {__version__}")
        return
    begun = None
    if words[:1] == ["build"]:
        from apercu.glance import answer

        is_done, begun = answer(words)
        if is_done:
            # Nothing is left to be done; Python would take a while to forget what it knows.
            os._exit(0)
    gc.disable()  # what is imported makes no circles that are worth to be looked for
    from apercu.process import run

    run(words, begun)
