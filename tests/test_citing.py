"""Citations in every form lead to our page of a paper, and each paper knows where it is cited."""

from pathlib import Path

import pytest

from apercu.cache import Memo
from apercu.checks.metadata import check_metadata
from apercu.libraries import LibraryIndex, read_libraries
from apercu.library import read_library
from apercu.link import LinkOptions, link_site
from apercu.model import LibraryEntry, Parsed, Source, Summary
from apercu.pack import Damaged
from apercu.parse import ParseOptions, parse_source
from apercu.site import Paper, Site
from apercu.slot import page_slot, show

BIB = """
@article{vaswani2017, title = {Attention}, author = {Vaswani, A. and Shazeer, N. and Parmar, N.},
  year = 2017, eprint = {1706.03762}}
@article{liang2018, title = {Odin}, author = {Liang, S. and Li, Y.}, year = 2018,
  doi = {10.1000/odin}}
@article{lone, title = {Alone}, author = {Solo, H.}, year = 1999}
"""
ODIN = "---\ntitle: Odin\ndoi: 10.1000/odin\n---\nText.\n"


def library() -> tuple[LibraryEntry, ...]:
    return read_library(Source("content/library.bib", BIB)).entries


def build(
    body: str, *others: str, numeric: bool = False, stubs: str = "none"
) -> tuple[Site, list[str]]:
    """A site with a note that says `body`, and the messages of its citations."""
    options = ParseOptions(numeric_citations=numeric)
    texts = [f"---\ntitle: Citing\n---\n{body}\n", ODIN, *others]
    notes: list[Parsed] = [
        parse_source(Source(f"content/n{k}.md", text), options) for k, text in enumerate(texts)
    ]
    link = LinkOptions(numeric_citations=numeric, stubs=stubs)
    site, found = link_site(notes, [], [], link, library=library())
    return site, [d.message for d in found if d.code == "AP301"]


def page(site: Site, slug: str) -> Paper:
    return next(paper for paper in site.papers if paper.slug == slug)


def filled(summary: Summary) -> str:
    return show(page_slot(summary, "papers/citing/"), summary.body.prose)


def shown(body: str, numeric: bool = False) -> str:
    """What a page shows of a text with citations: without cards."""
    site, _ = build(body, numeric=numeric)
    (summary,) = page(site, "citing").summaries
    html = filled(summary)
    while '<span class="card">' in html:
        start = html.index('<span class="card">')
        depth, end = 1, start + 5
        while depth:
            opening, closing = html.find("<span", end), html.find("</span>", end)
            is_open = 0 <= opening < closing
            depth += 1 if is_open else -1
            end = opening + 5 if is_open else closing + 7
        html = type(html)(html[:start] + html[end:])
    return html.replace('<span class="cite">', "").replace("</span>", "").strip()


ODIN_LINK = '<a href="../../papers/odin/">{}</a>'
ATTENTION_LINK = '<a href="https://arxiv.org/abs/1706.03762">{}</a>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@liang2018]", f"({ODIN_LINK.format('Liang and Li, 2018')})"),
        (
            "[see @liang2018, pp. 3--4; also @vaswani2017]",
            f"(see {ODIN_LINK.format('Liang and Li, 2018')}, pp. 3–4; "
            f"also {ATTENTION_LINK.format('Vaswani et al., 2017')})",
        ),
        ("Liang [-@liang2018]", f"Liang ({ODIN_LINK.format('2018')})"),
        ("As @liang2018 says.", f"As {ODIN_LINK.format('Liang and Li (2018)')} says."),
        ("[@doi:10.1000/odin]", f"({ODIN_LINK.format('Liang and Li, 2018')})"),
        ("[@arXiv:1706.03762]", f"({ATTENTION_LINK.format('Vaswani et al., 2017')})"),
        (r"\cite{liang2018}", f"({ODIN_LINK.format('Liang and Li, 2018')})"),
        ("[](https://doi.org/10.1000/odin)", ODIN_LINK.format("Liang and Li (2018)")),
        ("At https://doi.org/10.1000/odin.", f"At {ODIN_LINK.format('Liang and Li (2018)')}."),
        ("[@lone]", '(cite missing">Solo, 1999)'),
    ],
)
def test_every_form_of_citation(text: str, expected: str) -> None:
    html = shown(text).replace('<span class="', "")
    assert html == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "mail jane@example.org now",
        "by @somebody on a network",
        "[a link @ home](https://a.org)",
        "[@user](https://a.org)",
        "a [list] of @ signs",
        "https://doi.org/10.9000/unknown",
        "`[@liang2018]`",
    ],
)
def test_what_is_no_citation_stays(text: str) -> None:
    site, messages = build(text)
    assert messages == []
    (summary,) = page(site, "citing").summaries
    assert summary.references == ()
    assert "class=" not in filled(summary)


