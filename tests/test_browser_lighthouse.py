"""Lighthouse as on a phone: home, a paper and a tag, served packed as on GitHub Pages.

Performance is told and not asserted, because it moves with the load of the machine.
"""

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browsing import Built, checker, chromium_path, demo

ASSERTED = ("accessibility", "best-practices", "seo")
KINDS = ("", "papers/neural-ordinary-differential-equations/", "tags/computer-vision/")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    with demo(tmp_path_factory.mktemp("demo")) as built:
        yield built


@pytest.mark.parametrize("kind", KINDS, ids=["home", "paper", "tag"])
def test_lighthouse_finds_nothing_to_mend(
    built: Built, kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    program = checker("lighthouse/cli/index.js")
    told = tmp_path / "told.json"
    command = [
        *("node", str(program), built.address + kind, "--quiet"),
        *("--output=json", f"--output-path={told}"),
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
    ]
    environment = {**os.environ, "CHROME_PATH": chromium_path()}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    report = json.loads(told.read_text("utf-8"))
    scores = {name: category["score"] for name, category in report["categories"].items()}
    record_property("performance", scores["performance"])
    missed = [
        audit["id"]
        for name in ASSERTED
        for audit in report["categories"][name]["auditRefs"]
        if audit["weight"] and report["audits"][audit["id"]]["score"] not in (1, None)
    ]
    assert missed == []
    assert [scores[name] for name in ASSERTED] == [1, 1, 1]
    assert report["audits"]["total-byte-weight"]["numericValue"] <= 65_000
    assert report["audits"]["cumulative-layout-shift"]["numericValue"] <= 0.005
