"""Which pages a site has, and what each knows."""

from urllib.parse import urljoin, urlsplit

import pytest
from msgspec.structs import replace

from apercu.context import (
    Count,
    HomeContext,
    LibraryContext,
    ListContext,
    PaperContext,
    TermsContext,
    WriterContext,
)
from apercu.model import ExternalLink, PaperId
from apercu.nav import navigation
from apercu.render import render_pages
from apercu.site import Listing, Site, Term
from apercu.words import ENGLISH
from sites import (
    DEEP,
    HIDDEN,
    JUN,
    SITE,
    STUB,
    TEMPLATES,
    WIDE,
    Outline,
    chrome_of,
    finished,
    pages_of,
    site_of,
    summary_of,
    text_of,
)


def _texts(site: Site, per_page: int = 20, base_url: str = "") -> dict[str, str]:
    files, diagnostics = render_pages(
        pages_of(site, per_page), chrome_of(site, base_url), TEMPLATES
    )
    assert diagnostics == ()
    return finished(files, site)


def _paper(site: Site, url: str) -> PaperContext:
    context = next(page.context for page in pages_of(site) if page.url == url)
    assert isinstance(context, PaperContext)
    return context


def test_every_page_has_its_url() -> None:
    urls = [page.url for page in pages_of(SITE)]
    assert len(urls) == len(set(urls))
    assert {
        "", "papers/", "papers/deep/", "papers/wide/", "papers/hidden/", "tags/", "tags/deep-b/",
        "authors/", "authors/author-9/", "venues/", "venues/iclr/", "years/", "years/2019/",
        "by/", "by/ada/", "by/jun/", "about/", "404.html",
    } <= set(urls)  # fmt: skip


def test_a_site_without_notes_has_all_lists_and_they_say_what_to_do() -> None:
    texts = _texts(Site())
    assert "apercu new" in texts["index.html"]
    for name in ("tags", "authors", "venues", "years", "by"):
        assert "at the head of a note" in texts[f"{name}/index.html"]


def test_long_lists_go_over_several_pages() -> None:
    pages = {page.url: page.context for page in pages_of(SITE, per_page=1)}
    first, second = pages[""], pages["page/2/"]
    assert isinstance(first, HomeContext)
    assert isinstance(second, HomeContext)
    assert [row.url for row in (*first.rows, *second.rows)] == [DEEP.url, WIDE.url]
    assert (first.pagination.newer, first.pagination.older) == (None, "page/2/")
    assert (second.pagination.newer, second.pagination.older) == ("", None)
    for url in ("papers/", "tags/deep-b/", "authors/author-0/", "by/ada/"):
        assert f"{url}page/2/" in pages
        assert f"{url}page/3/" not in pages


def test_a_long_list_of_authors_goes_over_several_pages() -> None:
    terms = [Term(f"Author {number}", f"authors/{number}/") for number in range(1_001)]
    site = replace(SITE, by_author=tuple(Listing(term, ()) for term in terms))
    shown = [page for page in pages_of(site) if page.template == "authors.html"]
    assert [page.url for page in shown] == ["authors/", "authors/page/2/"]
    found = []
    for page in shown:
        assert isinstance(page.context, TermsContext)
        assert len(page.context.terms) <= 1_000
        found += [count.url for count in page.context.terms]
    assert found == [term.url for term in terms]
    text = _texts(site)["authors/page/2/index.html"]
    assert "<title>Authors, page 2" in text
    assert '<a href="../../../authors/" rel="prev">Previous</a>' in text


def test_a_long_library_goes_over_several_pages_and_its_shelves_count_all() -> None:
    library = tuple(
        replace(STUB, slug=f"stub-{number:04}", status="read" if number < 999 else "to-read")
        for number in range(1_100)
    )
    site = replace(SITE, papers=(), library=library)
    contexts = [page.context for page in pages_of(site) if page.template == "library.html"]
    parts = [
        (shelf.name, len(shelf.rows), shelf.papers)
        for context in contexts
        if isinstance(context, LibraryContext)
        for shelf in context.shelves
    ]
    assert parts == [("To read", 101, 101), ("Read", 899, 999), ("Read", 100, 999)]
    assert {c.total for c in contexts if isinstance(c, LibraryContext)} == {1_100}


