"""A .bib file → its entries as written, with the line of each, and what is wrong with it.

Strings are put in and `crossref` is followed; the values keep their braces and commands. The
cutting into blocks is bibtexparser's.
"""

import logging
from collections.abc import Iterator, Mapping

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.late import late
from apercu.record import Record

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What a part of a book takes from the book (biblatex manual, appendix B).
_INHERITED = {"title": "booktitle", "subtitle": "booksubtitle"}
_NOT_INHERITED = frozenset(
    """author crossref xref keywords abstract doi url file note annote isbn options label
    pages""".split()  # noqa: SIM905
)
_KEY = late(r"[^\s,{}()=\"#%\\]+")


class RawEntry(Record):
    """An entry of a .bib file."""

    key: str
    kind: str
    """Lower case: article, inproceedings, …"""
    fields: tuple[tuple[str, str], ...]
    """In the order written, names in lower case, values without their outer braces."""
    line: int
    """From 1."""


def parse_bibtex(text: str, path: str) -> tuple[tuple[RawEntry, ...], tuple[Diagnostic, ...]]:
    """The entries of a file, in its order, each key once; the first of equal ones stays."""
    # Imported here: only a library that changed is read.
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
    library = parse_string(text, parse_stack=[])
    strings = {month: month for month in MONTHS}
    strings |= {string.key.lower(): str(string.value) for string in library.strings}
    found: dict[str, RawEntry] = {}
    diagnostics: list[Diagnostic] = []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            first = found[block.key].line if block.key in found else 0
            message = f"the key `{block.key}` stands in line {first}, too"
            help = "the first is taken; remove one, or give it another key"
            diagnostics.append(_at("AP310", message, path, text, line, block.key, help))
        elif isinstance(block, ParsingFailedBlock):
            message = "an entry of the library cannot be read"
            help = "look for a comma, a brace or a quote that is missing in it or before it"
            diagnostics.append(_at("AP311", message, path, text, line, "@", help))
        elif isinstance(block, Entry):
            if not _KEY.fullmatch(block.key):
                message = f'an entry has no key that can be cited: "{block.key}"'
                help = "write one behind the brace, as in `@article{vaswani2017,`"
                diagnostics.append(_at("AP311", message, path, text, line, "@", help))
                continue
            fields = {f.key.lower(): value_of(str(f.value), strings) for f in block.fields}
            kept = tuple((name, value) for name, value in fields.items() if value)
            found[block.key] = RawEntry(block.key, block.entry_type.lower(), kept, line)
    return tuple(_with_parents(found)), tuple(diagnostics)


def value_of(raw: str, strings: Mapping[str, str]) -> str:
    """A value without its braces or quotes, its parts joined at `#` and strings put in."""
    parts: list[str] = []
    index = 0
    while index < len(raw):
        sign = raw[index]
        if sign in '{"':
            end = _closing(raw, index)
            parts.append(raw[index + 1 : end])
            index = end + 1
        elif sign.isspace() or sign == "#":
            index += 1
        else:
            end = next((k for k in range(index, len(raw)) if raw[k] in ' \t\n#{"'), len(raw))
            name = raw[index:end]
            known = strings.get(name.lower())
            is_value = known is not None and known[:1] in '{"'
            parts.append(value_of(known or "", {}) if is_value else known or name)
            index = max(end, index + 1)
    return "".join(parts).strip()


def _closing(raw: str, start: int) -> int:
    """Where the brace or the quote that opens at `start` closes."""
    is_quote = raw[start] == '"'
    depth = 0
    index = start + 1 if is_quote else start
    while index < len(raw):
        sign = raw[index]
        if sign == "\\":
            index += 1
        elif is_quote and sign == '"' and depth == 0:
            return index
        depth += (sign == "{") - (sign == "}")
        if not is_quote and depth == 0:
            return index
        index += 1
    return len(raw)


def _with_parents(found: Mapping[str, RawEntry]) -> Iterator[RawEntry]:
    """Each entry with what it takes from the one that its `crossref` or `xdata` names."""
    for entry in found.values():
        fields = dict(entry.fields)
        parent = found.get(fields.get("crossref", fields.get("xdata", "")).strip())
        if parent is not None and parent is not entry:
            for name, value in parent.fields:
                if name not in _NOT_INHERITED:
                    fields.setdefault(_INHERITED.get(name, name), value)
        yield RawEntry(entry.key, entry.kind, tuple(fields.items()), entry.line)


def _at(
    code: str, message: str, path: str, text: str, line: int, needle: str, help: str
) -> Diagnostic:
    lines = text.split("\n")
    column = max(lines[line - 1].find(needle), 0) if line <= len(lines) else 0
    return diagnose(code, message, Span(path, line, column + 1, max(1, len(needle))), help)
