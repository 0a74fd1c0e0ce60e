"""Ours beside its peers in one run: cold, nothing changed, one edit, memory, size of the output.

    python bench/run.py COUNT [--only NAME ...] [--rounds R] [--folder FOLDER]

Each build is a process of its own. The tools take turns within a round, A B C A B C, and ratios are
medians over the rounds: speeds of a machine drift, and only what ran side by side compares.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure import Run, measure, tree_size
from peers import Tool, set_up, tools, write_note
from table import Result, print_report

SCENARIOS = ("cold", "same", "edit")
SMALL = 1_000
"""Notes of the site that the cost of a note is compared with."""
STARTS = 11


@dataclass(slots=True)
class Contender:
    """A tool, and its site on disk."""

    tool: Tool
    folder: Path
    count: int
    runs: dict[str, list[Run]] = field(default_factory=lambda: {key: [] for key in SCENARIOS})

    @property
    def output(self) -> Path:
        return self.folder / "_site"

    def build(self, scenario: str, turn: int) -> None:
        """Build once more, and prove that the page of the edited note has what was written.

        Raises Failed if the tool says so, AssertionError if it only seems to have built.
        """
        word = f"word-of-round-{turn}"
        if scenario == "cold":
            for name in ("_site", *self.tool.kept):
                shutil.rmtree(self.folder / name, ignore_errors=True)
        if scenario == "edit":
            write_note(self.tool, self.folder, self.count // 2, word)
        more = {key: value.format(folder=self.folder) for key, value in self.tool.env}
        self.runs[scenario].append(measure(self.tool.command, self.folder, more))
        if scenario == "edit":
            assert any(word.encode() in page for page in self._pages()), self.tool.name

    def result(self) -> Result:
        """What all rounds came to."""
        formulas = sum(page.count(b"<math") for page in self._pages())
        return Result(self.tool.name, self.runs, *tree_size(self.output), formulas)

    def _pages(self) -> Iterator[bytes]:
        return (path.read_bytes() for path in self.output.rglob("index.html"))


def compare(chosen: Sequence[Tool], count: int, rounds: int, folder: Path) -> list[Result]:
    """All rounds of these tools, each with a site of `count` notes below `folder`."""
    contenders = [Contender(tool, folder / f"{k}", count) for k, tool in enumerate(chosen)]
    for contender in contenders:
        set_up(contender.tool, contender.folder, count)
    for turn in range(rounds):
        for scenario in SCENARIOS:
            for contender in contenders:
                if turn < contender.tool.rounds:
                    contender.build(scenario, turn)
    return [contender.result() for contender in contenders]


def cost_of_size(tool: Tool, count: int, rounds: int, folder: Path) -> tuple[list[float], ...]:
    """Seconds a note of cold builds of `SMALL` and of `count` notes, which take turns."""
    pair = [Contender(tool, folder / f"of-{n}", n) for n in (SMALL, count)]
    for contender in pair:
        set_up(contender.tool, contender.folder, contender.count)
    for turn in range(rounds):
        for contender in pair:
            contender.build("cold", turn)
    return tuple([run.seconds / c.count for run in c.runs["cold"]] for c in pair)


def starts(folder: Path) -> tuple[list[Run], list[Run]]:
    """`apercu --version`, and a Python that does nothing, in turns."""
    version, nothing = [], []
    for _ in range(STARTS):
        command = (sys.executable, "-m", "apercu", "--version")
        version.append(measure(command, folder))
        nothing.append(measure((sys.executable, "-c", "pass"), folder))
    return version, nothing


def choose(names: Sequence[str], count: int) -> tuple[list[Tool], list[str]]:
    """The tools whose names begin so, ours always, and why others are left out."""
    chosen, reasons = [], []
    for number, tool in enumerate(tools()):
        if number and names and not any(tool.name.lower().startswith(n.lower()) for n in names):
            continue
        too_slow = f"{tool.name} is measured up to {tool.most:,} notes" if count > tool.most else ""
        if reason := tool.missing or too_slow:
            reasons.append(reason)
        else:
            chosen.append(tool)
    return chosen, reasons


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="as they begin")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=usual_folder(), help="where to build")
    asked = parser.parse_args()
    chosen, reasons = choose(asked.only, asked.count)
    for reason in reasons:
        print(f"left out: {reason}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="apercu-bench-", dir=asked.folder) as name:
        folder = Path(name)
        started = starts(folder)
        results = compare(chosen, asked.count, asked.rounds, folder)
        costs = None
        if asked.count > SMALL:
            costs = cost_of_size(chosen[0], asked.count, asked.rounds, folder)
    print_report(asked.count, asked.folder, results, started, costs)


def usual_folder() -> Path:
    """Memory where Linux offers it, else the disk of temporary files."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else Path(tempfile.gettempdir())


if __name__ == "__main__":
    main()
