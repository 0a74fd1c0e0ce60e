"""Work shared out to processes: the same results in the same order, however many there are.

A process that is killed, by a crash of native code or by want of memory, costs the one input that
it was at; all others get their results.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, cast

from apercu.tell import unheard

Input = TypeVar("Input")
Result = TypeVar("Result")

ENOUGH_FOR_PROCESSES = 64
"""Inputs; below this, starting two processes costs more than parsing the notes (on 2 cores)."""

FAR = 32
"""Inputs that are sent to an executor at once: a message costs about as much as a note."""

NEAR = 16
"""Inputs that are worked at here at once."""

_BETWEEN_LOOKS = 0.1
"""Seconds, at whether the first process is there."""

Work = Callable[[Sequence[Input]], list[Result | None]]
"""What a process does at once."""

Each = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]
"""Gives what a function gives for each of its inputs."""


def usable_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def _in_turn(function: Callable[[Input], Result], inputs: Sequence[Input]) -> list[Result]:
    return [function(item) for item in inputs]


def run_all(
    function: Callable[[Input], Result],
    inputs: Sequence[Input],
    jobs: int,
    executor: Executor | None = None,
    *,
    each: Each = _in_turn,
    enough: int = ENOUGH_FOR_PROCESSES,
    chunk: int = 0,
    tell: Callable[[int, int], None] = unheard,
) -> Iterator[Result | None]:
    """A result an input, in their order; None where the input ended its process.

    Fewer than `enough` inputs are worked at here; a process takes `chunk` of them at once,
    and does `each` of them. `tell` hears how many are done, and of how many.
    With an `executor` it is that which works, and which knows what to do about a lost process.
    """
    done = 0
    tell(0, len(inputs))
    for part in _parts(partial(each, function), inputs, jobs, executor, enough, chunk):
        yield from part
        done += len(part)
        tell(done, len(inputs))


def _parts(
    work: Work[Input, Result],
    inputs: Sequence[Input],
    jobs: int,
    executor: Executor | None,
    enough: int,
    chunk: int,
) -> Iterator[list[Result | None]]:
    if executor is not None:
        yield from executor.map(work, _cut(inputs, FAR))
        return
    if jobs < 2 or len(inputs) < enough:
        yield from map(work, _cut(inputs, chunk or NEAR))
        return
    # Imported here: most builds after an edit need no second process.
    from concurrent.futures.process import BrokenProcessPool

    done = 0
    try:
        with _processes(jobs) as pool:
            for part in pool.map(work, _cut(inputs, chunk or _chunk(len(inputs), jobs))):
                done += len(part)
                yield part
    except BrokenProcessPool:
        yield _run_apart(work, inputs[done:])


def _chunk(count: int, jobs: int) -> int:
    return max(1, min(64, count // (jobs * 4)))


def _cut(inputs: Sequence[Input], size: int) -> list[Sequence[Input]]:
    return [inputs[start : start + size] for start in range(0, len(inputs), size)]


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


def _run_apart(work: Work[Input, Result], inputs: Sequence[Input]) -> list[Result | None]:
    """What `work` makes of them, in one process for as long as that lives; then of each half."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        with _processes(1) as pool:
            return pool.submit(work, inputs).result()
    except BrokenProcessPool:
        if len(inputs) == 1:
            return [None]
        half = len(inputs) // 2
        return [*_run_apart(work, inputs[:half]), *_run_apart(work, inputs[half:])]


def _processes(jobs: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if can_fork() else "spawn")
    return ProcessPoolExecutor(jobs, context, _end_with, (os.getpid(),))


def _end_with(parent: int) -> None:
    """Have this process end when the one that began it does, even if that is killed: else it would
    wait for work for ever, with the lock of the site in its hands."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(_BETWEEN_LOOKS)
    os._exit(1)
