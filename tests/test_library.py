"""A library is read as reference managers export it, and what is private stays out of the site."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.bibfile import bibtex_of, csl_of
from apercu.bibtex import value_of
from apercu.latex import read_latex
from apercu.library import read_library, split_and
from apercu.link import LinkOptions, link_site
from apercu.model import LibraryEntry, PaperId, Source
from apercu.site import Paper
from biblio import Meant, make_library

ZOTERO = r"""
@string{nips = "Advances in Neural Information Processing Systems"}
@comment{jabref-meta: databaseType:biblatex;}

@inproceedings{vaswani2017,
  title = {Attention {{Is}} All {You} {N}eed},
  author = {Vaswani, Ashish and Shazeer, Noam and {Google Brain} and others},
  booktitle = nips # " 30",
  date = {2017-06-12},
  eprint = {1706.03762},
  eprinttype = {arXiv},
  url = {http://arxiv.org/abs/1706.03762},
  keywords = {attention, status: reading},
  file = {/home/jane/Zotero/storage/x.pdf},
  note = {my secret thoughts},
  annote = {more of them},
  abstract = {Less than 5\% of {\em it} --- ``all''.}
}

@article{ozgur,
  title = {On $\ell_1$ and {\'E}coles: a \textit{study} of ~A},
  author = {{\"O}zg{\"u}r, Jr., Ay{\c{s}}e and van der Maaten, Laurens and O'Brien-Smith, J.},
  journaltitle = {J. Mach. Learn. Res.},
  year = 2008,
  month = nov,
  doi = {https://doi.org/10.1000/ABC\_d},
}

@incollection{part, crossref = {whole}, title = {A Part}, author = {Doe, Jane}}
@book{whole, title = {The Whole}, editor = {Roe, R.}, year = 1999, isbn = {0-306-40615-2}}
@misc{DBLP:conf/iccv/Girshick15, title = "Fast {R-CNN}", author = "Ross Girshick", year = "2015"}
"""


def entries() -> dict[str, LibraryEntry]:
    library = read_library(Source("content/library.bib", ZOTERO))
    assert library.diagnostics == ()
    return {entry.key: entry for entry in library.entries}


def test_an_entry_of_zotero_is_read() -> None:
    entry = entries()["vaswani2017"]
    claims = entry.claims
    assert claims.title is not None
    assert claims.title.plain == "Attention Is All You Need"
    assert claims.authors == ("Ashish Vaswani", "Noam Shazeer", "Google Brain")
    assert (claims.year, entry.kind, entry.status) == (2017, "inproceedings", "reading")
    assert claims.venue == "Advances in Neural Information Processing Systems 30"
    assert claims.ids == (PaperId("citekey", "vaswani2017"), PaperId("arxiv", "1706.03762"))
    assert claims.abstract is not None
    assert claims.abstract.plain == "Less than 5% of it — “all”."
    assert (entry.span.path, entry.span.line) == ("content/library.bib", 5)


def test_what_is_private_is_not_in_an_entry() -> None:
    for entry in entries().values():
        assert {"file", "note", "annote", "keywords"}.isdisjoint(dict(entry.fields))
        assert "secret" not in repr(entry)


def test_accents_particles_math_and_a_month() -> None:
    entry = entries()["ozgur"]
    claims = entry.claims
    assert claims.title is not None
    assert claims.title.plain == "On ℓ1 and Écoles: a study of A"
    assert "<math" in claims.title.html
    assert claims.authors == ("Ayşe Özgür Jr.", "Laurens van der Maaten", "J. O'Brien-Smith")
    assert PaperId("doi", "10.1000/abc_d") in claims.ids
    assert dict(entry.fields)["month"] == "nov"
    assert "ℓ" in entry.symbols


def test_a_part_takes_from_its_whole_but_not_its_identity() -> None:
    found = entries()
    part, whole = found["part"].claims, found["whole"].claims
    assert (part.venue, part.year, part.authors) == ("The Whole", 1999, ("Jane Doe",))
    assert {i.kind for i in part.ids} == {"citekey"}
    assert PaperId("isbn", "9780306406157") in whole.ids
    assert whole.authors == ("R. Roe",)


def test_a_key_of_dblp_is_an_identifier() -> None:
    ids = entries()["DBLP:conf/iccv/Girshick15"].claims.ids
    assert PaperId("dblp", "conf/iccv/Girshick15") in ids


def test_every_field_of_a_large_library_is_right() -> None:
    text, meant = make_library(300)
    library = read_library(Source("content/library.bib", text))
    assert library.diagnostics == ()
    found = {entry.key: entry for entry in library.entries}
    for what in meant:
        entry = found[what.key]
        claims = entry.claims
        read = Meant(
            key=entry.key,
            title=claims.title.plain if claims.title else "",
            authors=claims.authors,
            year=claims.year or 0,
            venue=claims.venue or "",
            ids=frozenset((i.kind, i.value) for i in claims.ids),
            status=entry.status,
        )
        assert read == what
        assert "secret" not in repr(entry)


def test_csl_json_is_read() -> None:
    items = [
        {
            "id": "maaten2008", "type": "article-journal", "title": "Visualizing Data",
            "author": [
                {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
                {"literal": "Google Brain"},
            ],
            "issued": {"date-parts": [[2008, 11]]}, "container-title": "JMLR", "DOI": "10.1/x",
        },
        {"id": "maaten2008", "title": "Again"}, {"title": "no key"}, 3,
    ]  # fmt: skip
    library = read_library(Source("content/x.csl.json", json.dumps(items, indent=1)))
    (entry,) = library.entries
    assert entry.claims.authors == ("Laurens van der Maaten", "Google Brain")
    assert (entry.claims.year, entry.claims.venue, entry.kind) == (2008, "JMLR", "article")
    assert [d.code for d in library.diagnostics] == ["AP310", "AP311", "AP311"]
    broken = read_library(Source("content/x.csl.json", "[{"))
    assert [d.code for d in broken.diagnostics] == ["AP311"]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("{a {b} c}", "a {b} c"),
        ('"a {"} b"', 'a {"} b'),
        ("2017", "2017"),
        ('nips # " 30" # {x}', "NIPS 30x"),
        ("unknown", "unknown"),
        ("{a \\{ b}", "a \\{ b"),
        ("{never closed", "never closed"),
    ],
)
def test_value_of(raw: str, value: str) -> None:
    assert value_of(raw, {"nips": '"NIPS"'}) == value


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\'e}t{\'e} \& \o{}re", "été & øre"),
        ("{GAN}s and {{BERT}}", "GANs and BERT"),
        ("pages 1--2", "pages 1–2"),
        (r"cost $O(n^{2})$ {\em of} it", "cost $O(n^{2})$ of it"),
        (r"a{b", "ab"),
        (r"{\v{c}} {\ss} \L{}", "č ß Ł"),
        ("50\\% more\nlines", "50% more lines"),
        (r"{\TeX}nical, {\LaTeX} and \BibTeX\ x", "TeXnical, LaTeX and BibTeX x"),
        (r"\LaTeX{} 2", "LaTeX 2"),
        (r"see \href{http://a.org/b_c}{this} one", "see this one"),
    ],
)
def test_read_latex(tex: str, text: str) -> None:
    assert read_latex(tex) == text


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read_latex(text), str)
    read_library(Source("content/a.bib", text))
    read_library(Source("content/a.csl.json", text))


def test_names_are_parted_at_and_outside_of_braces() -> None:
    assert split_and("A and {B and C} and D, E AND F") == ["A", "{B and C}", "D, E", "F"]


def paper_of(entry: LibraryEntry) -> Paper:
    site, _ = link_site([], [], [], LinkOptions(stubs="pages"), library=[entry])
    (paper,) = site.library
    return paper


def same(first: LibraryEntry, second: LibraryEntry) -> bool:
    """Whether two entries say the same of their paper."""
    one, other = first.claims, second.claims
    titles = [c.title.plain if c.title else "" for c in (one, other)]
    return (first.key, first.kind, titles[0], one.authors, one.year, set(one.ids)) == (
        second.key, second.kind, titles[1], other.authors, other.year, set(other.ids),
    )  # fmt: skip


def test_what_is_written_reads_back_to_the_same_entries() -> None:
    for entry in entries().values():
        if entry.key != "part":
            (again,) = read_library(Source("a.bib", bibtex_of(paper_of(entry)))).entries
            assert same(entry, again), entry.key


words = st.text(st.sampled_from("abcXYZéßñ漢 0123-:,.'&%_#$"), min_size=1, max_size=30).filter(
    lambda t: t.strip(" ,.-'") != "" and t.count("$") == 0
)
names = st.lists(
    st.tuples(st.sampled_from(["Ada", "J. R.", "Łukasz", "Ana María"]),
              st.sampled_from(["Moreau", "van der Berg", "O'Neil", "Żołna"])),
    min_size=1, max_size=4, unique=True,
)  # fmt: skip


@given(words, names, st.integers(1900, 2030), st.sampled_from(["", "1706.03762", "2006.10700"]))
def test_a_paper_of_a_note_reads_back_from_its_bibtex(
    title: str, people: list[tuple[str, str]], year: int, arxiv: str
) -> None:
    item = {
        "id": "key2020",
        "type": "paper-conference",
        "title": " ".join(title.split()),
        "author": [{"family": family, "given": given} for given, family in people],
        "issued": {"date-parts": [[year]]},
        "URL": f"https://arxiv.org/abs/{arxiv}" if arxiv else "",
    }
    (entry,) = read_library(Source("a.csl.json", json.dumps([item]))).entries
    paper = paper_of(LibraryEntry(entry.key, entry.kind, entry.claims, entry.span))
    (again,) = read_library(Source("a.bib", bibtex_of(paper))).entries
    assert same(entry, again)
    (twice,) = read_library(Source("a.csl.json", json.dumps([csl_of(paper)]))).entries
    assert twice.claims.authors == entry.claims.authors
