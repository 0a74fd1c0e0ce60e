"""From the write of a note to the changed page in a browser's hands: ours beside `hugo server`.

    python bench/preview.py COUNT [--rounds R] [--folder FOLDER]

The servers run side by side and take turns. A round writes a word that was not there, and asks for
the page over one connection until the word is in it.
"""

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from measure import Failed, ratio
from peers import Tool, set_up, tools, write_note
from run import usual_folder

PAUSE = 0.005
"""Seconds between two questions; small against what is measured, and the same for all."""
PATIENCE = 600
TARGETS = {1_000: 0.5, 10_000: 0.25}
"""Ours ÷ `hugo server`, at most, from so many notes on."""


@dataclass(slots=True)
class Server:
    """A preview at work."""

    tool: Tool
    folder: Path
    port: int
    number: int
    """Of the note that is edited."""
    page: str = ""
    """The path of its page."""
    seconds: list[float] = field(default_factory=list)

    def edit(self, word: str) -> None:
        """Write the note with a word more, and wait for the word."""
        start = time.perf_counter()
        write_note(self.tool, self.folder, self.number, word)
        self.wait_for(self.page, word)
        self.seconds.append(time.perf_counter() - start)

    def wait_for(self, page: str, word: str) -> None:
        """Ask for a page until a word is in it; Failed after `PATIENCE` seconds."""
        end = time.perf_counter() + PATIENCE
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        with contextlib.closing(connection):
            while time.perf_counter() < end:
                try:
                    connection.request("GET", page)
                    if word.encode() in connection.getresponse().read():
                        return
                except (OSError, http.client.HTTPException):
                    connection.close()
                time.sleep(PAUSE)
        raise Failed(f"{self.tool.name} did not show {word} within {PATIENCE} s")


def command_of(tool: Tool, port: int) -> list[str]:
    """How a tool is told to serve the current folder."""
    if tool.name.startswith("apercu"):
        return [sys.executable, "-m", "apercu", "serve", "--port", str(port)]
    return [tool.command[0], "server", "--port", str(port), "--bind", "127.0.0.1"]


@contextlib.contextmanager
def serving(tool: Tool, folder: Path, count: int) -> Iterator[Server]:
    """A site of `count` notes, built once to learn the path of a page, and its server."""
    set_up(tool, folder, count)
    word = "word-to-find"
    server = Server(tool, folder, free_port(), count // 2)
    write_note(tool, folder, server.number, word)
    env = {**os.environ, **{key: value.format(folder=folder) for key, value in tool.env}}
    subprocess.run(tool.command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    output = folder / "_site"
    pages = (path for path in output.rglob("index.html") if word.encode() in path.read_bytes())
    server.page = f"/{next(pages).parent.relative_to(output).as_posix()}/"
    with (folder / ".said").open("wb") as said:
        process = subprocess.Popen(
            command_of(tool, server.port), cwd=folder, env=env, stdout=said, stderr=said
        )
        try:
            server.wait_for(server.page, word)
            yield server
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def compare(chosen: Sequence[Tool], count: int, rounds: int, folder: Path) -> list[Server]:
    """The servers of these tools after all rounds."""
    with contextlib.ExitStack() as stack:
        servers = [
            stack.enter_context(serving(tool, folder / str(k), count))
            for k, tool in enumerate(chosen)
        ]
        # The first change may find a watch that has only begun.
        for turn in range(rounds + 1):
            for server in servers:
                server.edit(f"word-of-round-{turn}")
        for server in servers:
            del server.seconds[0]
        return servers


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, metavar="COUNT")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, default=usual_folder(), help="where to build")
    asked = parser.parse_args()
    chosen = [tool for tool in tools() if tool.name in ("apercu", "Hugo, math", "Hugo, no math")]
    for tool in chosen:
        if tool.missing:
            print(f"left out: {tool.missing}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="apercu-bench-", dir=asked.folder) as name:
        there = [tool for tool in chosen if not tool.missing]
        ours, *others = compare(there, asked.count, asked.rounds, Path(name))
    target = TARGETS.get(max((n for n in TARGETS if n <= asked.count), default=0))
    print(f"{asked.count:,} notes, {asked.rounds} rounds, from the write to the changed page\n")
    print("| server | median, seconds | ours ÷ |\n|---|--:|--:|")
    print(f"| apercu serve | {statistics.median(ours.seconds):.3f} | |")
    for other in others:
        value = ratio(ours.seconds, other.seconds)
        shown = f"{value:.3g}" if target is None else f"{value:.3g} (≤ {target})"
        name = f"hugo server, {other.tool.name.partition(', ')[2]}"
        print(f"| {name} | {statistics.median(other.seconds):.3f} | {shown} |")


if __name__ == "__main__":
    main()
