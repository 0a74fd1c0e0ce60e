"""Who knows this paper? `/id/arxiv/1706.03762/` leads to its page here."""

from collections.abc import Iterator

from apercu.context import RedirectContext
from apercu.identity import id_path
from apercu.site import Page, Site


def id_pages(site: Site, per_page: int) -> Iterator[Page]:
    """A redirect for each public identifier of a paper that has a page; the first of equal paths.

    A citekey is no public one: it means something to those who share its library.
    """
    del per_page
    listed = [paper for paper in site.papers if not paper.unlisted]
    targets: dict[str, str] = {}
    for paper in sorted((*listed, *site.library), key=lambda p: p.slug):
        for paper_id in paper.ids if paper.has_page else ():
            if paper_id.kind != "citekey":
                targets.setdefault(f"id/{id_path(paper_id)}/", paper.url)
    for url, target in sorted(targets.items()):
        yield Page(url, "redirect.html", RedirectContext(target))
