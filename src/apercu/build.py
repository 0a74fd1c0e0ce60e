"""The six verbs in a row: read → parse → link → plan → render → write.

`stages` strings the first four together; here pages are rendered and written. It knows of the
cache, the lock and the seal. Errors of an author mean that nothing is written and the last good
site stays.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from apercu.checks import CHECKS
from apercu.codec import encode
from apercu.diagnostic import sort_diagnostics
from apercu.indexing import search_files
from apercu.ledger import Ledger, write_ledger
from apercu.lock import site_lock
from apercu.memory import Memory
from apercu.outcome import BuildOptions, Outcome
from apercu.output import check_output
from apercu.pack import Damaged
from apercu.produce import Produced, Work, produce
from apercu.render import render_pages
from apercu.seal import Survey, break_seal, write_seal
from apercu.sealed import Look, look_at
from apercu.search import search_shards
from apercu.shellbook import keep_shells
from apercu.site import Copied, File, Shell, Site
from apercu.slot import fill_shell
from apercu.stages import Planned, plan_tree, read_tree
from apercu.stamp import tree_sum
from apercu.workers import usable_cores
from apercu.write import Staging, staged


@dataclass(frozen=True, slots=True)
class Made:
    """A site in memory, before anything is written."""

    site: Site
    files: tuple[File, ...]
    outcome: Outcome


def build_site(
    options: BuildOptions, look: Look | None = None, executor: Executor | None = None
) -> Outcome:
    """Build a site into its output folder, as far as it has changed since the last time.

    `look` is how it stands beside its last build, if somebody looked. Raises ApercuError when the
    world refuses: no site there, an output that is not ours, no space, another build at work.
    """
    check_output(site=options.site, output=options.output)
    look = look or look_at(options)
    if look.unchanged:
        return look.unchanged
    if look.seal is None:
        read_tree(options)  # leaves no cache in a folder that is no site
    with site_lock(options.cache) as now:
        survey = look.survey.steady(options.site, now) if look.survey else None
        try:
            memory = Memory.of(options.cache, is_fresh=options.clean)
            return _build(options, look, survey, memory, executor)
        except Damaged:
            memory = Memory.of(options.cache, is_fresh=True)
            return _build(options, look, survey, memory, executor)


def _build(
    options: BuildOptions,
    look: Look,
    survey: Survey | None,
    memory: Memory,
    executor: Executor | None,
) -> Outcome:
    planned = plan_tree(read_tree(options), options, memory, executor)
    if planned.outcome.is_stopped(options.strict):
        memory.save()
        return planned.outcome
    is_intact = look.seal is not None and survey is not None and look.seal.output == survey.output
    break_seal(options.cache)
    with staged(options.output, options.cache, is_intact=is_intact, clean=options.clean) as staging:
        work = _work(planned, options, memory, staging)
        done = produce(work, options.jobs or usable_cores(), executor)
        outcome = _with(planned.outcome, done)
        memory.save()
        if outcome.is_stopped(options.strict):
            staging.discard()
            return outcome
        written = staging.publish(done.placed)
    outcome = replace(outcome, published=True, foreign=written.foreign)
    keep_shells(memory.shells, (*done.shells, *_documents(planned.site)))
    write_ledger(options.cache, _ledger(planned, done))
    if survey is not None:
        survey = replace(survey, output=tree_sum(options.output))
        write_seal(options, survey, encode(outcome))
    return outcome


def _work(planned: Planned, options: BuildOptions, memory: Memory, staging: Staging) -> Work:
    plain = [file for file in planned.files if isinstance(file, File)]
    shells = [file for file in planned.files if isinstance(file, Shell)]
    files = memory.with_font(plain, planned.site.symbols)
    memory.font.save()
    files += _index(planned.site, memory, options.cache / "search")
    return Work(
        pages=planned.pages,
        files=(*shells, *files),
        chrome=planned.chrome,
        templates=planned.templates,
        prose_of=memory.notes.prose,
        site=options.site,
        staging=staging,
    )


def _with(outcome: Outcome, done: Produced) -> Outcome:
    return replace(outcome, diagnostics=sort_diagnostics((*outcome.diagnostics, *done.diagnostics)))


def _documents(site: Site) -> Sequence[Shell]:
    return [document for shard in search_shards(site) for document in shard]


def _index(site: Site, memory: Memory, cache: Path) -> list[File]:
    """The files of the full-text search; `cache` is a folder that keeps what did not change."""
    shards = [
        tuple(fill_shell(document, memory.notes.prose) for document in shard)
        for shard in search_shards(site)
    ]
    return search_files(shards, site.lang, cache)


def _ledger(planned: Planned, done: Produced) -> Ledger:
    shells: dict[str, list[str]] = {}
    for shell in done.shells:
        for slot in shell.slots:
            shells.setdefault(slot.note, []).append(shell.url)
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


def preview_site(options: BuildOptions, memory: Memory) -> Made:
    """A site made from what changed since the memory's last use; nothing is written.

    There are no files if an error would stop a build. The index of the search is not among them.
    """
    planned = plan_tree(read_tree(options), options, memory)
    rendered, found = render_pages(planned.pages, planned.chrome, planned.templates)
    outcome = _with(planned.outcome, Produced(diagnostics=found))
    if outcome.is_stopped(options.strict):
        return Made(planned.site, (), outcome)
    made = (*rendered, *planned.files)
    whole = [fill_shell(f, memory.notes.prose) if isinstance(f, Shell) else f for f in made]
    memory.save()
    return Made(planned.site, tuple(memory.with_font(whole, planned.site.symbols)), outcome)


def index_site(site: Site, memory: Memory, cache: Path) -> list[File]:
    """The files of the full-text search of a previewed site."""
    return _index(site, memory, cache)


def check_site(options: BuildOptions) -> Outcome:
    """All that a build would say, and the lints; nothing is written, not even the cache."""
    planned = plan_tree(read_tree(options), options, Memory.of(None))
    _, found = render_pages(planned.pages, planned.chrome, planned.templates)
    lints = (finding for check in CHECKS for finding in check(planned.site))
    said = (*planned.outcome.diagnostics, *found, *lints)
    return replace(planned.outcome, diagnostics=sort_diagnostics(said))
