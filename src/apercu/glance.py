"""`apercu build` where nothing changed since the last one: an answer before anything is imported.

Whatever is not as plain as that is left to the command itself.
"""

import os
import sys
import time

from apercu.stamp import listed_sum, stamps_sum
from apercu.survey import CACHE, GLANCE, OUTPUT, TIME, asked, inputs_of, tool_stamp
from apercu.tally import lasted


def is_answered(words: list[str]) -> bool:
    """Whether these words of the command line were `build [SITE] [--quiet]`, and all is done."""
    start = time.perf_counter()
    plain = plain_build(words)
    if plain is None:
        return False
    name, is_quiet = plain
    try:
        line = _unchanged(os.path.realpath(name))
        if line is not None and not is_quiet:
            sys.stdout.write(f"{line.replace(TIME, lasted(time.perf_counter() - start))}\n")
            sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return line is not None


def plain_build(words: list[str]) -> tuple[str, bool] | None:
    """The site and whether to be quiet, of `build [SITE] [--quiet]`; None of other words."""
    names = [word for word in words[1:] if word not in ("-q", "--quiet")]
    if words[:1] != ["build"] or len(names) > 1 or any(name.startswith("-") for name in names):
        return None
    return names[0] if names else ".", len(names) < len(words) - 1


def _unchanged(site: str) -> str | None:
    """What the last build of a site said, if that still holds."""
    cache, output = f"{site}/{CACHE}", f"{site}/{OUTPUT}"
    if any(map(os.path.islink, (cache, f"{cache}/{GLANCE}", output))):
        return None
    with open(f"{cache}/{GLANCE}", encoding="utf-8", errors="surrogateescape") as file:
        *known, line, names = file.read().split("\0", 5)
    wanted = asked(OUTPUT, None, drafts=False, strict=False)
    seen = [tool_stamp(), wanted, str(stamps_sum(inputs_of(site, output)))]
    if known[:3] != seen or known[3] != str(listed_sum(output, names.split("\0"))):
        return None
    return line
