"""The six verbs in a row: read → parse → link → plan → render → write.

The one place that calls them all, and that knows of the cache and the lock. Errors of an author
mean that nothing is written and the last good site stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from apercu.cache import Memo, code_digest, key_of, usable_cores
from apercu.checks import CHECKS
from apercu.chrome import chrome_of, missing_in, theme_files
from apercu.config import Config, read_config
from apercu.csl import CslStyle, NoStyle, find_style
from apercu.diagnostic import ApercuError, Diagnostic, Span, diagnose, sort_diagnostics
from apercu.indexing import search_files
from apercu.libraries import Libraries, ids_wanted, read_libraries
from apercu.link import LinkOptions, link_site
from apercu.lock import site_lock
from apercu.memory import Memory
from apercu.model import Parsed, Source, Status
from apercu.parse import ParseOptions, lost_note, parse_source
from apercu.plan import PlanOptions, plan_site
from apercu.read import Tree, read_site
from apercu.render import Templates, render_pages
from apercu.search import search_shards
from apercu.site import File, Page, Site
from apercu.tell import Tell, silent, telling
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
    tell: Tell = silent
    """Hears how far a build is."""


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
class Made:
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
        memory = Memory.of(options.site / CACHE, is_fresh=options.clean)
        made = _make(tree, options, memory)
        memory.save()
        if _is_stopped(made.outcome.diagnostics, options.strict):
            return made.outcome
        files = memory.with_font(made.files, made.site.symbols)
        memory.font.save()
        options.tell("Indexing", 0, 0)
        files += index_site(made.site, options.site / CACHE / "search")
        options.tell("Writing", 0, 0)
        written = write_site(files, site=options.site, output=options.output, clean=options.clean)
    return replace(made.outcome, published=True, foreign=written.foreign)


def preview_site(options: BuildOptions, memory: Memory) -> Made:
    """A site made from what changed since the memory's last use; nothing is written.

    There are no files if an error would stop a build. The index of the search is not among them.
    """
    made = _make(_read(options), options, memory)
    if _is_stopped(made.outcome.diagnostics, options.strict):
        return replace(made, files=())
    return replace(made, files=tuple(memory.with_font(made.files, made.site.symbols)))


def index_site(site: Site, cache: Path) -> list[File]:
    """The files of the full-text search; `cache` is a folder that keeps what did not change."""
    return search_files(search_shards(site), site.lang, cache)


def check_site(options: BuildOptions) -> Outcome:
    """All that a build would say, and the lints; nothing is written, not even the cache."""
    made = _make(_read(options), options, Memory.of(None))
    lints = (finding for check in CHECKS for finding in check(made.site))
    found = sort_diagnostics((*made.outcome.diagnostics, *lints))
    return replace(made.outcome, diagnostics=found)


def _is_stopped(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    return any(strict or diagnostic.severity == "error" for diagnostic in diagnostics)


def _read(options: BuildOptions) -> Tree:
    tree = read_site(options.site, options.output)
    if not tree.is_site:
        raise ApercuError(
            f"{options.site} is no site: it has neither apercu.yml nor a note",
            "make one with `apercu init DIR`, or name a folder with notes in it",
            exit_code=2,
        )
    return tree


def _make(tree: Tree, options: BuildOptions, memory: Memory) -> Made:
    """The site in memory, and all that is to be said about it."""
    config, wrong = read_config(tree.config)
    style, unstyled = _style(config)
    is_numeric = style.is_numeric if style else config.citations_style == "numeric"
    parsed, unchanged = _parse(
        (*tree.notes, *tree.pages), config, options, memory.notes, is_numeric
    )
    notes, pages = parsed[: len(tree.notes)], parsed[len(tree.notes) :]
    libraries, missing = _libraries(tree, config, memory)
    options.tell("Linking", 0, 0)
    site, unlinked = link_site(
        notes,
        pages,
        (*tree.files, *tree.static),
        replace(_link_options(config, options), style=style, numeric_citations=is_numeric),
        dict(tree.sizes),
        libraries.entries(ids_wanted(parsed) if config.papers_stubs == "none" else None),
        libraries.titles,
    )
    planned, files, collisions = plan_site(
        site, PlanOptions(config.lists_per_page, tree.static, theme_files(tree.theme, config))
    )
    told = telling(planned, len(planned), partial(options.tell, "Rendering"))
    rendered, unrendered = _render(tree, config, site, told)
    urls = {page.url for page in planned} | {file.url for file in files}
    absent = missing_in(config, dict(tree.theme), urls)
    problems = (problem for note in parsed for problem in note.diagnostics)
    read = (*tree.diagnostics, *wrong, *unstyled, *missing, *problems, *libraries.diagnostics)
    found = (*read, *absent, *unlinked, *collisions, *unrendered)
    outcome = Outcome(
        diagnostics=sort_diagnostics(found),
        notes=sum(len(paper.summaries) for paper in site.papers) + len(site.pages),
        papers=len(site.papers),
        pages=len(planned),
        unchanged=unchanged,
        left_out=site.left_out,
        bad_config=any(problem.severity == "error" for problem in wrong),
    )
    return Made(site, (*rendered, *files), outcome)


def _style(config: Config) -> tuple[CslStyle | None, list[Diagnostic]]:
    """The style of CSL that the settings name, if they do and it is there."""
    if config.citations_style in ("author-year", "numeric"):
        return None, []
    try:
        return find_style(config.citations_style), []
    except NoStyle as problem:
        return None, [diagnose("AP405", str(problem), Span("apercu.yml"), problem.help)]


def _parse(
    sources: Sequence[Source],
    config: Config,
    options: BuildOptions,
    memo: Memo[Parsed],
    is_numeric: bool,
) -> tuple[list[Parsed], int]:
    """Each source parsed, in their order, and how many were known from an earlier build."""
    parse_options = ParseOptions(config.math_macros, config.math_kramdown, is_numeric, config.lang)
    salt = key_of(code_digest(), repr(parse_options))
    return memo.remember(
        partial(parse_source, options=parse_options),
        [key_of(salt, source.path, source.text) for source in sources],
        sources,
        jobs=options.jobs or usable_cores(),
        if_killed=lost_note,
        tell=partial(options.tell, "Parsing"),
    )


def _libraries(tree: Tree, config: Config, memory: Memory) -> tuple[Libraries, list[Diagnostic]]:
    """The libraries that the settings name, else all below content/."""
    named = {source.path: source for source in tree.libraries}
    chosen = [named[path] for path in config.bibliography if path in named]
    if not config.bibliography:
        chosen = [source for source in tree.libraries if source.path.startswith("content/")]
    missing = [path for path in config.bibliography if path not in named]
    help = "write its path as it is from apercu.yml; it ends in `.bib` or `.csl.json`"
    span = Span("apercu.yml")
    wrong = [diagnose("AP404", f"no library is at `{path}`", span, help) for path in missing]
    return read_libraries(chosen, memory.indexes, memory.entries), wrong


def _link_options(config: Config, options: BuildOptions) -> LinkOptions:
    return LinkOptions(
        author=config.author,
        people=config.people,
        venues=config.papers_venues,
        tags=config.tags_aliases,
        stubs=config.papers_stubs,
        statuses=cast(tuple[tuple[str, Status], ...], config.papers_status),  # its reader looked
        drafts=options.drafts,
        about=Site(
            domain=config.domain,
            title=config.title,
            description=config.description,
            lang=config.lang,
            base_url=_base_url(config, options),
            feeds_limit=config.feeds_limit,
            edit_url=config.repo_url,
            search=config.search,
        ),
    )


def _base_url(config: Config, options: BuildOptions) -> str:
    url = config.base_url if options.base_url is None else options.base_url
    return url.rstrip("/") + "/" if url else ""


def _render(
    tree: Tree, config: Config, site: Site, pages: Iterable[Page]
) -> tuple[Sequence[File], Sequence[Diagnostic]]:
    chrome = chrome_of(site, config, dict(tree.theme))
    templates = Templates(
        default={source.path: source.text for source in tree.default_templates},
        own={source.path: source.text for source in tree.templates},
    )
    return render_pages(pages, chrome, templates)
