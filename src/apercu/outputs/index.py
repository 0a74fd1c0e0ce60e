"""What programs ask a site: which papers it has, and where the paper of an identifier is."""

from collections.abc import Iterator

from apercu.identity import id_url
from apercu.jsontext import json_text
from apercu.site import File, Paper, Site, text_file


def index_files(site: Site) -> Iterator[File]:
    """`index.json` with every listed paper, `ids.json` from identifiers to pages."""
    listed = sorted((p for p in site.papers if not p.unlisted), key=lambda p: p.slug)
    yield text_file("index.json", json_text({"papers": [_paper(paper) for paper in listed]}))
    ids = {
        f"{i.kind}:{i.value}": paper.url
        for paper in (*listed, *site.library)
        if paper.has_page
        for i in paper.ids
    }
    yield text_file("ids.json", json_text(dict(sorted(ids.items()))))


def _paper(paper: Paper) -> dict[str, object]:
    return {
        "title": paper.title.plain,
        "url": paper.url,
        "authors": [author.name for author in paper.authors],
        "year": int(paper.year.name) if paper.year else None,
        "venue": paper.venue.name if paper.venue else None,
        "ids": {i.kind: i.value for i in paper.ids},
        "links": [url for url in (id_url(i) for i in paper.ids) if url],
        "tags": [tag.name for tag in paper.tags],
        "summaries": [
            {
                "url": f"{paper.url}#{summary.anchor}",
                "writers": [writer.name for writer in summary.writers],
                "date": summary.date.isoformat() if summary.date else None,
                "tldr": summary.tldr.plain if summary.tldr else None,
            }
            for summary in paper.summaries
            if not summary.unlisted
        ],
    }
