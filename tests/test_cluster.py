"""A cluster makes the same bytes as one process, also when it loses a worker on the way."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apercu.cluster import cluster_executor
from apercu.diagnostic import ApercuError
from apercu.outcome import BuildOptions
from apercu.refresh import refresh_site
from apercu.workers import FAR
from conftest import absent, read_tree
from corpus import write_corpus

NOTES = 4 * FAR


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Any]:
    try:
        from distributed import LocalCluster
    except ImportError:
        absent("Dask, as in pip install -e '.[cluster]'")
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        host="127.0.0.1",
        local_directory=str(tmp_path / "dask"),
    ) as started:
        yield started


def built(site: Path, name: str, scheduler: str | None = None) -> dict[str, bytes]:
    options = BuildOptions(site, site / name, clean=True, jobs=1)
    assert refresh_site(options, scheduler).published
    return read_tree(site / name)


# Dask's own sockets and files are closed by its threads, after the test has gone on.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_makes_the_same_bytes_and_survives_the_loss_of_a_worker(
    cluster: Any, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    write_corpus(site, NOTES)
    (site / "apercu.yml").write_text("search: false\nbase_url: https://a.example.org/\n", "utf-8")
    alone = built(site, "alone")
    assert built(site, "together", cluster.scheduler_address) == alone
    first = next(iter(cluster.workers.values()))
    done = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not done.is_set() and not cluster.scheduler.workers[first.worker_address].processing:
            done.wait(0.001)
        if not done.is_set():
            os.kill(first.pid, signal.SIGKILL)
            killed.append(first.pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        assert built(site, "bereft", cluster.scheduler_address) == alone
    finally:
        done.set()
        killer.join()
    assert len(killed) == 1


def test_a_scheduler_that_is_not_there_is_named() -> None:
    pytest.importorskip("distributed")
    address = "tcp://127.0.0.1:1"
    answers = pytest.raises(ApercuError, match=f"no scheduler answers at {re.escape(address)}")
    with answers, cluster_executor(address):
        pass
