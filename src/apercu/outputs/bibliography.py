"""BibTeX and CSL-JSON: beside each paper, and of all papers together."""

from collections.abc import Iterator

from apercu.bibfile import bibtex_of, csl_of, key_of_paper
from apercu.jsontext import json_array, json_lines
from apercu.site import File, Paper, Site, text_file


def bibliography_files(site: Site) -> Iterator[File]:
    """`paper.bib` and `paper.json` on each page of a paper; `library.bib` and `library.json`."""
    listed = sorted((p for p in site.papers if not p.unlisted), key=lambda p: p.slug)
    keyed = _with_own_keys([*listed, *sorted(site.library, key=lambda p: p.slug)])
    made: dict[str, tuple[str, str]] = {}
    for paper in (*site.papers, *site.library):
        key = key_of_paper(paper)
        bib, item = _entry(paper, key)
        if paper.has_page:
            yield text_file(f"{paper.url}paper.bib", bib)
            yield text_file(f"{paper.url}paper.json", json_array([item]) + "\n")
        if keyed.get(key) is paper:
            made[key] = bib, item
    if keyed:
        entries = [made.get(key) or _entry(paper, key) for key, paper in keyed.items()]
        yield text_file("library.bib", "\n".join(bib for bib, _ in entries))
        yield text_file("library.json", json_array([item for _, item in entries]) + "\n")


def _entry(paper: Paper, key: str) -> tuple[str, str]:
    """A paper in BibTeX and in CSL-JSON."""
    return bibtex_of(paper, key), json_lines(csl_of(paper, key), 1)


def _with_own_keys(papers: list[Paper]) -> dict[str, Paper]:
    """Papers by keys that differ: of those that would have one key, all but the first by slug."""
    by_key: dict[str, Paper] = {}
    for paper in papers:
        key = key_of_paper(paper)
        if key in by_key:
            key = paper.slug
        while key in by_key:
            key += "-2"
        by_key[key] = paper
    return by_key
