"""Where the time goes: a cold build of COUNT notes, then one edit, each as a process of one job.

    python bench/hotspots.py COUNT [ROWS]

cProfile makes small functions look dearer than they are; what it says is where to look. Notes are
converted in a thread with a large stack, so threads are profiled too; `acquire` waits for them.
"""

import cProfile
import pstats
import runpy
import subprocess
import sys
import tempfile
import threading
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
    """The profile of a build as its own process, imports included."""
    file = site / ".profile"
    subprocess.run([sys.executable, __file__, "--build", str(site), str(file)], check=True)
    return pstats.Stats(str(file))


def build_here(site: str, file: str) -> None:
    """Build a site in this process, and keep the profile of all its threads."""
    profiles = [cProfile.Profile()]
    run = threading.Thread.run

    def profiled_run(thread: threading.Thread) -> None:
        profiles.append(cProfile.Profile())
        profiles[-1].runcall(run, thread)

    threading.Thread.run = profiled_run  # type: ignore[assignment, method-assign]  # no other hook
    sys.argv = ["apercu", "build", "-q", "--jobs", "1", site]
    try:
        profiles[0].runcall(runpy.run_module, "apercu", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code:
            raise
    pstats.Stats(*profiles).dump_stats(file)


def show(title: str, stats: pstats.Stats, rows: int) -> None:
    """The functions that took most by themselves, and those with what they called."""
    print(f"\n{title}\n{'=' * len(title)}")
    stats.strip_dirs().sort_stats("tottime").print_stats(rows)
    stats.sort_stats("cumulative").print_stats(rows)


if __name__ == "__main__":
    if sys.argv[1] == "--build":
        build_here(*sys.argv[2:])
    else:
        main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 30)
