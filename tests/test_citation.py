"""A citation names its paper by authors and year, and leads to our page of it if there is one."""

import pytest

from apercu.citation import name_id, name_paper, show_citation
from apercu.link import LinkOptions, link_site
from apercu.model import PaperId, Parsed, Source
from apercu.parse import ParseOptions, parse_source


@pytest.mark.parametrize(
    ("authors", "year", "label"),
    [
        (["Ross Girshick"], "2015", "Girshick, 2015"),
        (["Daniel D. Lee", "H. Sebastian Seung"], "2000", "Lee and Seung, 2000"),
        (["Laurens van der Maaten", "B", "C"], "", "van der Maaten et al."),
        ([], "2018", "A title, 2018"),
        ([], "", "A title"),
    ],
)
def test_a_paper_is_named(authors: list[str], year: str, label: str) -> None:
    assert show_citation(*name_paper(authors, year, "A title"), is_textual=False) == label


@pytest.mark.parametrize("authors", [["Ross Girshick"], ["Ross Girshick", "Jeff Donahue"]])
def test_a_paper_with_authors_who_are_not_named_says_so(authors: list[str]) -> None:
    assert name_paper(authors, "2014", "A title", et_al=True) == ("Girshick et al.", "2014")


@pytest.mark.parametrize(
    ("kind", "value", "label"),
    [
        ("dblp", "conf/cvpr/GirshickDDM14", "Girshick et al. (2014)"),
        ("dblp", "journals/pami/HeZR015", "He et al. (2015)"),
        ("dblp", "conf/iccv/Girshick15", "Girshick (2015)"),
        ("dblp", "journals/tit/McCarthy61a", "McCarthy (1961)"),
        ("dblp", "books/daglib/0023017", "dblp:books/daglib/0023017"),
        ("arxiv", "1706.03762", "arXiv:1706.03762"),
        ("doi", "10.1038/nature14539", "DOI:10.1038/nature14539"),
    ],
)
def test_an_id_is_named(kind: str, value: str, label: str) -> None:
    assert show_citation(*name_id(PaperId(kind, value)), is_textual=True) == label


def note(path: str, front: str, body: str = "") -> Parsed:
    return parse_source(Source(f"content/{path}.md", f"---\n{front}\n---\n{body}"), ParseOptions())


def cited(body: str, *others: Parsed) -> list[tuple[str, str]]:
    """URL and label of each citation in a note, when the others are in the site."""
    notes = [note("citing", "title: Citing", body), *others]
    site, found = link_site(notes, [], [], LinkOptions())
    assert {d.code for d in found} <= {"AP301"}
    (paper,) = (p for p in site.papers if p.slug == "citing")
    return [(target.url, target.label) for target in paper.summaries[0].targets]


ODIN = "title: Odin\nauthors: [Shiyu Liang, Yixuan Li]\nyear: 2018\narxiv: '1706.02690'\n"


@pytest.mark.parametrize(
    "key",
    [
        "liang2018odin", "1706.02690", "arXiv:1706.02690v3", "10.48550/arXiv.1706.02690",
        "journals/corr/LiangLS17", "https://arxiv.org/abs/1706.02690",
    ],
)  # fmt: skip
def test_every_key_of_a_paper_leads_to_its_page(key: str) -> None:
    front = f"{ODIN}paper: liang2018odin\ndblp: journals/corr/LiangLS17"
    assert cited(f"\\cite{{{key}}}", note("odin", front)) == [
        ("papers/odin/", "Liang and Li, 2018")
    ]


def test_a_key_that_no_note_claims_leads_to_where_its_id_is() -> None:
    assert cited("\\cite{conf/nips/RenHGS15,1706.02690}") == [
        ("https://dblp.org/rec/conf/nips/RenHGS15", "Ren et al., 2015"),
        ("https://arxiv.org/abs/1706.02690", "arXiv:1706.02690"),
    ]


def test_an_unknown_key_leads_nowhere_and_says_so() -> None:
    assert cited("\\citet{liang2081}") == [("", "[?liang2081]")]


def test_a_key_of_a_private_note_leads_to_its_paper_without_a_word_of_the_note() -> None:
    hidden = note("odin", f"{ODIN}paper: liang2018odin\nprivate: true")
    assert cited("\\cite{liang2018odin}", hidden) == [
        ("https://arxiv.org/abs/1706.02690", "arXiv:1706.02690")
    ]
