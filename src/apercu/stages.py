"""read → parse → link → plan: a site in memory, up to the pages that are to be rendered."""

from concurrent.futures import Executor
from functools import partial
from typing import cast

from msgspec.structs import replace

from apercu.chrome import chrome_of, missing_in, theme_files
from apercu.config import Config, read_config
from apercu.csl import CslStyle, NoStyle, find_style
from apercu.diagnostic import ApercuError, Diagnostic, Span, diagnose, sort_diagnostics
from apercu.frame import Chrome
from apercu.ledger import Ledger
from apercu.libraries import Libraries, ids_wanted, read_libraries
from apercu.link import LinkOptions, link_site
from apercu.memory import Memory
from apercu.model import Status
from apercu.notes import note_key, salt_of
from apercu.outcome import BuildOptions, Outcome
from apercu.parse import ParseOptions, lost_note, parse_source
from apercu.place import file_of
from apercu.plan import PlanOptions, plan_site
from apercu.read import Tree, read_site
from apercu.record import Record
from apercu.render import Templates
from apercu.search import search_shards
from apercu.site import Copied, File, Page, Shell, Site
from apercu.workers import usable_cores


class Planned(Record):
    """A site of which every file is known, and nothing is rendered."""

    site: Site
    pages: tuple[Page, ...]
    files: tuple[File | Shell, ...]
    """Those that no template makes."""
    chrome: Chrome
    templates: Templates
    parse: ParseOptions
    salt: str
    """What all keys of notes have in common."""
    keys: dict[str, str]
    """Of what each note came to, by its path."""
    outcome: Outcome


def read_tree(options: BuildOptions) -> Tree:
    """All that is read of a site; ApercuError if it is none."""
    tree = read_site(options.site, options.output)
    if not tree.is_site:
        raise ApercuError(
            f"{options.site} is no site: it has neither apercu.yml nor a note",
            "make one with `apercu init DIR`, or name a folder with notes in it",
            exit_code=2,
        )
    return tree


class Linked(Record):
    """A site of which every paper is known, and no page."""

    site: Site
    tree: Tree
    config: Config
    parse: ParseOptions
    salt: str
    """What all keys of notes have in common."""
    keys: dict[str, str]
    """Of what each note came to, by its path."""
    unchanged: int
    """Notes that were known."""
    diagnostics: tuple[Diagnostic, ...]
    bad_config: bool

    @property
    def theme(self) -> tuple[tuple[str, bytes], ...]:
        """The names and contents of its files, with all of the font."""
        return theme_files(self.tree.theme, self.config)


def link_tree(
    tree: Tree, options: BuildOptions, memory: Memory, executor: Executor | None = None
) -> Linked:
    """All notes and libraries as one site."""
    config, wrong = read_config(tree.config)
    style, unstyled = _style(config)
    is_numeric = style.is_numeric if style else config.citations_style == "numeric"
    parse = ParseOptions(config.math_macros, config.math_kramdown, is_numeric, config.lang)
    sources = (*tree.notes, *tree.pages)
    salt = salt_of(parse)
    keys = [note_key(salt, source) for source in sources]
    parsed, unchanged = memory.notes.read(
        sources,
        keys,
        partial(parse_source, options=parse),
        lost_note,
        jobs=options.jobs or usable_cores(),
        executor=executor,
        tell=partial(options.tell, "Parsing"),
    )
    notes, pages = parsed[: len(tree.notes)], parsed[len(tree.notes) :]
    libraries, missing = _libraries(tree, config, memory)
    options.tell("Linking", 0, 0)
    wanted = _link_options(config, options)
    site, unlinked = link_site(
        notes,
        pages,
        (*tree.files, *tree.static),
        replace(wanted, style=style, numeric_citations=is_numeric, live=tree.live),
        dict(tree.sizes),
        libraries.entries(ids_wanted(parsed) if config.papers_stubs == "none" else None),
        libraries.titles,
    )
    problems = (problem for note in parsed for problem in note.diagnostics)
    read = (*tree.diagnostics, *wrong, *unstyled, *missing, *problems, *libraries.diagnostics)
    return Linked(
        site=site,
        tree=tree,
        config=config,
        parse=parse,
        salt=salt,
        keys={source.path: key for source, key in zip(sources, keys, strict=True)},
        unchanged=unchanged,
        diagnostics=(*read, *unlinked),
        bad_config=any(problem.severity == "error" for problem in wrong),
    )


def plan_linked(linked: Linked) -> Planned:
    """All files of a site, and all that is to be said about it."""
    site, tree, config = linked.site, linked.tree, linked.config
    pages, files, collisions = plan_site(
        site, PlanOptions(config.lists_per_page, tree.static, linked.theme)
    )
    urls = {page.url for page in pages} | {file.url for file in files}
    absent = missing_in(config, dict(tree.theme), urls)
    outcome = Outcome(
        diagnostics=sort_diagnostics((*linked.diagnostics, *absent, *collisions)),
        notes=sum(len(paper.summaries) for paper in site.papers) + len(site.pages),
        read=len(linked.keys),
        papers=len(site.papers),
        pages=len(pages),
        unchanged=linked.unchanged,
        left_out=site.left_out,
        bad_config=linked.bad_config,
    )
    return Planned(
        site=site,
        pages=pages,
        files=files,
        chrome=chrome_of(site, config, dict(tree.theme)),
        templates=_templates(tree),
        parse=linked.parse,
        salt=linked.salt,
        keys=linked.keys,
        outcome=outcome,
    )


def plan_tree(tree: Tree, options: BuildOptions, memory: Memory) -> Planned:
    """The site in memory, up to its pages."""
    return plan_linked(link_tree(tree, options, memory))


def _templates(tree: Tree) -> Templates:
    return Templates(
        default={source.path: source.text for source in tree.default_templates},
        own={source.path: source.text for source in tree.templates},
    )


def ledger_of(planned: Planned) -> Ledger:
    """Where the texts of a planned site stand."""
    shells: dict[str, list[str]] = {}
    slotted = [(file_of(page.url), page.slots) for page in planned.pages]
    slotted += [(file.url, file.slots) for file in planned.files if isinstance(file, Shell)]
    for url, slots in slotted:
        for slot in slots:
            shells.setdefault(slot.note, []).append(url)
    copies: dict[str, list[str]] = {}
    for file in planned.files:
        if isinstance(file, File) and isinstance(file.content, Copied):
            copies.setdefault(file.content.path, []).append(file.url)
    return Ledger(
        parse=planned.parse,
        salt=planned.salt,
        keys=planned.keys,
        shells={note: tuple(dict.fromkeys(urls)) for note, urls in shells.items()},
        copies={path: tuple(urls) for path, urls in copies.items() if path in planned.keys},
        shards=tuple(tuple(d.url for d in shard) for shard in search_shards(planned.site)),
        lang=planned.site.lang,
    )


def _style(config: Config) -> tuple[CslStyle | None, list[Diagnostic]]:
    """The style of CSL that the settings name, if they do and it is there."""
    if config.citations_style in ("author-year", "numeric"):
        return None, []
    try:
        return find_style(config.citations_style), []
    except NoStyle as problem:
        return None, [diagnose("AP405", str(problem), Span("apercu.yml"), problem.help)]


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
