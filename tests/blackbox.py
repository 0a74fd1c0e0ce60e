"""The command as its users have it: a process, a site on disk, and the pages that come of it."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conftest import read_tree, write_tree

COMMAND = (sys.executable, "-m", "apercu")
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_SUMMARY = re.compile(r'<div class="body">.*?</div>\n(?=<footer|</section|</article)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def places(self) -> list[tuple[str, int, str]]:
        """File, line and code of each diagnostic, in the order said."""
        found = re.findall(r"^(\S+?):(\d+):\d+: (?:error|warning)\[(AP\d+)\]", self.said, re.M)
        return [(path.rpartition("/")[2], int(line), code) for path, line, code in found]


def apercu(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Run:
    """Run the command to its end. It must not fail by a bug of ours, whatever else it does."""
    command = [*COMMAND, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, check=False
    )
    run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert run.code != 70, run.err
    assert "Traceback" not in run.said, run.said
    return run


def notes_of(bodies: Sequence[str], head: str = "") -> dict[str, str | bytes]:
    """A note for each text, called `Case N`, with a word of its own before and after it."""
    return {
        f"content/c{k:03}.md": f"---\ntitle: Case {k}\n{head}---\n"
        f"before{k}z\n\n{body}\n\nafter{k}z\n"
        for k, body in enumerate(bodies)
    }


@dataclass(frozen=True, slots=True)
class Built:
    """A site that was built from notes_of."""

    folder: Path
    run: Run

    @property
    def output(self) -> Path:
        return self.folder / "_site"

    @property
    def tree(self) -> dict[str, bytes]:
        return read_tree(self.output)

    def page(self, number: int) -> str:
        return (self.output / f"papers/case-{number}/index.html").read_text("utf-8")

    def body(self, number: int) -> str:
        """What the page shows between its header and its footer; the control words are in it."""
        match = _MAIN.search(self.page(number))
        assert match is not None
        for control in (f"before{number}z", f"after{number}z"):
            assert control in match[0], f"{control} is gone"
        return match[0]


def build(folder: Path, files: Mapping[str, str | bytes], *options: str) -> Built:
    """Write a site and build it; its search is off, because most tests are about something else."""
    write_tree(folder, {"apercu.yml": "search: false\n", **files})
    return Built(folder, apercu("build", folder, "--verbose", *options))
