"""What the full-text search may find: one small HTML document a page, made from the Site.

Nothing else is indexed, so what is not published cannot be found. The documents follow
Pagefind's attributes (https://pagefind.app/docs/indexing/).
"""

import hashlib
import html
import re
from collections.abc import Iterator

from apercu.hole import OPEN, hole
from apercu.identity import id_label
from apercu.site import CustomPage, Paper, Shell, Site, Slot
from apercu.text import separate

PER_SHARD = 100
"""Documents that one index is made for; an edit makes one again."""
MOST_SHARDS = 10
"""A reader's browser loads the head of each."""


def shard_count(site: Site) -> int:
    """How many indexes the search of a site is cut into; 0 if it has none."""
    if not site.search:
        return 0
    count = sum(1 for _ in _listed_papers(site)) + sum(map(_is_listed, site.pages))
    return min(MOST_SHARDS, -(-count // PER_SHARD))


def search_shards(site: Site) -> tuple[tuple[Shell, ...], ...]:
    """The documents of all listed pages, by shards that an edit does not move between.

    None is empty. A shard is in order of URL.
    """
    count = shard_count(site)
    if not count:
        return ()
    documents = [*map(_paper, _listed_papers(site)), *map(_custom, filter(_is_listed, site.pages))]
    shards: list[list[Shell]] = [[] for _ in range(count)]
    for document in sorted(documents, key=lambda d: d.url):
        digest = hashlib.sha256(document.url.encode("utf-8", "replace")).digest()
        shards[digest[0] % count].append(document)
    return tuple(tuple(shard) for shard in shards if shard)


def squeeze(identifier: str) -> str:
    """An identifier as one word, which Pagefind would take apart: "10.1109/x.1" → "101109x1"."""
    return re.sub(r"[\W_]", "", identifier.lower())


def _is_listed(page: CustomPage) -> bool:
    return not (page.note.unlisted or page.note.draft or page.note.private)


def _listed_papers(site: Site) -> Iterator[Paper]:
    for paper in site.papers:
        if not paper.unlisted and not any(s.draft or s.private for s in paper.summaries):
            yield paper
    yield from (paper for paper in site.library if paper.has_page)


def _paper(paper: Paper) -> Shell:
    summaries = [summary for summary in paper.summaries if not summary.unlisted]
    writers = dict.fromkeys(w.name for summary in summaries for w in summary.writers)
    authors = [author.name for author in paper.authors]
    venue = paper.venue.name if paper.venue else ""
    year = paper.year.name if paper.year else ""
    names = authors[:3] + (["et al."] if len(authors) > 3 or paper.et_al else [])
    text = [paper.abstract.plain] if paper.abstract and not summaries else []
    for number, summary in enumerate(summaries):
        text += [summary.tldr.plain] if summary.tldr else []
        text.append(hole(number))
    tags = [tag.name for tag in paper.tags]
    ids = [f"{id_label(i)} {i.value} {squeeze(i.value)}" for i in paper.ids]
    filters = [("tag", tags), ("venue", [venue]), ("year", [year]), ("author", authors)]
    return Shell(
        paper.url,
        _document(
            title=paper.title.plain,
            byline=" · ".join(filter(None, [", ".join(names), f"{venue} {year}".strip()])),
            text="\n".join(text),
            more=[", ".join(authors), venue, year, ", ".join(tags), ", ".join(ids)],
            filters=[*filters, ("writer", list(writers))],
        ),
        tuple(Slot("words", summary.path) for summary in summaries),
    )


def _custom(page: CustomPage) -> Shell:
    document = _document(page.title.plain, "", hole(0), [], [])
    return Shell(page.url, document, (Slot("words", page.note.path),))


def _document(
    title: str, byline: str, text: str, more: list[str], filters: list[tuple[str, list[str]]]
) -> str:
    """`more` can be found as well, but stands behind the text, where no excerpt begins."""
    lines = [
        "<!DOCTYPE html><html><body data-pagefind-body>",
        f"<h1>{_text(title)}</h1>",
        f'<p data-pagefind-meta="title[data-is]" data-is="{_attribute(title)}"></p>',
        f'<p data-pagefind-meta="byline[data-is]" data-is="{_attribute(byline)}"></p>',
    ]
    lines += [
        f'<p data-pagefind-filter="{name}[data-is]" data-is="{_attribute(value)}"></p>'
        for name, values in filters
        for value in values
        if value
    ]
    for line in (*text.splitlines(), *more):
        if line.strip():
            lines.append(line if line.startswith(OPEN) else f"<p>{_text(line)}</p>")
    return "\n".join([*lines, "</body></html>\n"])


def _attribute(value: str) -> str:
    return html.escape(" ".join(value.split()))


def _text(value: str) -> str:
    return html.escape(separate(value), quote=False)