def test_numbers_run_through_a_summary_and_its_references() -> None:
    text = "[@vaswani2017; @liang2018], @liang2018 and [-@vaswani2017]."
    html = shown(text, numeric=True)
    assert html == (
        f"<p>[{ATTENTION_LINK.format('1')}, {ODIN_LINK.format('2')}], "
        f"{ODIN_LINK.format('Liang and Li [2]')} and [{ATTENTION_LINK.format('1')}].</p>"
    )
    site, _ = build(text, numeric=True)
    (summary,) = page(site, "citing").summaries
    assert [(r.label, r.card.title.plain) for r in summary.references] == [
        ("1", "Attention"),
        ("2", "Odin"),
    ]


def test_papers_of_one_author_and_year_get_letters() -> None:
    bib = "".join(
        f"@article{{{key}, title={{{title}}}, author={{Liang}}, year=2018, doi={{10.1000/{key}}}}}"
        for key, title in (("one", "Zebra"), ("two", "Ape"))
    )
    entries = read_library(Source("content/l.bib", bib)).entries
    note = "---\ntitle: A\n---\n[@one] and @two\n"
    notes = [parse_source(Source("content/a.md", note), ParseOptions())]
    site, _ = link_site(notes, [], [], LinkOptions(), library=entries)
    targets = page(site, "a").summaries[0].targets
    assert [target.label for target in targets] == ["Liang, 2018b", "Liang (2018a)"]


def test_references_are_sorted_by_author_and_have_each_paper_once() -> None:
    site, _ = build("[@vaswani2017] and [@liang2018], again [@vaswani2017].")
    (summary,) = page(site, "citing").summaries
    assert [r.card.title.plain for r in summary.references] == ["Odin", "Attention"]
    assert summary.references[0].card.byline == "S. Liang, Y. Li · 2018"


def test_a_paper_says_where_it_is_cited_and_how() -> None:
    body = "First. We read $x$ in [@liang2018; @lone], gladly. Last."
    site, _ = build(body, "---\ntitle: Other\n---\nSee [it](n1.md) there.\n")
    mentions = [(m.url, m.anchor, m.sentence) for m in page(site, "odin").mentions]
    assert mentions == [
        ("papers/citing/", "summary", "We read x in […], gladly."),
        ("papers/other/", "summary", "See […]it there."),
    ]


def test_an_unlisted_or_private_note_is_not_told_of() -> None:
    for flag in ("unlisted", "private"):
        site, _ = build("x", f"---\ntitle: Other\n{flag}: true\n---\n[@liang2018]\n")
        assert page(site, "odin").mentions == ()


def test_an_unknown_key_is_said_with_the_nearest_known() -> None:
    site, messages = build("[@liang2081]")
    assert messages == ["no paper is called `liang2081`"]
    (summary,) = page(site, "citing").summaries
    assert ">[?liang2081]</span>" in filled(summary)


def test_a_note_takes_from_its_entry_what_it_does_not_say() -> None:
    site, _ = build("x", "---\npaper: vaswani2017\nyear: 2016\n---\nText.\n")
    paper = page(site, "attention")
    assert [author.name for author in paper.authors] == ["A. Vaswani", "N. Shazeer", "N. Parmar"]
    assert paper.year is not None
    assert paper.year.name == "2016"
    assert {(i.kind, i.value) for i in paper.ids} == {
        ("citekey", "vaswani2017"),
        ("arxiv", "1706.03762"),
    }


