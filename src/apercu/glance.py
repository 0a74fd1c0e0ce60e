"""`apercu build` where nothing changed since the last one: an answer before anything is imported.

Whatever is not as plain as that is left to the command itself.
"""

import os
import sys
import time

from apercu.stamp import Numbers, folders_sum, listed_sum, meanwhile, stamps_sum, total_of
from apercu.survey import (
    CACHE,
    GLANCE,
    OUTPUT,
    TIME,
    Begun,
    asked,
    inputs_of,
    tool_stamp,
)
from apercu.tally import lasted

_ENOUGH_FOR_TWO = 1_000
"""Files; to begin a process takes a millisecond, in which one looks at four hundred."""


def answer(words: list[str]) -> tuple[bool, Begun | None]:
    """Whether these words of the command line were `build [SITE] [--quiet]`, and all is done.

    If there is more to do: what was seen of the site.
    """
    start = time.perf_counter()
    plain = plain_build(words)
    if plain is None:
        return False, None
    name, is_quiet = plain
    try:
        line, begun = _look(os.path.realpath(name))
        if line and not is_quiet:
            sys.stdout.write(f"{line.replace(TIME, lasted(time.perf_counter() - start))}\n")
            sys.stdout.flush()
    except (OSError, ValueError):
        return False, None
    return bool(line), begun


def plain_build(words: list[str]) -> tuple[str, bool] | None:
    """The site and whether to be quiet, of `build [SITE] [--quiet]`; None of other words."""
    names = [word for word in words[1:] if word not in ("-q", "--quiet")]
    if words[:1] != ["build"] or len(names) > 1 or any(name.startswith("-") for name in names):
        return None
    return names[0] if names else ".", len(names) < len(words) - 1


def _look(site: str) -> tuple[str, Begun | None]:
    """What the last build of a site said, if that still holds; else what was seen of it, if the
    last build had nothing more to say."""
    cache, output = f"{site}/{CACHE}", f"{site}/{OUTPUT}"
    if any(map(os.path.islink, (cache, f"{cache}/{GLANCE}", output))):
        return "", None
    with open(f"{cache}/{GLANCE}", "rb") as file:
        *head, names = file.read().split(b"\0", 5)
    *known, ours, line = map(os.fsdecode, head)
    files = names.split(b"\0")
    share = len(files) * 2 // 3  # what this process looks at besides takes as long as the rest

    def count() -> Numbers:
        return [listed_sum(output, files[:share])]

    first = meanwhile(count) if len(files) >= _ENOUGH_FOR_TWO else count
    try:
        tool, inputs = tool_stamp(), inputs_of(site, output)
    except OSError:
        first()
        raise
    seen = [tool, asked(OUTPUT, None, drafts=False, strict=False), str(stamps_sum(inputs))]
    if known == seen:
        total = total_of(listed_sum(output, files[share:]), *first())
        return line if str(total) == ours else "", None
    rest = meanwhile(lambda: [listed_sum(output, files[share:]), folders_sum(output, files)])

    def sums() -> Numbers:
        total, *folders = rest()
        return [total_of(total, *first()), *folders]

    return "", (tool, inputs, sums)
