"""Lists of names are split, and two spellings of a person are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.names import family_name, has_more, same_person, split_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A and B", ("A", "B")),
        ("A; B", ("A", "B")),
        ("A, B, C and D", ("A", "B", "C", "D")),
        ("A, B and C", ("A", "B", "C")),
        ("Alice Smith, Bob Jones, and Carol Poe", ("Alice Smith", "Bob Jones", "Carol Poe")),
        ("Alice Smith, Bob Jones", ("Alice Smith", "Bob Jones")),
        ("Li Fei-Fei & Andrew Ng", ("Li Fei-Fei", "Andrew Ng")),
        ("Vaswani, A. and Shazeer, N.", ("A. Vaswani", "N. Shazeer")),
        ("Vaswani, A., Shazeer, N., Parmar, N.", ("A. Vaswani", "N. Shazeer", "N. Parmar")),
        ("Vaswani, Ashish", ("Ashish Vaswani",)),
        ("van der Maaten, Laurens", ("Laurens van der Maaten",)),
        ("de Freitas, N. and Hinton, G. E.", ("N. de Freitas", "G. E. Hinton")),
        ("Vaswani, A; Shazeer, N", ("A Vaswani", "N Shazeer")),
        ("King, Jr., Martin Luther", ("Martin Luther King Jr.",)),
        ("Martin Luther King, Jr. and Rosa Parks", ("Martin Luther King Jr.", "Rosa Parks")),
        ("Ashish Vaswani et al.", ("Ashish Vaswani",)),
        ("A. Vaswani, N. Shazeer, et al", ("A. Vaswani", "N. Shazeer")),
        ("Vaswani, Ashish and others", ("Ashish Vaswani",)),
        ("{OpenAI}", ("OpenAI",)),
        ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
        ("Sandra Anders", ("Sandra Anders",)),
        ("A and A", ("A",)),
        (" , ", ()),
        ("et al.", ()),
    ],
)
def test_a_list_of_names_is_split(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ashish Vaswani", "Vaswani"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Maaten, L. van der", "van der Maaten"),
        ("Nando de Freitas", "de Freitas"),
        ("de Freitas, Nando", "de Freitas"),
        ("Vincent van Gogh", "van Gogh"),
        ("van Gogh", "van Gogh"),
        ("Al Gore", "Gore"),
        ("Martin Luther King Jr.", "King"),
        ("Martin Luther King, Jr.", "King"),
        ("Plato", "Plato"),
        ("", ""),
    ],
)
def test_the_family_name_keeps_its_particles(name: str, family: str) -> None:
    assert family_name(name) == family


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ashish Vaswani", "A. Vaswani", True),
        ("Ashish Vaswani", "Vaswani", True),
        ("Ashish Vaswani", "Noam Vaswani", False),
        ("Ashish Vaswani", "Ashish Shazeer", False),
        ("Jürgen Schmidhuber", "J. Schmidhuber", True),
        ("Jürgen Schmidhuber", "Jurgen SCHMIDHUBER", True),
        ("Jean-Baptiste Alayrac", "JB Alayrac", True),
        ("Jean-Baptiste Alayrac", "J.-B. Alayrac", True),
        ("Aidan N. Gomez", "Aidan Gomez", True),
        ("Aidan N. Gomez", "A. M. Gomez", False),
        ("Laurens van der Maaten", "Maaten, L. van der", True),
        ("", "", False),
    ],
)
def test_two_spellings_of_a_person(a: str, b: str, same: bool) -> None:
    assert same_person(a, b) is same
    assert same_person(b, a) is same


@given(st.text())
def test_any_text_splits_into_clean_names(text: str) -> None:
    for name in split_names(text):
        assert name == name.strip() != ""
        assert "\n" not in name
        family_name(name)


@given(st.text(), st.text())
def test_being_the_same_person_has_no_direction(a: str, b: str) -> None:
    assert same_person(a, b) == same_person(b, a)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Vaswani, Ashish and others", True),
        ("A. Vaswani, N. Shazeer, et al.", True),
        ("Ashish Vaswani\n  et al", True),
        ("Ashish Vaswani", False),
        ("Noah Brothers", False),
        ("Al Gore, Metal Smith", False),
        ("", False),
    ],
)
def test_a_list_of_names_may_have_more(text: str, more: bool) -> None:
    assert has_more(text) == more
