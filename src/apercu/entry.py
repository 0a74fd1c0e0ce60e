"""The first steps of the command, without anything that takes longer than they do."""

import sys

from apercu import __version__


def main() -> None:
    """Run `apercu` with the words of this process; its version is said without more ado."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"apercu {__version__}")
        return
    from apercu.cli import main as run

    run()
