"""One normal form for each of the many ways to write an id."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.identity import arxiv_hint, id_label, id_path, id_url, normalize_id, read_id
from apercu.model import PaperId

KINDS = ("arxiv", "doi", "openreview", "acl", "dblp", "pmid", "isbn", "citekey")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("arxiv", "1706.03762", "1706.03762"),
        ("arxiv", "arXiv:1706.03762v5", "1706.03762"),
        ("arxiv", "https://arxiv.org/abs/1706.03762v1", "1706.03762"),
        ("arxiv", "http://www.arxiv.org/pdf/1706.03762.pdf", "1706.03762"),
        ("arxiv", "arxiv.org/abs/1706.03762", "1706.03762"),
        ("arxiv", "1706.03762 [cs.CL]", "1706.03762"),
        ("arxiv", "0704.0001", "0704.0001"),
        ("arxiv", "hep-th/9901001", "hep-th/9901001"),
        ("arxiv", "math.GT/0309136v2", "math/0309136"),
        ("arxiv", "10.48550/arXiv.1706.03762", "1706.03762"),
        ("doi", "10.1038/Nature14539", "10.1038/nature14539"),
        ("doi", "doi:10.1038/nature14539", "10.1038/nature14539"),
        ("doi", "https://dx.doi.org/10.1038%2Fnature14539", "10.1038/nature14539"),
        (
            "doi",
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2",
        ),
        ("openreview", "rJXMpikCZ", "rJXMpikCZ"),
        ("openreview", "https://openreview.net/forum?id=rJXMpikCZ&noteId=x", "rJXMpikCZ"),
        ("acl", "P18-1001", "P18-1001"),
        ("acl", "https://aclanthology.org/2020.acl-main.1.pdf", "2020.acl-main.1"),
        ("dblp", "DBLP:conf/nips/VaswaniSPUJGKP17", "conf/nips/VaswaniSPUJGKP17"),
        ("dblp", "https://dblp.org/rec/conf/nips/Vas17.html?view=bibtex", "conf/nips/Vas17"),
        ("pmid", "PMID: 26017442", "26017442"),
        ("pmid", "https://pubmed.ncbi.nlm.nih.gov/26017442/", "26017442"),
        ("isbn", "0-262-03561-8", "9780262035613"),
        ("isbn", "ISBN 978-0-262-03561-3", "9780262035613"),
        ("isbn", "080442957X", "9780804429573"),
        ("citekey", "@vaswani2017", "vaswani2017"),
    ],
)
def test_an_id_has_one_normal_form(kind: str, text: str, value: str) -> None:
    assert normalize_id(kind, text) == PaperId(kind, value)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("arxiv", "2006.1070"),
        ("arxiv", "1312.61145"),
        ("arxiv", "1713.03762"),
        ("arxiv", "0703.0001"),
        ("arxiv", "foo/9901001"),
        ("arxiv", "https://doi.org/10.1038/nature14539"),
        ("doi", "11.1038/x"),
        ("doi", "10.1038"),
        ("doi", "https://arxiv.org.evil.example/10.1038/x"),
        ("openreview", "https://openreview.net/group?id="),
        ("isbn", "0-262-03561-7"),
        ("isbn", "978-0-262-03561-4"),
        ("pmid", "0"),
        ("dblp", "conf/../etc"),
        ("citekey", "two words"),
        ("unknown", "1706.03762"),
        ("arxiv", ""),
        ("arxiv", "1" * 10_000),
    ],
)
def test_what_is_no_id_of_its_kind_gives_none(kind: str, text: str) -> None:
    assert normalize_id(kind, text) is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("arXiv:1706.03762", "arxiv", "1706.03762"),
        ("1706.03762v2", "arxiv", "1706.03762"),
        ("https://arxiv.org/html/1706.03762v7", "arxiv", "1706.03762"),
        ("https://www.alphaxiv.org/abs/1706.03762", "arxiv", "1706.03762"),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "arxiv", "1706.03762"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv", "1706.03762"),
        ("10.48550/ARXIV.1706.03762", "arxiv", "1706.03762"),
        ("journals/corr/abs-1706-03762", "arxiv", "1706.03762"),
        ("journals/corr/1706.03762", "arxiv", "1706.03762"),
        ("dblp:journals/corr/abs-cs-0506085", "arxiv", "cs/0506085"),
        ("https://dblp.org/rec/journals/corr/abs-1706-03762", "arxiv", "1706.03762"),
        ("journals/corr/VaswaniSPUJGKP17", "dblp", "journals/corr/VaswaniSPUJGKP17"),
        ("conf/nips/VaswaniSPUJGKP17", "dblp", "conf/nips/VaswaniSPUJGKP17"),
        ("doi:10.1038/nature14539", "doi", "10.1038/nature14539"),
        ("10.1038/nature14539", "doi", "10.1038/nature14539"),
        ("https://aclanthology.org/P18-1001/", "acl", "P18-1001"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/26017442", "pmid", "26017442"),
    ],
)
def test_a_text_shows_its_kind(text: str, kind: str, value: str) -> None:
    assert read_id(text) == PaperId(kind, value)


@pytest.mark.parametrize(
    "text", ["vaswani2017", "https://example.org/1706.03762", "Attention", "http://[", "", "3.10"]
)
def test_other_texts_are_no_ids(text: str) -> None:
    assert read_id(text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2006.1070", "2006.10700"),
        ("arXiv:2006.107", "2006.10700"),
        ("1312.61", "1312.6100"),
        ("704.0001", "0704.0001"),
        ("1706.03762", None),
        ("2013.1", None),
        ("Attention", None),
    ],
)
def test_a_lost_zero_is_guessed(text: str, hint: str | None) -> None:
    assert arxiv_hint(text) == hint


@pytest.mark.parametrize(
    ("kind", "value", "url", "label", "path"),
    [
        (
            "arxiv",
            "1706.03762",
            "https://arxiv.org/abs/1706.03762",
            "arXiv",
            "arxiv/1706.03762",
        ),
        (
            "doi",
            "10.1002/(a)<b>",
            "https://doi.org/10.1002/(a)%3Cb%3E",
            "DOI",
            "doi/10.1002/(a)%3Cb%3E",
        ),
        (
            "openreview",
            "rJX",
            "https://openreview.net/forum?id=rJX",
            "OpenReview",
            "openreview/rjx",
        ),
        ("citekey", "é+1", "", "Citation key", "citekey/%C3%A9+1"),
        ("citekey", "..", "", "Citation key", "citekey/%2E%2E"),
    ],
)
def test_an_id_has_a_url_a_label_and_a_path(
    kind: str, value: str, url: str, label: str, path: str
) -> None:
    paper_id = PaperId(kind, value)
    assert (id_url(paper_id), id_label(paper_id), id_path(paper_id)) == (url, label, path)


@given(st.sampled_from(KINDS), st.text() | st.from_regex(r"\A(10\.\d{4}/|\d{4}\.)\S+"))
def test_a_normal_form_is_its_own_normal_form(kind: str, text: str) -> None:
    found = normalize_id(kind, text)
    if found is not None:
        assert normalize_id(found.kind, found.value) == found


@given(st.text())
def test_any_text_reads_without_an_exception(text: str) -> None:
    read_id(text)
    read_id(f"https://arxiv.org/{text}")
    arxiv_hint(text)


@given(st.sampled_from(KINDS), st.text(max_size=400))
def test_a_path_is_portable(kind: str, value: str) -> None:
    parts = id_path(PaperId(kind, value)).split("/")
    assert all(0 < len(part) <= 255 and part.strip(".") for part in parts)
    assert all(
        c in "abcdefghijklmnopqrstuvwxyz0123456789._-()+,;=@~!%ABCDEF" for c in "".join(parts)
    )
