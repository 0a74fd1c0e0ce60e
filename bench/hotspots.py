"""Where the time goes: a cold build of COUNT notes, then one edit, each as a process of one job.

    python bench/hotspots.py COUNT [ROWS]

cProfile makes small functions look dearer than they are; what it says is where to look.
"""

import pstats
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import write_corpus
from peers import tools, write_note
from run import usual_folder


def main(count: int, rows: int) -> None:
    """Profile both builds and print them."""
    with tempfile.TemporaryDirectory(prefix="apercu-bench-", dir=usual_folder()) as name:
        site = Path(name)
        ours = tools()[0]
        write_corpus(site, count)
        (site / "apercu.yml").write_text(ours.settings, "utf-8")
        show(f"cold, {count:,} notes", profiled(site), rows)
        write_note(ours, site, count // 2, "edited")
        show(f"one edit in {count:,} notes", profiled(site), rows)


def profiled(site: Path) -> pstats.Stats:
    """The profile of a build as its own process, imports and exit included."""
    file = site / ".profile"
    command = [sys.executable, "-m", "cProfile", "-o", str(file), "-m", "apercu", "build", "-q"]
    subprocess.run([*command, "--jobs", "1", str(site)], check=True)
    return pstats.Stats(str(file))


def show(title: str, stats: pstats.Stats, rows: int) -> None:
    """The functions that took most by themselves, and those with what they called."""
    width = shutil.get_terminal_size().columns
    print(f"\n{'=' * min(width, 100)}\n{title}\n")
    stats.strip_dirs().sort_stats("tottime").print_stats(rows)
    stats.sort_stats("cumulative").print_stats(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30)
