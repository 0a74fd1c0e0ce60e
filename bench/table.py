"""Measured runs as tables in Markdown, beside what is to be reached."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import FORMULAS
from measure import Run, ratio

COLUMNS = ("cold", "one edit", "nothing changed")
ORDER = ("cold", "edit", "same")
TARGETS: dict[int, dict[str, tuple[float, float, float]]] = {
    1_000: {
        "Hugo, math": (0.12, 0.10, 0.03),
        "Hugo, no math": (1.2, 0.17, 0.05),
        "Eleventy + Temml": (0.4, 0.06, 0.02),
        "Pelican, no math": (0.25, 0.12, 0.05),
    },
    10_000: {"Hugo, no math": (1.0, 0.04, 0.02)},
}
"""Ours ÷ theirs, at most, in the order of `ORDER`, from so many notes on."""
MEMORY = (10_000, "Hugo", 0.4)
SEARCH = (1_000, "Hugo, math", 0.6)
"""One edit, with search on."""
COST = 1.15
"""Of a note in a site of many, by that of one in a site of a thousand."""
START = 3.0
"""`apercu --version` by a Python that does nothing."""


@dataclass(frozen=True, slots=True)
class Result:
    """All runs of one tool, by scenario, and what it wrote."""

    name: str
    runs: dict[str, list[Run]]
    files: int
    size: int
    formulas: int

    def seconds(self, scenario: str) -> list[float]:
        return [run.seconds for run in self.runs[scenario]]

    def cpu(self, scenario: str) -> float:
        """The median of what all processes computed, in seconds."""
        return statistics.median(run.cpu for run in self.runs[scenario])

    def peak(self, scenario: str) -> float:
        """The median in MB."""
        return statistics.median(run.peak for run in self.runs[scenario]) / 1e6


def compared(ours: Result, theirs: Result, scenario: str) -> float:
    """The median of ours ÷ theirs, over the rounds that both ran."""
    seconds = theirs.seconds(scenario)
    return ratio(ours.seconds(scenario)[: len(seconds)], seconds)


def print_report(
    count: int,
    folder: Path,
    results: Sequence[Result],
    starts: tuple[Sequence[Run], Sequence[Run]],
    costs: tuple[list[float], ...] | None,
) -> None:
    """All tables, to stdout."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[1]
    rounds = len(results[0].runs["cold"])
    print(
        f"{count:,} notes of 3.1 KB, {FORMULAS * count:,} formulas of which 62 % distinct; "
        f"{rounds} rounds in {folder}, {cores} cores, load {load:.1f}, "
        f"Python {platform.python_version()}\n"
    )
    _print_medians(results)
    print()
    _print_ratios(count, results)
    print()
    version, nothing = ([run.seconds for run in runs] for runs in starts)
    print(_line("`apercu --version` ÷ `python -c pass`", ratio(version, nothing), START))
    if costs:
        small, large = costs
        print(_line(f"a note of {count:,} ÷ a note of 1,000, cold", ratio(large, small), COST))


def _print_medians(results: Sequence[Result]) -> None:
    columns = (
        *COLUMNS,
        "peak MB, cold / edit",
        "CPU s, cold / edit",
        "files",
        "MB written",
        "formulas",
    )
    print(f"| medians, seconds | {' | '.join(columns)} |\n|---{'|--:' * len(columns)}|")
    for result in results:
        times = " | ".join(f"{statistics.median(result.seconds(key)):.3f}" for key in ORDER)
        peaks = f"{result.peak('cold'):.0f} / {result.peak('edit'):.0f}"
        cpu = f"{result.cpu('cold'):.2f} / {result.cpu('edit'):.2f}"
        wrote = f"{result.files:,} | {result.size / 1e6:.1f} | {result.formulas:,}"
        print(f"| {result.name} | {times} | {peaks} | {cpu} | {wrote} |")


def _print_ratios(count: int, results: Sequence[Result]) -> None:
    """Ours, without search as its peers are, by each of them; and an edit with search on."""
    ours, *others = results
    reached = max((n for n in TARGETS if n <= count), default=0)
    print("| ours ÷ | " + " | ".join(COLUMNS) + " | peak, cold |\n|---|--:|--:|--:|--:|")
    for other in others:
        if other.name.startswith("apercu"):
            continue
        targets = TARGETS.get(reached, {}).get(other.name, (None, None, None))
        cells = [
            _cell(compared(ours, other, key), target)
            for key, target in zip(ORDER, targets, strict=True)
        ]
        limit = MEMORY[2] if count >= MEMORY[0] and other.name.startswith(MEMORY[1]) else None
        cells.append(_cell(ours.peak("cold") / other.peak("cold"), limit))
        print(f"| {other.name} | " + " | ".join(cells) + " |")
    by_name = {result.name: result for result in results}
    searched, hugo = by_name.get("apercu, search on"), by_name.get(SEARCH[1])
    if searched and hugo:
        limit = SEARCH[2] if count >= SEARCH[0] else None
        value = compared(searched, hugo, "edit")
        print("\n" + _line(f"one edit with search on ÷ {hugo.name}", value, limit))


def _line(label: str, value: float, target: float | None) -> str:
    return f"{label}: {_cell(value, target)}"


def _cell(value: float, target: float | None) -> str:
    """`0.09 (≤ 0.12)`, or `**0.2** (≤ 0.12)` where it is missed."""
    if target is None:
        return f"{value:.3g}"
    return f"{value:.3g} (≤ {target})" if value <= target else f"**{value:.3g}** (≤ {target})"
