"""Old URLs of papers and pages: each leads to the page of today, and never hides another."""

from collections.abc import Iterator, Sequence

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.model import Summary
from apercu.site import CustomPage, Paper, Redirect
from apercu.slug import fold
from apercu.text import is_device


def find_redirects(
    papers: Sequence[Paper], pages: Sequence[CustomPage], urls: frozenset[str]
) -> tuple[tuple[Redirect, ...], tuple[Diagnostic, ...]]:
    """One redirect an alias, by URL. `urls` are the pages that are there; they stay."""
    taken = {fold(url): "a page of the site" for url in urls}
    redirects: list[Redirect] = []
    diagnostics: list[Diagnostic] = []
    for alias, summary, target in _aliases(papers, pages):
        span = summary.spans.get("aliases", Span(summary.path))
        url = _url(alias)
        if url is None:
            message = f'the alias cannot be a URL of the site: "{alias}"'
            diagnostics.append(diagnose("AP309", message, span, "write it as in `/old/url/`"))
        elif fold(url) in taken:
            message = f"the alias `/{url}` is {taken[fold(url)]}, which stays"
            diagnostics.append(diagnose("AP306", message, span, "remove the alias"))
        else:
            taken[fold(url)] = f"an alias of {summary.path}"
            redirects.append(Redirect(url, target, summary.path))
    return tuple(sorted(redirects, key=lambda r: r.url)), tuple(diagnostics)


def _aliases(
    papers: Sequence[Paper], pages: Sequence[CustomPage]
) -> Iterator[tuple[str, Summary, str]]:
    found = [(s.path, alias, s, p.url) for p in papers for s in p.summaries for alias in s.aliases]
    found += [(p.note.path, alias, p.note, p.url) for p in pages for alias in p.note.aliases]
    for _, alias, summary, target in sorted(found, key=lambda row: (row[0], row[1])):
        yield alias, summary, target


def _url(alias: str) -> str | None:
    """The alias as a URL of a page or a file; None if it can't be one on every disk."""
    parts = alias.strip().strip("/").split("/")
    for part in parts:
        is_odd = part in ("", ".", "..") or part.startswith(".") or part.endswith((".", " "))
        if (
            is_odd
            or is_device(part)
            or len(part.encode()) > 200
            or any(c in '\\<>:"|?*%#' or c < " " for c in part)
        ):
            return None
    name = "/".join(parts)
    return name if parts[-1].endswith(".html") else name + "/"