def test_the_same_doi_under_another_key_is_found() -> None:
    note = "---\ntitle: Odin\npaper: oldkey\ndoi: 10.1000/odin\n---\nText.\n"
    notes = [parse_source(Source("content/a.md", note), ParseOptions())]
    site, _ = link_site(notes, [], [], LinkOptions(), library=library())
    keys = {i.value for i in page(site, "odin").ids if i.kind == "citekey"}
    assert keys == {"oldkey", "liang2018"}


@pytest.mark.parametrize(("stubs", "pages"), [("list", [False] * 2), ("pages", [True] * 2)])
def test_papers_without_a_note_are_shown_on_request(stubs: str, pages: list[bool]) -> None:
    site, _ = build("[@vaswani2017]", stubs=stubs)
    assert [paper.title.plain for paper in site.library] == ["Alone", "Attention"]
    assert [paper.has_page for paper in site.library] == pages
    (summary,) = page(site, "citing").summaries
    leads = "../../papers/attention/" if stubs == "pages" else "https://arxiv.org/abs/1706.03762"
    assert f'href="{leads}"' in filled(summary)
    assert [m.url for m in site.library[1].mentions] == ["papers/citing/"]


def test_without_a_request_the_library_is_only_cited() -> None:
    assert build("[@vaswani2017]")[0].library == ()


def test_a_note_that_the_library_knows_by_title_alone_is_told_of() -> None:
    note = parse_source(Source("content/a.md", "---\ntitle: ODIN!\n---\nx\n"), ParseOptions())
    titles = {"liang2018": "odin", "lone": "alone"}
    _, found = link_site([note], [], [], LinkOptions(), library_titles=titles)
    assert [(d.code, d.help) for d in found] == [
        ("AP304", "if it is this one, write `paper: liang2018`")
    ]
    _, found = link_site([note], [], [], LinkOptions(), library=library())
    assert found == ()


def test_a_note_that_says_other_than_the_library_is_told_of() -> None:
    site, _ = build("x", "---\npaper: vaswani2017\ntitle: Not it\nyear: 2016\n---\nx\n")
    messages = [d.message for d in check_metadata(site)]
    assert messages == [
        'the library calls the paper "Attention"',
        "the library says that the paper is of 2017",
    ]


def test_only_what_is_asked_for_is_read_from_a_known_library(tmp_path: Path) -> None:
    sources = [Source("content/library.bib", BIB)]
    for _ in range(2):
        indexes = Memo(tmp_path / "i", LibraryIndex)
        entries = Memo(tmp_path / "e", LibraryEntry)
        libraries = read_libraries(sources, indexes, entries)
        indexes.save()
        entries.save()
        assert libraries.titles == {
            "vaswani2017": "attention",
            "liang2018": "odin",
            "lone": "alone",
        }
        assert [e.key for e in libraries.entries({"doi:10.1000/odin"})] == ["liang2018"]
        assert [e.key for e in libraries.entries(None)] == ["vaswani2017", "liang2018", "lone"]
        assert libraries.entries(set()) == []
    damaged = (tmp_path / "e").read_text("utf-8").replace("Odin", "Oden")
    (tmp_path / "e").write_text(damaged, "utf-8")
    again = read_libraries(
        sources, Memo(tmp_path / "i", LibraryIndex), Memo(tmp_path / "e", LibraryEntry)
    )
    with pytest.raises(Damaged):
        again.entries({"citekey:liang2018"})


def test_related_papers_are_the_closest_few_in_a_fixed_order() -> None:
    others = [f"---\ntitle: P{k}\ntags: [common, t{k % 3}]\n---\nx\n" for k in range(9)]
    site, _ = build("[a](n2.md)", *others)
    related = [paper.title.plain for paper in page(site, "p0").related]
    assert related[:3] == ["Citing", "P3", "P6"]
    assert len(related) == 5
    again, _ = build("[a](n2.md)", *others)
    assert [p.related for p in again.papers] == [p.related for p in site.papers]
