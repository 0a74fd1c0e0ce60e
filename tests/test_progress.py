"""How far a build is shows late, only where somebody looks on, and leaves nothing behind."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from apercu.progress import Progress
from apercu.tell import telling
from conftest import write_tree


def drawn(steps: list[tuple[float, str, int, int]], *, is_bar: bool, is_quiet: bool = False) -> str:
    """What is written of steps at seconds after the start."""
    times: Iterator[float] = iter([0.0, *(second for second, *_ in steps)])
    stream = io.StringIO()
    with Progress(stream, is_bar=is_bar, is_quiet=is_quiet, clock=times.__next__) as progress:
        for _, phase, done, total in steps:
            progress.tell(phase, done, total)
    return stream.getvalue()


def test_a_short_build_shows_nothing() -> None:
    steps = [(0.1, "Parsing", 0, 9), (0.3, "Linking", 0, 0), (0.49, "Rendering", 3, 9)]
    assert drawn(steps, is_bar=True) == ""


def test_a_bar_shows_after_half_a_second_and_is_erased() -> None:
    steps = [(0.0, "Parsing", 0, 4), (0.6, "Parsing", 1, 4), (0.65, "Parsing", 2, 4),
             (0.8, "Parsing", 3, 4), (0.81, "Linking", 0, 0), (0.9, "Rendering", 1, 9),
             (1.0, "Rendering", 2, 9)]  # fmt: skip
    assert drawn(steps, is_bar=True).split("\r\x1b[K") == [
        "",
        "Parsing  ━━━━━───────────────  1/4  2 s left",
        "Parsing  ━━━━━━━━━━━━━━━─────  3/4  0 s left",
        "Linking",
        "Rendering  ━━──────────────────  1/9",
        "Rendering  ━━━━────────────────  2/9",
        "",
    ]


def test_elsewhere_a_line_is_written_every_ten_seconds() -> None:
    steps = [(9.0, "Parsing", 1, 4), (11.0, "Parsing", 2, 4), (12.0, "Linking", 0, 0),
             (22.0, "Linking", 0, 0)]  # fmt: skip
    assert drawn(steps, is_bar=False) == "Parsing 2 of 4 (11 s)\nLinking (22 s)\n"


@pytest.mark.parametrize("is_bar", [True, False])
def test_quiet_means_nothing(is_bar: bool) -> None:
    assert drawn([(60.0, "Parsing", 1, 4)], is_bar=is_bar, is_quiet=True) == ""


def test_items_pass_unchanged_and_are_counted() -> None:
    told: list[tuple[int, int]] = []
    assert list(telling("abc", 3, lambda done, total: told.append((done, total)))) == list("abc")
    assert told == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize("environment", [{"CI": "true"}, {"TERM": "dumb"}])
def test_no_bar_under_ci_or_on_a_simple_terminal(
    environment: dict[str, str], tmp_path: Path
) -> None:
    notes: dict[str, str | bytes] = {
        f"content/{k}.md": f"# Paper {k}\n\nText.\n" for k in range(50)
    }
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "apercu", "build", str(write_tree(tmp_path, notes))]
    env = {**os.environ, "TERM": "xterm", **environment}
    subprocess.run(command, stdout=inside, stderr=inside, env=env, check=True)
    os.close(inside)
    said = os.read(terminal, 10_000).decode()
    os.close(terminal)
    assert said.startswith("built ")
    assert "\x1b" not in said
