"""BibTeX and CSL-JSON: beside each paper, and of all papers together."""

import json
from collections.abc import Iterator

from apercu.bibfile import bibtex_of, csl_of, key_of_paper
from apercu.site import File, Paper, Site, text_file


def bibliography_files(site: Site) -> Iterator[File]:
    """`paper.bib` and `paper.json` on each page of a paper; `library.bib` and `library.json`."""
    for paper in (*site.papers, *site.library):
        if paper.has_page:
            yield text_file(f"{paper.url}paper.bib", bibtex_of(paper))
            yield text_file(f"{paper.url}paper.json", _json([csl_of(paper)]))
    listed = sorted((p for p in site.papers if not p.unlisted), key=lambda p: p.slug)
    listed += sorted(site.library, key=lambda p: p.slug)
    keyed = _with_own_keys(listed)
    if keyed:
        entries = [bibtex_of(paper, key) for key, paper in keyed.items()]
        yield text_file("library.bib", "\n".join(entries))
        yield text_file("library.json", _json([csl_of(p, key) for key, p in keyed.items()]))


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


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
