"""What is kept comes back as it was, and what somebody changed is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.codec import decode, encode
from apercu.diagnostic import Diagnostic, Span
from apercu.model import Body, Heading, Parsed, Ref, Source, Text
from apercu.parse import ParseOptions, parse_source


@given(st.builds(Parsed, st.none(), st.lists(st.builds(Diagnostic)).map(tuple)))
def test_diagnostics_come_back(parsed: Parsed) -> None:
    assert decode(Parsed, encode(parsed)) == parsed


@given(
    st.builds(
        Body,
        st.text(),
        st.lists(st.builds(Ref, span=st.builds(Span))).map(tuple),
        st.lists(st.builds(Heading, text=st.builds(Text))).map(tuple),
    )
)
def test_bodies_come_back(body: Body) -> None:
    assert decode(Body, encode(body)) == body


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_comes_back_even_half_a_pair(text: str) -> None:
    parsed = Parsed(None, (Diagnostic("error", "AP101", text, Span(text)),))
    assert decode(Parsed, encode(parsed)) == parsed


@given(st.binary())
def test_bytes_come_back(content: bytes) -> None:
    assert decode(bytes, encode(content)) == content


@given(st.text())
def test_any_note_comes_back_from_the_cache(text: str) -> None:
    parsed = parse_source(Source("content/a.md", text), ParseOptions())
    assert decode(Parsed, encode(parsed)) == parsed


@pytest.mark.parametrize(
    "data", [None, [], 3, {}, [1], [None, [["error"]]], [None, [["fatal", "", "", ["a"], ""]]]]
)
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode(Parsed, json.dumps(data).encode())
