"""One note becomes one summary: its short texts with their math, in HTML and plain."""

import pytest

from apercu.model import Source, Summary
from apercu.parse import ParseOptions, parse_source

MATH = r"$\ell_1$ and $x^2$"
PLAIN = "ℓ1 and x^2"


def read(front: str, body: str = "Text.\n") -> Summary:
    parsed = parse_source(Source("content/a.md", f"---\n{front}\n---\n{body}"), ParseOptions())
    assert parsed.diagnostics == ()
    assert parsed.summary is not None
    return parsed.summary


def test_math_in_a_title_and_a_tldr_is_shown_and_has_a_plain_form() -> None:
    summary = read(f"title: '{MATH}'\ntldr: '{MATH}'")
    for text in (summary.claims.title, summary.tldr):
        assert text is not None
        assert text.html.count("<math") == 2
        assert text.plain == PLAIN


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        (r"$\ell_1$-regularization", "ℓ1-regularization"),
        ("$5 a month", "$5 a month"),
        ("nlp", "nlp"),
    ],
)
def test_math_in_a_tag_is_written_plain(written: str, tag: str) -> None:
    assert read(f"title: A\ntags: ['{written}']").tags == (tag,)


def test_the_words_of_a_caption_are_those_of_the_note() -> None:
    body = read("title: A", f"![a plot](https://x.org/a.png)\nFigure 1: {MATH}.\n").body
    assert "<figcaption>Figure 1: <math" in body.html
    assert body.plain == f"Figure 1: {PLAIN}."


def test_the_signs_of_all_formulas_are_known() -> None:
    summary = read("title: '$A$'\ntldr: '$B$'", "$c$\n\n![x](https://x.org/a.png)\n*$d$*\n")
    assert set("ABcd") <= set(summary.symbols)


def test_a_tldr_keeps_handles_and_addresses_and_drops_citations() -> None:
    tldr = read(
        "title: A\ntldr: By @jane at https://arxiv.org/abs/1706.03762, as in [@key].", "Text.\n"
    ).tldr
    assert tldr is not None
    url = "https://arxiv.org/abs/1706.03762"
    assert tldr.html == f'By @jane at <a href="{url}">{url}</a>, as in .'
    assert tldr.plain == f"By @jane at {url}, as in."


def test_the_plain_words_of_a_note_keep_what_is_no_citation() -> None:
    body = read("title: A", "## Of @jane\n\nBy @jane [@key], [in \\cite{a}](https://a.org).\n").body
    assert body.plain == "Of @jane\nBy @jane, in \\cite{a}."
    assert body.headings[0].text.plain == "Of @jane"
    assert body.html.count("<a href") == 1


def test_a_word_in_angle_brackets_in_a_tldr_is_read_and_an_element_is_not() -> None:
    tldr = read("title: A\ntldr: The token <EOS> ends <b>it</b>.").tldr
    assert tldr is not None
    assert tldr.html == "The token &lt;EOS&gt; ends it."
    assert tldr.plain == "The token <EOS> ends it."
