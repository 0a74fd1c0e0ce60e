"""The six verbs in a row: read → parse → link → plan → render → write.

The one place that calls them all, and that knows of the cache and the lock. Errors of an author
mean that nothing is written and the last good site stays.
"""

from dataclasses import dataclass
from pathlib import Path

from apercu.cache import Memo
from apercu.checks import CHECKS
from apercu.config import read_config
from apercu.diagnostic import ApercuError, Diagnostic, sort_diagnostics
from apercu.link import LinkOptions, link_site
from apercu.lock import site_lock
from apercu.model import File, Parsed, Site, Source
from apercu.plan import PlanOptions, plan_site
from apercu.read import Tree, read_site
from apercu.render import render_pages
from apercu.write import check_output, write_site

CACHE = ".apercu"


@dataclass(frozen=True, slots=True)
class BuildOptions:
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted; paths relative to the site."""
    notes: int = 0
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


@dataclass(frozen=True, slots=True)
class _Made:
    """A site in memory, before anything is written."""

    site: Site
    files: tuple[File, ...]
    outcome: Outcome


def build_site(options: BuildOptions) -> Outcome:
    """Build a site into its output folder.

    Raises ApercuError when the world refuses: no site there, an output that is not ours, no
    space, another build at work.
    """
    check_output(site=options.site, output=options.output)
    tree = _read(options)
    with site_lock(options.site / CACHE):
        made = _make(tree, options, _memo(options))
        if not _may_publish(made.outcome.diagnostics, options.strict):
            return made.outcome
        written = write_site(
            made.files, site=options.site, output=options.output, clean=options.clean
        )
    return _published(made.outcome, written.foreign)


def check_site(options: BuildOptions) -> Outcome:
    """All that a build would say, and the lints; nothing is written, not even the cache."""
    tree = _read(options)
    made = _make(tree, options, None)
    lints = [finding for check in CHECKS for finding in check(made.site)]
    return _with_diagnostics(made.outcome, (*made.outcome.diagnostics, *lints))


def _read(options: BuildOptions) -> Tree:
    tree = read_site(options.site, options.output)
    if not tree.is_site:
        raise ApercuError(
            f"{options.site} is no site: it has neither apercu.yml nor a note",
            "make one with `apercu init DIR`, or name a folder with notes in it",
            exit_code=2,
        )
    return tree


def _make(tree: Tree, options: BuildOptions, memo: Memo[Source, Parsed] | None) -> _Made:
    config, wrong = read_config(tree.config)
    notes, unchanged = _parse(tree, config, options, memo)
    site, unlinked = link_site(
        notes[: len(tree.notes)],
        notes[len(tree.notes) :],
        (*tree.files, *tree.static),
        LinkOptions(
            author=config.author,
            people=config.people,
            venues=config.papers_venues,
            tags=config.tags_aliases,
            drafts=options.drafts,
            domain=config.domain,
        ),
    )
    pages, files, collisions = plan_site(
        site, PlanOptions(config.lists_per_page, tree.static, tree.theme)
    )
    base_url = config.base_url if options.base_url is None else options.base_url
    rendered, unrendered = render_pages(pages, _chrome(config, base_url, site), _templates(tree))
    parsed = (diagnostic for note in notes for diagnostic in note.diagnostics)
    outcome = Outcome(
        diagnostics=sort_diagnostics(
            (*tree.diagnostics, *wrong, *parsed, *unlinked, *collisions, *unrendered)
        ),
        notes=sum(len(paper.summaries) for paper in site.papers) + len(site.pages),
        papers=len(site.papers),
        pages=len(pages),
        unchanged=unchanged,
        left_out=site.left_out,
        bad_config=any(d.severity == "error" for d in wrong),
    )
    return _Made(site, (*rendered, *files), outcome)
