"""A build whose notes are parsed and whose pages are rendered on the machines of a Dask cluster.

See https://distributed.dask.org: `Client.get_executor` is a `concurrent.futures` executor, which
sends the work of a lost worker to another.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from apercu.cache import code_digest
from apercu.diagnostic import ApercuError

_TIMEOUT = 10
"""Seconds until a scheduler that does not answer is taken for absent."""


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """An executor for the cluster whose scheduler is at `address`, as in `tcp://10.0.0.1:8786`.

    Raises ApercuError where Dask is not installed, nobody answers, or a worker has another apercu.
    """
    try:
        from distributed import Client
    except ImportError as error:
        help = "install it: pip install 'apercu[cluster]'"
        raise ApercuError("`--scheduler` needs Dask", help, exit_code=2) from error
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        help = "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"
        raise ApercuError(f"no scheduler answers at {address}", help) from error
    with client:
        _check(client.run(code_digest), address)
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]


def _check(digests: dict[str, str], address: str) -> None:
    if not digests:
        raise ApercuError(f"the cluster at {address} has no workers", "start some: dask worker")
    others = sorted(worker for worker, digest in digests.items() if digest != code_digest())
    if others:
        help = "install the same apercu, and the same libraries, on all of them"
        raise ApercuError(f"another apercu works at {others[0]}", help)
