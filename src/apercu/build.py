"""The six verbs in a row: read → parse → link → plan → render → write.

`stages` strings the first four together; here pages are rendered and written. It knows of the
cache, the lock and the seal. Errors of an author mean that nothing is written and the last good
site stays.
"""

import gc
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from apercu.cache import code_digest, key_of
from apercu.checks import CHECKS
from apercu.diagnostic import Diagnostic, Span, diagnose, sort_diagnostics
from apercu.indexing import index_site
from apercu.ledger import write_ledger
from apercu.lock import site_lock
from apercu.mathfont import CSS, FONT
from apercu.memory import Memory
from apercu.outcome import BuildOptions, Outcome
from apercu.output import check_output
from apercu.pack import Damaged
from apercu.pagebook import read_pagebook, write_pagebook
from apercu.produce import Produced, Work, produce
from apercu.render import render_pages
from apercu.seal import break_seal, write_seal
from apercu.sealed import Look, look_at
from apercu.search import search_shards
from apercu.shellbook import packed
from apercu.site import File, Page, Shell
from apercu.spare import spare_folder
from apercu.stages import Linked, Planned, ledger_of, link_tree, plan_linked, plan_tree, read_tree
from apercu.survey import MANIFEST
from apercu.tracked import is_tracked
from apercu.workers import beside, usable_cores
from apercu.write import Staging, place_file, staged

_OF_A_SITE = (".md", "apercu.yml")


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
    if look.survey is None or not any(path.endswith(_OF_A_SITE) for path in look.survey.inputs):
        read_tree(options)  # leaves no cache in a folder that is no site
    with site_lock(options.cache) as now, _uncollected():
        if is_tracked(options.cache):
            # Whoever made it could have put anything into our pages.
            return _build(options, Look(options.output, None), None, executor)
        steady = look.survey.steady(options.site, now) if look.survey else None
        look = replace(look, survey=steady)
        try:
            return _build(options, look, options.cache, executor)
        except Damaged:
            return _build(replace(options, clean=True), look, options.cache, executor)


def _build(
    options: BuildOptions, look: Look, cache: Path | None, executor: Executor | None
) -> Outcome:
    """Without a cache nothing is reused, and nothing kept."""
    tree = read_tree(options)
    if cache is None:
        tree = replace(tree, diagnostics=(*tree.diagnostics, _foreign_cache(options.cache.name)))
    memory = Memory.of(cache, is_fresh=options.clean)
    jobs = options.jobs or usable_cores()
    linked = link_tree(tree, options, memory, executor)
    with beside(partial(_drawn_files, linked, memory), jobs) as drawn_files:
        planned = plan_linked(linked)
        if planned.outcome.is_stopped(options.strict):
            memory.save()
            return planned.outcome
        break_seal(options.cache)
        index = partial(index_site, planned.site, memory.notes, cache / "search" if cache else None)
        with (
            staged(options.output, cache, is_intact=look.is_intact, clean=options.clean) as staging,
            beside(index, jobs) as search_files,
        ):
            work = _work(planned, options, memory, cache, staging)
            done = produce(work, jobs, executor, partial(options.tell, "Rendering"))
            outcome = _with(planned.outcome, done)
            memory.save()
            if outcome.is_stopped(options.strict):
                staging.discard()
                return outcome
            options.tell("Indexing", 0, 0)
            late = (*drawn_files(), *search_files())
            last = [place_file(file, options.site, staging) for file in late]
            written = staging.publish((*done.placed, *last))
    outcome = replace(outcome, published=True, foreign=written.foreign)
    if cache is not None:
        for shard in search_shards(planned.site):
            for document in shard:
                memory.shells.put(*packed(document))
        memory.shells.save()
        write_ledger(cache, ledger_of(planned))
        digests = {file.url: file.digest for file in done.placed}
        write_pagebook(cache, {url: (key, digests[url]) for url, key in done.keys.items()})
        if look.survey is not None:
            ours = (*written.ours, MANIFEST)
            spare = spare_folder(options.cache)
            survey = look.survey.published(options.output, spare, ours)
            write_seal(options, survey, outcome, ours)
    return outcome


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's search for circles, of which a build makes few: it takes a third of link."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _foreign_cache(name: str) -> Diagnostic:
    message = "git tracks the cache, so it was not used"
    return diagnose("AP118", message, Span(name), f"take it out: git rm -r --cached {name}")


def _drawn_files(linked: Linked, memory: Memory) -> list[File]:
    """The font, which takes long to make and nothing else waits for, and what names it."""
    theme = (File(f"theme/{name}", content) for name, content in linked.theme)
    drawn = [file for file in theme if file.url in (CSS, FONT)]
    files = memory.with_font(drawn, linked.site.symbols)
    memory.font.save()
    return files


def _work(
    planned: Planned, options: BuildOptions, memory: Memory, cache: Path | None, staging: Staging
) -> Work:
    salt = key_of(code_digest(), repr(planned.chrome), repr(planned.templates))
    note_keys, digests = memory.notes.keys, staging.known
    wanted: list[Page | Shell] = list(planned.pages)
    wanted += [file for file in planned.files if isinstance(file, Shell)]
    return Work(
        book=read_pagebook(cache, salt, note_keys, wanted, digests, memory.shells),
        pages=planned.pages,
        files=[file for file in planned.files if file.url not in (CSS, FONT)],
        chrome=planned.chrome,
        templates=planned.templates,
        prose_of=memory.notes.prose,
        site=options.site,
        staging=staging,
        shells=memory.shells if cache else None,
    )


def _with(outcome: Outcome, done: Produced) -> Outcome:
    return replace(outcome, diagnostics=sort_diagnostics((*outcome.diagnostics, *done.diagnostics)))


def check_site(options: BuildOptions) -> Outcome:
    """All that a build would say, and the lints; nothing is written, not even the cache."""
    planned = plan_tree(read_tree(options), options, Memory.of(None))
    _, found = render_pages(planned.pages, planned.chrome, planned.templates)
    lints = (finding for check in CHECKS for finding in check(planned.site))
    said = (*planned.outcome.diagnostics, *found, *lints)
    return replace(planned.outcome, diagnostics=sort_diagnostics(said))
