"""How much a library costs a build: none, one that is new, and one that has not changed.

    python bench/library.py [ENTRIES]

Prints seconds of whole processes, medians of five, and the ratio to the same site without it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from biblio import make_library

ROUNDS = 5


def main(size: int) -> None:
    """Measure in a folder of its own."""
    text, _ = make_library(size)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "content").mkdir()
        for number in range(10):
            note = f"---\npaper: key{number}\n---\nCites [@key{number + 10}].\n"
            (site / "content" / f"n{number}.md").write_text(note, "utf-8")
        library = site / "content" / "library.bib"
        library.write_text(text, "utf-8")
        new = build(site, "--clean")
        unchanged = statistics.median(build(site) for _ in range(ROUNDS))
        library.write_text("", "utf-8")
        build(site)
        without = statistics.median(build(site) for _ in range(ROUNDS))
    print(f"{size} entries: new {new:.2f} s, unchanged {unchanged:.2f} s, none {without:.2f} s")
    print(f"ratio unchanged : none {unchanged / without:.2f}")


def build(site: Path, *options: str) -> float:
    """The seconds of one build as a process."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "apercu", "build", str(site), "-q", *options], check=False
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
