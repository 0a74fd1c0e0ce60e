"""What pages say by themselves, in the language of the site; one language a file, English here.

The key of a sentence is its English text. A language that nobody has written speaks English.
"""

import datetime as dt
from html import escape
from types import MappingProxyType

from apercu.record import Record
from apercu.words.de import GERMAN
from apercu.words.fr import FRENCH
from apercu.words.table import Table
from apercu.words.zh import CHINESE

_ENGLISH = Table(
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    date="{day} {month} {year}",
    sentences={},
    plurals={},
)
LANGUAGES = MappingProxyType({"de": GERMAN, "en": _ENGLISH, "fr": FRENCH, "zh": CHINESE})


class Words(Record):
    """The voice of a site in one language."""

    table: Table

    def __call__(self, text: str, *values: object) -> str:
        """A sentence, with `values` for its `{}`.

        If one of them is HTML the whole is, and the others are escaped.
        """
        text = self.table.sentences.get(text, text)
        if not values:
            return text
        if not any(hasattr(value, "__html__") for value in values):
            return text.format(*values)
        parts = [_html(value) for value in values]
        return _Html(escape(text, quote=False).format(*parts))

    def plural(self, number: int, one: str, many: str) -> str:
        """`one` or `many`, as the language counts, with the number for its `{}`."""
        ones, others = self.table.plurals.get(many, (one, many))
        is_one = number < 2 if self.table.zero_is_one else number == 1
        return (ones if is_one else others).format(number)

    def date(self, iso: str) -> str:
        """A day in words that do not depend on the machine's language."""
        day = dt.date.fromisoformat(iso)
        month = self.table.months[day.month - 1]
        return self.table.date.format(day=day.day, month=month, year=day.year)


class _Html(str):
    __slots__ = ()

    def __html__(self) -> str:
        return self


ENGLISH = Words(_ENGLISH)


def words_of(lang: str) -> Words:
    """The words of a language tag such as `de-AT`."""
    return Words(LANGUAGES.get(lang.lower().partition("-")[0], _ENGLISH))


def _html(value: object) -> str:
    markup = getattr(value, "__html__", None)
    return str(markup()) if markup else escape(str(value))
