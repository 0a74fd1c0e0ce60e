"""Pages rendered, texts filled in, files given their place: by several processes where it pays.

Forked processes find the whole work in their memory and are told which part of it is theirs. Where
there is no fork, or the work goes to an executor elsewhere, only rendering is shared out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from msgspec import field
from msgspec.structs import replace

from apercu.cache import key_of
from apercu.diagnostic import ApercuError, Diagnostic
from apercu.frame import Chrome
from apercu.model import Prose
from apercu.pack import Pack
from apercu.pagebook import Pagebook, path_of
from apercu.record import Record
from apercu.render import Renderer, Templates, render_pages
from apercu.shellbook import packed
from apercu.site import File, Page, Shell
from apercu.slot import fill_shell
from apercu.tell import telling, unheard
from apercu.workers import ENOUGH_FOR_PROCESSES, can_fork, run_all
from apercu.write import Placed, Staging, place_file

CHUNK = 64
"""Pages or files that a process takes at once."""


class Work(Record):
    """All that is to be made of a planned site."""

    pages: Sequence[Page]
    files: Sequence[File | Shell]
    chrome: Chrome
    templates: Templates
    prose_of: Callable[[str], Prose]
    site: Path
    staging: Staging
    book: Pagebook
    shells: Pack | None
    """Gets those that are made."""


class Produced(Record):
    """What came of it."""

    placed: tuple[Placed, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    """Of all pages and shells, by the URL of their files: see `Pagebook`."""
    diagnostics: tuple[Diagnostic, ...] = ()


class _Part(Record):
    """What came of a part of the work, in the process that did it."""

    placed: tuple[Placed, ...] = ()
    shells: tuple[tuple[str, bytes], ...] = ()
    """As a pack keeps them."""
    diagnostics: tuple[Diagnostic, ...] = ()


_work: list[tuple[Work, Renderer]] = []
"""What forked processes share: the last item, while there is one."""


def produce(
    work: Work,
    jobs: int,
    executor: Executor | None = None,
    tell: Callable[[int, int], None] = unheard,
) -> Produced:
    """Every file of a site in its place in the next tree; what the output has is not made again.

    If a template has a mistake, what it says of it stands for all.
    """
    shells = [file for file in work.files if isinstance(file, Shell)]
    keys: dict[str, str] = {}
    known: dict[str, Placed] = {}
    items: list[Page | Shell] = [*work.pages, *shells]
    for item in items:
        url, key = path_of(item), work.book.key(item)
        keys[url] = key
        if digest := work.book.digest(item, key):
            known[url] = Placed(url, digest, is_new=False)
    pages = [page for page in work.pages if path_of(page) not in known]
    files = [file for file in work.files if file.url not in known]
    made = _made(replace(work, pages=pages, files=files), jobs, executor, tell)
    if made.diagnostics:
        return made
    return Produced((*known.values(), *made.placed), keys)


def _made(
    work: Work, jobs: int, executor: Executor | None, tell: Callable[[int, int], None]
) -> Produced:
    if executor is not None:
        return _gathered(work, [_place(work, work.files, _rendered_elsewhere(work, executor))])
    if jobs < 2 or len(work.pages) < ENOUGH_FOR_PROCESSES or not can_fork():
        told = telling(work.pages, len(work.pages), tell)
        rendered = render_pages(told, work.chrome, work.templates)
        return _gathered(work, [_place(work, work.files, rendered)])
    count = len(work.pages) + len(work.files)
    chunks = [(start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
    renderer = Renderer(work.chrome, work.templates)
    renderer.compile(page.template for page in work.pages)
    _work.append((work, renderer))
    try:
        made = _gathered(work, run_all(_produce_part, chunks, jobs, enough=2, chunk=1, tell=tell))
    finally:
        _work.pop()
    if made.diagnostics:
        # A mistake is told once, with all pages that meet it.
        return Produced(diagnostics=render_pages(work.pages, work.chrome, work.templates)[1])
    return made


def _gathered(work: Work, parts: Iterable[_Part | None]) -> Produced:
    """All parts in one; their shells are kept as they come, since they take much room."""
    placed: list[Placed] = []
    diagnostics: list[Diagnostic] = []
    for part in parts:
        if part is None:
            raise ApercuError(
                "a process that made pages was killed", "free memory, or use --jobs 1"
            )
        placed += part.placed
        diagnostics += part.diagnostics
        if work.shells is not None:
            for url, shell in part.shells:
                work.shells.put(url, shell)
    return Produced(tuple(placed), diagnostics=tuple(diagnostics))


def _produce_part(span: tuple[int, int]) -> _Part:
    work, renderer = _work[-1]
    start, end = span
    pages = work.pages[start:end]
    files = work.files[max(0, start - len(work.pages)) : max(0, end - len(work.pages))]
    return _place(work, files, renderer.render(pages))


def _place(
    work: Work,
    files: Sequence[File | Shell],
    rendered: tuple[Sequence[File | Shell], tuple[Diagnostic, ...]],
) -> _Part:
    pages, diagnostics = rendered
    if diagnostics:
        return _Part(diagnostics=diagnostics)
    made = (*pages, *files)
    shells = tuple(packed(file) for file in made if isinstance(file, Shell))
    whole = (fill_shell(f, work.prose_of) if isinstance(f, Shell) else f for f in made)
    return _Part(tuple(place_file(file, work.site, work.staging) for file in whole), shells)


def _rendered_elsewhere(
    work: Work, executor: Executor
) -> tuple[Sequence[File | Shell], tuple[Diagnostic, ...]]:
    chunks = [work.pages[k : k + CHUNK] for k in range(0, len(work.pages), CHUNK)]
    key = key_of(repr(work.chrome), repr(work.templates))
    render = partial(_render_here, key, work.chrome, work.templates)
    parts = list(executor.map(render, chunks))
    if any(diagnostics for _, diagnostics in parts):
        return render_pages(work.pages, work.chrome, work.templates)
    return [file for files, _ in parts for file in files], ()


_renderers: dict[str, Renderer] = {}
"""The last one that a process elsewhere worked with, by what it was made of."""


def _render_here(
    key: str, chrome: Chrome, templates: Templates, pages: Sequence[Page]
) -> tuple[list[File | Shell], tuple[Diagnostic, ...]]:
    if key not in _renderers:
        _renderers.clear()
        _renderers[key] = Renderer(chrome, templates)
    return _renderers[key].render(pages)
