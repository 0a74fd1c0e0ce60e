"""The kinds of pages, made from the Site; one kind a file."""

from collections.abc import Callable, Iterable

from apercu.pages.authors import author_pages
from apercu.pages.custom import custom_pages
from apercu.pages.home import home_pages
from apercu.pages.ids import id_pages
from apercu.pages.library import library_pages
from apercu.pages.notfound import notfound_pages
from apercu.pages.paper import paper_pages
from apercu.pages.papers import papers_pages
from apercu.pages.redirects import redirect_pages
from apercu.pages.search import search_pages
from apercu.pages.tags import tag_pages
from apercu.pages.venues import venue_pages
from apercu.pages.writers import writer_pages
from apercu.pages.years import year_pages
from apercu.site import Page, Site

PAGES: tuple[Callable[[Site, int], Iterable[Page]], ...] = (
    home_pages,
    papers_pages,
    library_pages,
    paper_pages,
    tag_pages,
    author_pages,
    venue_pages,
    year_pages,
    writer_pages,
    custom_pages,
    search_pages,
    notfound_pages,
    redirect_pages,
    id_pages,
)
