"""Site → Pages and Files, and the proof that no two of them have one URL."""

from collections.abc import Sequence
from dataclasses import dataclass

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.outputs import OUTPUTS
from apercu.pages import PAGES
from apercu.place import file_of
from apercu.site import Copied, File, Page, Shell, Site
from apercu.slug import fold

_PAPER = "paper.html"


@dataclass(frozen=True, slots=True)
class PlanOptions:
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
    collisions = _collisions(pages, files, site.search)
    return (
        tuple(sorted(pages, key=lambda p: p.url)),
        tuple(sorted(files, key=lambda f: f.url)),
        collisions,
    )


def _collisions(
    pages: Sequence[Page], files: Sequence[File | Shell], has_search: bool
) -> tuple[Diagnostic, ...]:
    """Two things at one URL, or at URLs that a disk without case takes for one."""
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
    taken: dict[str, str] = {}
    found = []
    for url, origin in origins:
        other = taken.get(fold(url))
        taken[fold(url)] = other or origin
        if other is not None:
            message = f"{origin} and {other} would both be at /{url}"
            path = origin if "/" in origin else other
            found.append(diagnose("AP307", message, Span(path), "give one of them another name"))
    return tuple(found)
