"""BibTeX and CSL-JSON: beside each paper, and of all papers together."""

import json
from collections.abc import Iterator

from apercu.bibfile import bibtex_of, csl_of
from apercu.site import File, Paper, Site, text_file


def bibliography_files(site: Site) -> Iterator[File]:
    """`paper.bib` and `paper.json` on each page of a paper; `library.bib` and `library.json`."""
    for paper in (*site.papers, *site.library):
        if paper.has_page:
            yield text_file(f"{paper.url}paper.bib", bibtex_of(paper))
            yield text_file(f"{paper.url}paper.json", _json([csl_of(paper)]))
    listed = sorted((p for p in site.papers if not p.unlisted), key=lambda p: p.slug)
    listed += sorted(site.library, key=lambda p: p.slug)
    unique = _with_own_keys(listed)
    if unique:
        yield text_file("library.bib", "\n".join(map(bibtex_of, unique)))
        yield text_file("library.json", _json([csl_of(paper) for paper in unique]))


def _with_own_keys(papers: list[Paper]) -> list[Paper]:
    """Papers whose keys differ; of equal ones the first."""
    by_key: dict[str, Paper] = {}
    for paper in papers:
        by_key.setdefault(str(csl_of(paper)["id"]), paper)
    return list(by_key.values())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
