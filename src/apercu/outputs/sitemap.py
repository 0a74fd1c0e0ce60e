"""`sitemap.xml` and `robots.txt` for search engines (sitemaps.org, version 0.9)."""

from collections.abc import Iterator
from html import escape

from apercu.place import absolute_url
from apercu.site import File, Site

MOST_URLS = 50_000
"""In one file; more go into several, which an index lists."""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_files(site: Site) -> Iterator[File]:
    """Every page that may be indexed; nothing where nobody said where the site will be."""
    if not site.base_url:
        return
    lines = [_url(site, url, day) for url, day in _pages(site)]
    chunks = [lines[k : k + MOST_URLS] for k in range(0, len(lines), MOST_URLS)]
    names = [f"sitemap-{k}.xml" for k in range(1, len(chunks) + 1)]
    if len(chunks) == 1:
        names = ["sitemap.xml"]
    else:
        entries = "".join(
            f"<sitemap><loc>{escape(absolute_url(site.base_url, name))}</loc></sitemap>\n"
            for name in names
        )
        index = f"{_HEAD}<sitemapindex {_SPACE}>\n{entries}</sitemapindex>\n"
        yield File("sitemap.xml", index.encode())
    for name, chunk in zip(names, chunks, strict=True):
        yield File(name, f"{_HEAD}<urlset {_SPACE}>\n{''.join(chunk)}</urlset>\n".encode())
    where = absolute_url(site.base_url, "sitemap.xml")
    yield File("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {where}\n".encode())


def _pages(site: Site) -> Iterator[tuple[str, str]]:
    """URL and day of change, which is empty for lists, in order of URL."""
    pages = {"": "", "papers/": "", "tags/": "", "authors/": "", "venues/": "", "years/": ""}
    pages["by/"] = ""
    for listings in (site.by_tag, site.by_author, site.by_venue, site.by_year, site.by_writer):
        pages |= {listing.term.url: "" for listing in listings}
    for paper in site.papers:
        if not paper.unlisted and not any(s.draft or s.private for s in paper.summaries):
            days = [day for s in paper.summaries for day in (s.date, s.updated) if day]
            pages[paper.url] = max(days).isoformat() if days else ""
    pages |= {paper.url: "" for paper in site.library if paper.has_page}
    if site.library:
        pages["library/"] = ""
    for page in site.pages:
        if not (page.note.unlisted or page.note.draft or page.note.private):
            pages[page.url] = page.note.updated.isoformat() if page.note.updated else ""
    yield from sorted(pages.items())


def _url(site: Site, url: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(absolute_url(site.base_url, url))}</loc>{changed}</url>\n"