def test_lists_count_papers_and_summaries() -> None:
    context = next(page.context for page in pages_of(SITE) if page.url == "venues/iclr/")
    assert isinstance(context, ListContext)
    assert (context.papers, context.summaries) == (2, 3)


def test_an_unlisted_paper_has_a_page_that_nothing_leads_to() -> None:
    texts = _texts(SITE)
    assert '<meta name="robots" content="noindex">' in texts["papers/hidden/index.html"]
    assert [url for url, text in texts.items() if "papers/hidden" in text] == [
        "papers/hidden/index.html"
    ]
    context = _paper(SITE, HIDDEN.url)
    assert (context.newer, context.older) == (None, None)


def test_a_draft_wears_a_badge_and_is_not_indexed() -> None:
    site = site_of(replace(DEEP, summaries=(summary_of("content/d.md", JUN, 2, draft=True),)))
    assert [view.badge for view in _paper(site, DEEP.url).summaries] == ["Draft"]
    assert _paper(site, DEEP.url).noindex
    assert '<span class="badge">Draft</span>' in _texts(site)["papers/deep/index.html"]


def test_neighbours_are_the_listed_papers_before_and_after() -> None:
    deep, wide = _paper(SITE, DEEP.url), _paper(SITE, WIDE.url)
    assert (deep.newer, deep.older and deep.older.url) == (None, WIDE.url)
    assert (wide.newer and wide.newer.url, wide.older) == (DEEP.url, None)


def test_authors_above_eight_are_folded_away() -> None:
    context = _paper(SITE, DEEP.url)
    assert (len(context.authors), len(context.more_authors)) == (8, 2)


def test_the_links_of_a_paper_hold_what_its_ids_lead_to() -> None:
    assert [link.label for link in _paper(SITE, DEEP.url).links] == ["PDF", "arXiv", "Code"]


def test_contents_stand_only_on_long_pages() -> None:
    assert [chapter.id for chapter in _paper(SITE, DEEP.url).contents] == ["ada", "jun"]
    assert _paper(SITE, WIDE.url).contents == ()


def test_a_summary_without_a_writer_is_called_summary() -> None:
    site = site_of(replace(WIDE, summaries=(summary_of("content/w.md", None, 2),)))
    text = _texts(site)["papers/wide/index.html"]
    assert '<h2 id="by-summary">Summary <a class="permalink" href="#summary"' in text
    assert ' id="summary"' in text


def test_a_writer_shows_where_else_to_find_them() -> None:
    context = next(page.context for page in pages_of(SITE) if page.url == "by/ada/")
    assert isinstance(context, WriterContext)
    assert context.homepage == "https://ada.example.org/"


def test_the_headings_of_a_custom_page_follow_its_title() -> None:
    text = _texts(SITE)["about/index.html"]
    assert '<h2 id="summary-why">Why</h2>' in text
    assert "<h1><bdi>About &lt;us></bdi></h1>" in text


def test_the_navigation_leads_only_to_what_is_there() -> None:
    assert navigation(Site(), ENGLISH) == ((), ())
    header, footer = navigation(SITE, ENGLISH)
    assert [item.label for item in header] == ["Papers", "Tags", "Authors", "About <us>", "Search"]
    assert [item.label for item in footer] == ["Venues", "Library", "Years", "Writers"]


def test_pages_of_ones_own_take_places_in_the_header_but_two() -> None:
    own = tuple(replace(SITE.pages[0], url=f"{n}/", title=text_of(str(n))) for n in range(3))
    header, footer = navigation(replace(SITE, pages=own), ENGLISH)
    assert [item.label for item in header] == ["Papers", "Tags", "0", "1", "Search"]
    assert [item.label for item in footer] == [
        "Authors",
        "Venues",
        "Library",
        "Years",
        "Writers",
        "2",
    ]


def test_dates_do_not_depend_on_the_language_of_the_machine() -> None:
    text = _texts(SITE)["papers/deep/index.html"]
    assert '<time datetime="2018-11-28"><bdi>28 Nov 2018</bdi></time>' in text


def test_a_page_names_the_note_it_comes_from() -> None:
    sources = {page.url: page.source for page in pages_of(SITE)}
    assert sources["papers/deep/"] == "content/deep.md"
    assert sources["about/"] == "content/pages/about.md"


