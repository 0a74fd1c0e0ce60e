"""What a command asks of a build, and what the build came to."""

from pathlib import Path

from apercu.diagnostic import Diagnostic
from apercu.record import Record
from apercu.survey import CACHE
from apercu.tell import Tell, silent


class BuildOptions(Record):
    """What a command asks for."""

    site: Path
    output: Path
    base_url: str | None = None
    """Instead of that of apercu.yml."""
    jobs: int = 0
    """Processes; 0 for the cores that this process may use."""
    clean: bool = False
    """Whether nothing is reused: neither the cache nor the files of the output."""
    drafts: bool = False
    strict: bool = False
    """Whether warnings count as errors."""
    tell: Tell = silent
    """Hears how far a build is."""

    @property
    def cache(self) -> Path:
        return self.site / CACHE


class Outcome(Record):
    """What a build came to."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted; paths relative to the site."""
    notes: int = 0
    read: int = 0
    """Notes that were read, whether they are shown or not."""
    papers: int = 0
    pages: int = 0
    unchanged: int = 0
    """Notes that came from the cache."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Why notes are not in the site, and how many: ("draft", 2)."""
    foreign: tuple[str, ...] = ()
    """Files in the output that are not ours; they stay."""
    published: bool = False
    """False if errors, or warnings under `strict`, kept the old site."""
    bad_config: bool = False

    def is_stopped(self, strict: bool) -> bool:
        """Whether nothing may be written."""
        return any(strict or problem.severity == "error" for problem in self.diagnostics)
