"""`apercu build` where nothing changed since the last one: an answer before anything is imported.

Whatever is not as plain as that is left to the command itself.
"""

import json
import os
import sys
import time

from apercu.stamp import stamps_sum
from apercu.survey import CACHE, GLANCE, OUTPUT, asked, inputs_of, ours_sum, tool_stamp
from apercu.tally import built_line


def is_answered(words: list[str]) -> bool:
    """Whether these words of the command line were `build [SITE] [--quiet]`, and all is done."""
    start = time.perf_counter()
    plain = plain_build(words)
    if plain is None:
        return False
    name, is_quiet = plain
    try:
        counts = _unchanged(os.path.realpath(name))
        if counts is None:
            return False
        pages, notes, read, left_out = counts
        line = built_line(pages, notes, time.perf_counter() - start, read, left_out)
        if not is_quiet:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    except (OSError, ValueError, TypeError, RecursionError):
        return False
    return True


def plain_build(words: list[str]) -> tuple[str, bool] | None:
    """The site and whether to be quiet, of `build [SITE] [--quiet]`; None of other words."""
    names = [word for word in words[1:] if word not in ("-q", "--quiet")]
    if words[:1] != ["build"] or len(names) > 1 or any(name.startswith("-") for name in names):
        return None
    return names[0] if names else ".", len(names) < len(words) - 1


def _unchanged(site: str) -> tuple[int, int, int, list[tuple[str, int]]] | None:
    """What the last build of a site came to, in pages, notes, notes read and those left out."""
    cache, output = f"{site}/{CACHE}", f"{site}/{OUTPUT}"
    if os.path.islink(cache) or os.path.islink(f"{cache}/{GLANCE}"):
        return None
    with open(f"{cache}/{GLANCE}", "rb") as file:
        *known, counts = json.load(file)
    wanted = asked(OUTPUT, None, drafts=False, strict=False)
    if known[:2] != [tool_stamp(), wanted] or known[2] != stamps_sum(inputs_of(site, output)):
        return None
    if known[3] != ours_sum(output):  # last, because it takes longest
        return None
    pages, notes, read, left_out = counts
    return pages, notes, read, left_out
