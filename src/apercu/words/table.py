"""The form of a language."""

from collections.abc import Mapping

from apercu.record import Record


class Table(Record):
    """The words of one language."""

    months: tuple[str, ...]
    date: str
    """With `{day}`, `{month}` and `{year}`."""
    sentences: Mapping[str, str]
    """By their English text."""
    plurals: Mapping[str, tuple[str, str]]
    """One and many, by the English text for many."""
    zero_is_one: bool = False
    """Whether nothing counts like one thing, as in French."""
