"""From a YAML value to what a key means: a text, a day, a list of tags.

Each reader takes a value and gives what it says, or raises WrongValue in words an author can act
on. Nothing is guessed: `3.10` asked for as text is "3.10", `no` asked for as a flag is False.
"""

import datetime as dt
import re

from apercu.diagnostic import Span
from apercu.late import late
from apercu.record import Record
from apercu.yamlvalue import Items, Scalar, Table, Value

MAX_LINE = 2_000
"""Characters of a title, a name or a tag. The longest title of a real collection has 240."""

YES = frozenset({"true", "yes", "on", "y", "1"})
NO = frozenset({"false", "no", "off", "n", "0"})
DAY = late(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ].*)?)?")


class WrongValue(Exception):
    """What is wrong with a value: "must be a whole number", and what to write instead."""

    def __init__(self, message: str, help: str = "", span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.span = span


def describe(value: Value) -> str:
    """The author's own text in quotes, or the kind of thing it is, for a message."""
    if isinstance(value, Items):
        return "a list"
    if isinstance(value, Table):
        return "a mapping"
    if value.is_null:
        return "nothing"
    text = value.text if len(value.text) <= 60 else value.text[:59] + "…"
    return f'"{text}"'


def text(value: Value, wanted: str = "a text") -> str:
    """One text on one line, as it was written; `wanted` is what a message says it should be."""
    if not isinstance(value, Scalar):
        raise WrongValue(f"must be {wanted}, not {describe(value)}", span=value.span)
    if value.is_null:
        return ""
    line = " ".join(value.text.split())
    if len(line) > MAX_LINE:
        raise WrongValue(f"is longer than {MAX_LINE:,} characters", span=value.span)
    return line


def paragraph(value: Value) -> str:
    """A text that may be long: an abstract, a tl;dr."""
    if not isinstance(value, Scalar):
        raise WrongValue(f"must be a text, not {describe(value)}", span=value.span)
    return "" if value.is_null else " ".join(value.text.split())


def texts(value: Value) -> tuple[str, ...]:
    """A list of texts, or one text with commas between; empty ones are dropped."""
    if isinstance(value, Scalar):
        parts = [] if value.is_null else value.text.split(",")
        return tuple(part.strip() for part in parts if part.strip())
    return items(value)


def tags(value: Value) -> tuple[str, ...]:
    """As `texts`, each without the `#` that some tools write before a tag."""
    return tuple(tag for tag in (text.lstrip("#").strip() for text in texts(value)) if tag)


def items(value: Value) -> tuple[str, ...]:
    """A list of texts, or one text alone; nothing is split."""
    if isinstance(value, Table):
        raise WrongValue("must be a list, not a mapping", span=value.span)
    values = value.items if isinstance(value, Items) else (value,)
    return tuple(line for line in (text(entry) for entry in values) if line)


def flag(value: Value) -> bool:
    """`true` or `false`, in any of YAML's spellings, with or without quotes."""
    word = text(value, "true or false").casefold()
    if word in YES:
        return True
    if word in NO or not word:
        return False
    raise WrongValue(f"must be true or false, not {describe(value)}", span=value.span)


class WholeNumber(Record):
    """A reader of whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __call__(self, value: Value) -> int:
        word = text(value, "a whole number")
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", word):
            raise WrongValue(f"must be a whole number, not {describe(value)}", span=value.span)
        if not self.low <= int(word) <= self.high:
            message = f"must be between {self.low} and {self.high}, not {word}"
            raise WrongValue(message, span=value.span)
        return int(word)


class Number(Record):
    """A reader of decimal numbers from `low` to `high`, both included."""

    low: float
    high: float

    def __call__(self, value: Value) -> float:
        word = text(value, "a number")
        if not re.fullmatch(r"[+-]?[0-9]{1,6}(\.[0-9]{1,6})?", word):
            raise WrongValue(f"must be a number, not {describe(value)}", span=value.span)
        if not self.low <= float(word) <= self.high:
            message = f"must be between {self.low:g} and {self.high:g}, not {word}"
            raise WrongValue(message, span=value.span)
        return float(word)


class OneOf(Record):
    """A reader of one word of a small closed set."""

    words: tuple[str, ...]

    def __call__(self, value: Value) -> str:
        word = text(value).casefold().replace("_", "-").replace(" ", "-")
        if word not in self.words:
            choice = ", ".join(self.words[:-1]) + f" or {self.words[-1]}"
            raise WrongValue(f"must be {choice}, not {describe(value)}", span=value.span)
        return word


def day(value: Value) -> dt.date:
    """A day as `2026-11-20`; a time after it is dropped, a month alone is its first day."""
    word = text(value, "a day")
    example = "write it as in `2026-11-20`"
    match = DAY.fullmatch(word)
    if match is None:
        raise WrongValue(f"must be a day, not {describe(value)}", example, value.span)
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        raise WrongValue(
            f"must be a day of the calendar, not {describe(value)}", example, value.span
        ) from None


def pairs(value: Value) -> tuple[tuple[str, str], ...]:
    """A mapping of texts to texts, in the order written."""
    if isinstance(value, Scalar) and value.is_null:
        return ()
    if not isinstance(value, Table):
        raise WrongValue(f"must be a mapping, not {describe(value)}", span=value.span)
    return tuple((key.text, text(entry)) for key, entry in value.pairs)
