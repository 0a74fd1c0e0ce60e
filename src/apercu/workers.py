"""Work shared out to processes: the same results in the same order, however many there are.

A process that is killed, by a crash of native code or by want of memory, costs the one input that
it was at; all others get their results.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar, cast

from apercu.tell import telling, unheard

Input = TypeVar("Input")
Result = TypeVar("Result")

ENOUGH_FOR_PROCESSES = 64
"""Inputs; below this, starting two processes costs more than parsing the notes (on 2 cores)."""

FAR = 32
"""Inputs that are sent to an executor at once: a message costs about as much as a note."""


def usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def run_all(
    function: Callable[[Input], Result],
    inputs: Sequence[Input],
    jobs: int,
    executor: Executor | None = None,
    *,
    enough: int = ENOUGH_FOR_PROCESSES,
    chunk: int = 0,
    tell: Callable[[int, int], None] = unheard,
) -> list[Result | None]:
    """A result an input, in their order; None where the input ended its process.

    Fewer than `enough` inputs are worked at here; a process takes `chunk` of them at once. `tell`
    hears how many are done, and of how many.
    With an `executor` it is that which works, and which knows what to do about a lost process.
    """
    if executor is not None:
        chunks = [inputs[k : k + FAR] for k in range(0, len(inputs), FAR)]
        return [r for part in executor.map(partial(_map, function), chunks) for r in part]
    if jobs < 2 or len(inputs) < enough:
        return list(telling(map(function, inputs), len(inputs), tell))
    # Imported here: most builds after an edit need no second process.
    from concurrent.futures.process import BrokenProcessPool

    chunk = chunk or max(1, min(64, len(inputs) // (jobs * 4)))
    try:
        with _processes(jobs) as pool:
            made = pool.map(function, inputs, chunksize=chunk)
            return list(telling(made, len(inputs), tell))
    except BrokenProcessPool:
        return _run_apart(function, inputs)


@contextmanager
def beside(work: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """Work that another process begins now, if there may be one; gives what waits for its result.

    The process is forked: it finds all that the work is about in its memory.
    """
    if jobs < 2 or not can_fork():
        yield work
        return
    _shared.append(work)
    with _processes(1) as pool:
        future = pool.submit(_do_shared)
        try:
            yield cast(Callable[[], Result], future.result)  # what `work` gives
        finally:
            _shared.pop()


_shared: list[Callable[[], object]] = []


def _do_shared() -> object:
    return _shared[-1]()


def can_fork() -> bool:
    """Whether a process may begin as a copy of this one."""
    return hasattr(os, "fork")


def _map(function: Callable[[Input], Result], inputs: Sequence[Input]) -> list[Result | None]:
    return [function(item) for item in inputs]


def _run_apart(function: Callable[[Input], Result], inputs: Sequence[Input]) -> list[Result | None]:
    """As `run_all`, in one process for as long as that lives; then each half of the inputs."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _processes(1) as pool:
            return list(pool.map(function, inputs, chunksize=len(inputs)))
    except BrokenProcessPool:
        if len(inputs) == 1:
            return [None]
        half = len(inputs) // 2
        return _run_apart(function, inputs[:half]) + _run_apart(function, inputs[half:])


def _processes(jobs: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(jobs, get_context("fork" if can_fork() else "spawn"))
