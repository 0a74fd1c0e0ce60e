"""Telling whoever waits how far a long work is, without knowing who that is."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

Tell = Callable[[str, int, int], None]
"""Is told a phase, how many of its steps are done, and of how many; 0 of 0 if nobody counts."""


def silent(phase: str, done: int, total: int) -> None:
    """For when nobody waits."""
    del phase, done, total


def unheard(done: int, total: int) -> None:
    """The same for one phase."""
    del done, total


def telling(items: Iterable[Item], total: int, tell: Callable[[int, int], None]) -> Iterator[Item]:
    """The items, in their order; tells before each how many went before."""
    for done, item in enumerate(items):
        tell(done, total)
        yield item
