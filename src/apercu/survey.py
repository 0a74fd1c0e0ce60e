"""What a build would read and what the last one wrote, by stamps.

This is most of what a build does that finds nothing changed, so it imports next to nothing.
"""

import os
import sys
from collections.abc import Callable

from apercu.stamp import (
    Folder,
    Numbers,
    Stamp,
    encoded,
    folders_sum,
    listed_sum,
    stamps_below,
    tree_sum,
)

CACHE = ".apercu"
MANIFEST = ".apercu-manifest"
OUTPUT = "_site"
GLANCE = "glance"
"""In the cache, texts with NUL between them: our own code, what the last build was asked, the sums
of what it read and of what it wrote, the line that it said with TIME in it, and the names of all
that it wrote. It is there if the build had nothing else to say."""
TIME = "{time}"
Begun = tuple[str, dict[str, Stamp], Callable[[], Numbers]]
"""The first half of a look at a site: its `tool_stamp`, its `inputs_of`, and what waits for the
`output_sums`."""
_SHOWN_HIDDEN = "static/"
"""The one folder whose hidden files are published."""


def inputs_of(site: Folder, output: Folder) -> dict[str, Stamp]:
    """The stamps of all that a build may read of a site; raises OSError."""
    output = os.fspath(output)

    def is_read(entry: os.DirEntry[str], path: str) -> bool:
        if entry.name.startswith(".") and not path.startswith(_SHOWN_HIDDEN):
            return False
        return entry.path != output and not entry.name.endswith("~")

    return stamps_below(site, is_read)


def output_sums(output: Folder) -> Numbers:
    """The sum of the files that the last build wrote (`listed_sum`), and that of their folders
    (`folders_sum`); None where one is gone, or if nobody knows which they are."""
    import json  # here, because a glance has no need of it

    try:
        with open(f"{os.fspath(output)}/{MANIFEST}", "rb") as file:
            names = list(encoded((*json.load(file), MANIFEST)))
    except (OSError, ValueError, TypeError, RecursionError):
        return [None, None]
    if os.path.islink(output):
        return [None, None]
    return [listed_sum(output, names), folders_sum(output, names)]


def tool_stamp() -> str:
    """Our own code with the templates and the theme, the libraries, and Python; raises OSError."""
    package = os.path.dirname(os.path.abspath(__file__))
    above = os.path.dirname(os.path.dirname(package))
    folders = [package, *(f"{above}/{name}" for name in ("templates", "theme"))]
    code = [tree_sum(folder, "__pycache__") for folder in folders if os.path.isdir(folder)]
    libraries = [
        (path, os.stat(path).st_mtime_ns)
        for path in sys.path
        if path.endswith("-packages") and os.path.isdir(path)
    ]
    return repr((sys.version, code, libraries))


def asked(output: str, base_url: str | None, *, drafts: bool, strict: bool) -> str:
    """What was asked of a build, as far as it decides what is published.

    `output` is relative to the site.
    """
    return repr((output, base_url, drafts, strict))
