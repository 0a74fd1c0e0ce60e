"""Values of YAML as they were written, each with its place. Nothing is taken for a number."""

from apercu.diagnostic import Span
from apercu.late import late
from apercu.record import Record

# What YAML calls printable is its complement, which takes ten times as long to compile.
_UNPRINTABLE = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


class Scalar(Record):
    """A text, a number, a date, a word: as written, without its quotes."""

    text: str
    span: Span
    quoted: bool = False
    """In quotes or in a block after `|` or `>`."""

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in {"", "~", "null", "Null", "NULL"}


class Items(Record):
    """A list."""

    items: tuple["Value", ...]
    span: Span


class Table(Record):
    """A mapping, in the order written; each key once, the first of equal ones."""

    pairs: tuple[tuple[Scalar, "Value"], ...]
    span: Span

    def get(self, key: str) -> "Value | None":
        return next((value for name, value in self.pairs if name.text == key), None)


Value = Scalar | Items | Table


class YamlCodes(Record):
    """Which codes the mistakes get: a note and a config have their own."""

    syntax: str = "AP102"
    duplicate: str = "AP105"
    limit: str = "AP107"


def printable(text: str) -> str:
    """The text with U+FFFD in place of what YAML cannot hold."""
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