@pytest.mark.parametrize("site", [SITE, Site()], ids=["site", "empty"])
def test_the_html_of_every_page_is_whole(site: Site) -> None:
    for url, text in _texts(site, per_page=1).items():
        outline = Outline(text)
        assert outline.faults == [], url
        assert (outline.tags.count("h1"), outline.tags.count("main")) == (1, 1), url
        assert len(outline.ids) == len(set(outline.ids)), url


@pytest.mark.parametrize("site", [SITE, Site()], ids=["site", "empty"])
def test_every_link_is_relative_and_leads_to_a_page(site: Site) -> None:
    texts = _texts(site, per_page=1)
    outlines = {url: Outline(text) for url, text in texts.items()}
    for url, outline in outlines.items():
        for link in outline.links:
            if urlsplit(link).scheme:
                continue
            assert not link.startswith("/") or url == "404.html", (url, link)
            path, _, fragment = urljoin(f"/{url}", link).removeprefix("/").partition("#")
            path = f"{path}index.html" if path.endswith("/") or not path else path
            is_file = path.startswith("theme/") or path.endswith(("paper.bib", "paper.json"))
            assert path in texts or is_file, (url, link)
            assert not fragment or fragment in outlines[path].ids, (url, link)


@pytest.mark.row(19)
def test_text_of_authors_is_escaped() -> None:
    for url, text in _texts(SITE).items():
        assert "<Know>" not in text, url
        assert "deep <b>" not in text, url


def test_the_same_site_gives_the_same_bytes() -> None:
    assert _texts(SITE) == _texts(SITE)


@pytest.mark.parametrize(
    ("paper_id", "pdf"),
    [
        (PaperId("arxiv", "cs/0112017"), "https://arxiv.org/pdf/cs/0112017"),
        (PaperId("acl", "P19-1001"), "https://aclanthology.org/P19-1001.pdf"),
    ],
)
def test_where_an_id_leads_to_a_pdf_there_is_a_link_to_it(paper_id: PaperId, pdf: str) -> None:
    site = site_of(replace(WIDE, ids=(paper_id,)))
    assert _paper(site, WIDE.url).links[0] == ExternalLink("PDF", pdf)


def test_a_pdf_that_the_note_names_is_the_only_one() -> None:
    own = ExternalLink("PDF", "https://example.org/own.pdf")
    links = _paper(site_of(replace(WIDE, links=(own,))), WIDE.url).links
    assert [link.url for link in links if link.label == "PDF"] == [own.url]


def test_beside_the_papers_of_a_tag_stand_the_tags_that_they_share() -> None:
    deep, rare = Term("deep <b>", "tags/deep-b/"), Term("rare", "tags/r/")
    tag = Term("nlp", "tags/n/")
    tagged = [(deep, tag), (rare, tag, deep), (deep, tag), (deep,)]
    site = site_of(*(replace(WIDE, slug=f"p{n}", tags=tags) for n, tags in enumerate(tagged)))
    pages = {page.url: page.context for page in pages_of(site)}
    listed = pages[deep.url]
    assert isinstance(listed, ListContext)
    assert listed.tags == (Count("nlp", tag.url, 3), Count("rare", rare.url, 1))
    everything = pages["papers/"]
    assert isinstance(everything, ListContext)
    assert everything.tags[0] == Count("deep <b>", deep.url, 4)
    text = _texts(site)[f"{deep.url}index.html"]
    assert "Often with" in text
    assert '<a href="../../tags/r/"><bdi>rare</bdi></a> <span>1</span>' in text


def test_beside_few_papers_stands_nothing_that_their_rows_show() -> None:
    papers = [replace(WIDE, slug=f"p{n}") for n in range(3)]
    assert 'class="terms"' not in _texts(site_of(*papers))["papers/index.html"]


def test_two_summaries_of_one_writer_have_two_names() -> None:
    first, second = (summary_of(f"content/w{day}.md", JUN, day) for day in (2, 1))
    paper = replace(WIDE, summaries=(first, replace(second, anchor="jun-2")))
    text = _texts(site_of(paper))["papers/wide/index.html"]
    assert "</a> (2) <a" in text.partition('<h2 id="by-jun-2">')[2].partition("</h2>")[0]
    assert "(" not in text.partition('<h2 id="by-jun">')[2].partition("</h2>")[0]
    assert '<a href="#jun-2"><bdi>Jun Tanaka</bdi> (2)</a>' in text
