"""How far a build is, while it lasts: a bar on a terminal, now and then a line anywhere else.

Nothing is drawn in the first half second, and the bar is erased at the end. It is drawn by those
who tell how far they are and not by a thread, because builds fork.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

BAR_AFTER, BAR_EVERY = 0.5, 0.1
LINE_EVERY = 10.0
"""Seconds."""
_CELLS = 20
_ERASE = "\r\x1b[K"


class Progress:
    """To be told of steps within a `with`; erases what it drew when that ends."""

    def __init__(
        self,
        stream: TextIO,
        *,
        is_bar: bool,
        is_quiet: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Draws a bar, or else writes lines; nothing at all if it is quiet."""
        self._stream = stream
        self._is_quiet = is_quiet
        self._is_bar = is_bar
        self._clock = clock
        self._started = self._next = clock()
        self._next += BAR_AFTER if is_bar else LINE_EVERY
        self._phase, self._since = "", self._started
        self._is_drawn = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._is_drawn:
            self._stream.write(_ERASE)
            self._stream.flush()

    def tell(self, phase: str, done: int = 0, total: int = 0) -> None:
        """That `done` of `total` steps of a phase are done; 0 of 0 where nobody counts."""
        now = self._clock()
        is_new = phase != self._phase
        if is_new:
            self._phase, self._since = phase, now
        # A drawn bar follows each phase at once; the rest waits for its time.
        if self._is_quiet or (now < self._next and not (is_new and self._is_drawn)):
            return
        self._next = now + (BAR_EVERY if self._is_bar else LINE_EVERY)
        if self._is_bar:
            self._draw(phase, done, total, now)
        else:
            count = f" {done} of {total}" if total else ""
            self._stream.write(f"{phase}{count} ({now - self._started:.0f} s)\n")
        self._stream.flush()

    def _draw(self, phase: str, done: int, total: int, now: float) -> None:
        bar = ""
        if total:
            filled = _CELLS * done // total
            bar = f"  {'━' * filled}{'─' * (_CELLS - filled)}  {done}/{total}"
            # The first steps of a phase say little of how long the others take.
            if done and now - self._since >= BAR_AFTER:
                left = (now - self._since) * (total - done) / done
                bar += f"  {left:.0f} s left"
        self._stream.write(f"{_ERASE}{phase}{bar}")
        self._is_drawn = True
