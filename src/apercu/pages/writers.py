"""The people who wrote the summaries, and what each wrote."""

from collections.abc import Iterator

from apercu.context import WriterContext
from apercu.row import count_summaries, cut, tags_of, terms_contexts
from apercu.site import Page, Site


def writer_pages(site: Site, per_page: int) -> Iterator[Page]:
    """One list of papers per writer, newest first, and one of all writers."""
    for url, terms in terms_contexts("by/", site.by_writer):
        yield Page(url, "writers.html", terms)
    writers = {w.page: w for p in site.papers for s in p.summaries for w in s.writers}
    for listing in site.by_writer:
        writer = writers.get(listing.term.url)
        tags = tags_of(listing.entries)
        for url, rows, pagination in cut(listing.term.url, listing.entries, per_page):
            context = WriterContext(
                name=listing.term.name,
                homepage=writer.url if writer else "",
                orcid=writer.orcid if writer else "",
                rows=rows,
                papers=len(listing.entries),
                summaries=count_summaries(listing.entries),
                tags=tags,
                pagination=pagination,
            )
            yield Page(url, "writer.html", context)
