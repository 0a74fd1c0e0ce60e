"""Regular expressions that are compiled when they are first used.

An edit of one note uses less than half of those in its modules; to compile all of them at every
start took a ninth of its time.
"""

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, but for a mistake in the pattern, which shows when it is used."""
    return cast("re.Pattern[AnyStr]", _Late(lambda: re.compile(pattern, flags)))


class _Late:
    def __init__(self, compiled: Callable[[], object]) -> None:
        self._compiled = compiled

    def __getattr__(self, name: str) -> Any:
        # Asked only for what the object does not have yet: from now on it has it.
        value = getattr(self._compiled(), name)
        setattr(self, name, value)
        return value
