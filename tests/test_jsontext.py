"""Our JSON is the library's own, byte for byte."""

import json

from hypothesis import given
from hypothesis import strategies as st

from apercu.jsontext import json_array, json_lines, json_text

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner)
)


@given(VALUES)
def test_it_is_what_the_library_writes(value: object) -> None:
    assert json_text(value) == json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_a_list_is_put_together_from_the_texts_of_its_items(values: list[object]) -> None:
    assert json_array([json_lines(value, 1) for value in values]) == json_lines(values)
