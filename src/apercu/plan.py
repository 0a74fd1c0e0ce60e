"""Site → Pages and Files, and the proof that no two of them have one URL."""

from collections.abc import Iterator, Sequence

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.outputs import OUTPUTS
from apercu.pages import PAGES
from apercu.place import file_of
from apercu.record import Record
from apercu.site import Copied, File, Page, Shell, Site
from apercu.slug import fold

_PAPER = "paper.html"
_ALIAS = "redirect.html"


class PlanOptions(Record):
    """What is published beside the notes, and how lists are cut."""

    per_page: int = 20
    static: tuple[str, ...] = ()
    theme: tuple[tuple[str, bytes], ...] = ()


def plan_site(
    site: Site, options: PlanOptions
) -> tuple[tuple[Page, ...], tuple[File | Shell, ...], tuple[Diagnostic, ...]]:
    """All pages and all files that are no pages, in order of URL, and those that collide."""
    pages = [page for make in PAGES for page in make(site, options.per_page)]
    # Papers that ask for one URL share what stands below it; `slug` says so.
    made = {fold(file.url): file for make in OUTPUTS for file in make(site)}
    files: list[File | Shell] = list(made.values())
    files += [File(copied.url, copied) for copied in site.copied]
    for path in options.static:
        url = path.removeprefix("static/")
        if not (url == "CNAME" and fold(url) in made):
            files.append(File(url, Copied(path, url)))
    files += [File(f"theme/{name}", content) for name, content in options.theme]
    pages, hiding = _without_hiding(pages, files, site.search)
    collisions = (*hiding, *_collisions(pages, files, site.search))
    return (
        tuple(sorted(pages, key=lambda p: p.url)),
        tuple(sorted(files, key=lambda f: f.url)),
        collisions,
    )


def _without_hiding(
    pages: Sequence[Page], files: Sequence[File | Shell], has_search: bool
) -> tuple[list[Page], list[Diagnostic]]:
    """The pages without the aliases that would stand where something else is."""
    kept = [page for page in pages if not _is_alias(page)]
    taken = _Taken({}, {})
    for url, origin in _origins(kept, files, has_search):
        taken.add(url, origin)
    found = []
    for page in pages:
        if _is_alias(page):
            other = taken.at(file_of(page.url))
            if other is None:
                kept.append(page)
            else:
                message = f"the alias `/{page.url}` would hide {other}, which stays"
                found.append(diagnose("AP306", message, Span(page.source), "remove the alias"))
    return kept, found


def _is_alias(page: Page) -> bool:
    return page.template == _ALIAS and bool(page.source)


class _Taken(Record):
    """What stands where, by folded URL."""

    files: dict[str, str]
    folders: dict[str, str]

    def at(self, url: str) -> str | None:
        """What is at a URL, below it, or a file where it has a folder."""
        key = fold(url)
        above = (self.files[folder] for folder in _folders(key) if folder in self.files)
        return self.files.get(key) or self.folders.get(key) or next(above, None)

    def add(self, url: str, origin: str) -> None:
        key = fold(url)
        self.files.setdefault(key, origin)
        for folder in _folders(key):
            self.folders.setdefault(folder, origin)


def _folders(url: str) -> Iterator[str]:
    end = url.find("/")
    while end >= 0:
        yield url[:end]
        end = url.find("/", end + 1)


def _collisions(
    pages: Sequence[Page], files: Sequence[File | Shell], has_search: bool
) -> tuple[Diagnostic, ...]:
    """Two things at one URL, or at URLs that a disk without case takes for one, or a file where
    others need a folder."""
    taken = _Taken({}, {})
    found = []
    for url, origin in _origins(pages, files, has_search):
        other = taken.at(url)
        taken.add(url, origin)
        if other is not None:
            message = f"{origin} and {other} would both be at /{url}"
            path = origin if "/" in origin else other
            found.append(diagnose("AP307", message, Span(path), "give one of them another name"))
    return tuple(found)


def _origins(
    pages: Sequence[Page], files: Sequence[File | Shell], has_search: bool
) -> list[tuple[str, str]]:
    """Every URL of a file, and what stands there, as a message says it."""
    # Papers are told apart by `slug`, which says so when it cannot.
    papers = {file_of(page.url) for page in pages if page.template == _PAPER}
    origins = [(url, "the page of a paper") for url in sorted(papers)]
    # Made after planning: Pagefind is a program of its own.
    origins += [("pagefind/pagefind.js", "the search index")] if has_search else []
    origins += [
        (file_of(page.url), page.source or "a page of apercu")
        for page in pages
        if page.template != _PAPER
    ]
    for file in files:
        content = file.content if isinstance(file, File) else None
        origin = content.path if isinstance(content, Copied) else "a file of apercu"
        origins.append((file.url, origin))
    return origins
