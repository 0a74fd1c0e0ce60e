"""A note that came from another tool, and what is known of its paper beside its text."""

import json

from apercu.diagnostic import ApercuError
from apercu.record import Record
from apercu.text import slugify
from apercu.yamlspan import compose
from apercu.yamlvalue import Items, Scalar, Table, Value

Facts = tuple[tuple[str, str | tuple[str, ...]], ...]
"""Keys of front matter with their values, in the order in which they are written."""

_ORDER = ("title", "authors", "year", "venue")
_BARE = ("year", "date", "rating", "status")
"""Keys whose values nobody puts into quotes."""


class ImportedNote(Record):
    """A note file to be, and what had to be guessed to make it."""

    name: str
    """Of the file, without folder and ending."""
    text: str
    """Of the file, front matter included."""
    guesses: tuple[str, ...] = ()
    """A sentence each, in the order of the text."""


def write_note(number: int, facts: Facts, body: str, guesses: tuple[str, ...]) -> ImportedNote:
    """A note with front matter; `number` names it where the paper has no title."""
    lines = front_matter(facts)
    front = "\n".join(["---", *lines, "---", ""]) + "\n" if lines else ""
    title = dict(facts).get("title", "")
    name = slugify(title) if isinstance(title, str) and title else f"summary-{number:02}"
    return ImportedNote(name, f"{front}{body}\n", guesses)


def front_matter(facts: Facts, *, keep_empty: bool = False) -> list[str]:
    """A line a fact; those that say nothing are left out, or kept to be filled in."""
    return [
        f"{key}: {_value(key, value) if value or value == () else ''}".rstrip()
        for key, value in facts
        if value or keep_empty
    ]


def _value(key: str, value: str | tuple[str, ...]) -> str:
    """A value as YAML: JSON's quotes and brackets mean the same there."""
    if isinstance(value, str) and key in _BARE and value.replace("-", "").isalnum():
        return value
    return json.dumps(value, ensure_ascii=False)


def read_facts(text: str, path: str) -> tuple[Facts, ...]:
    """The papers of a side file: a YAML list of mappings, each with keys of front matter.

    `first_author` is an author, too. Raises ApercuError with the place of a mistake.
    """
    root, found = compose(text, path=path)
    if found:
        span = found[0].span
        raise ApercuError(f"{path}:{span.line}:{span.column}: {found[0].message}", found[0].help, 1)
    entries = root.items if isinstance(root, Items) else ()
    if not entries or not all(isinstance(entry, Table) for entry in entries):
        help = "write one line a paper, as in `- {title: …, year: 2017, arxiv: …}`"
        raise ApercuError(f"{path} is no list of papers", help, 1)
    return tuple(_facts(entry) for entry in entries if isinstance(entry, Table))


def _facts(entry: Table) -> Facts:
    facts: list[tuple[str, str | tuple[str, ...]]] = []
    for key, value in entry.pairs:
        name = "authors" if key.text == "first_author" else key.text
        content = _text(value)
        if name == "authors" and isinstance(content, str) and content:
            content = (content,)
        facts.append((name, content))
    return tuple(sorted(facts, key=lambda fact: _rank(fact[0])))


def _rank(key: str) -> int:
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


def _text(value: Value) -> str | tuple[str, ...]:
    if isinstance(value, Scalar):
        return "" if value.is_null else value.text
    if isinstance(value, Items):
        return tuple(entry.text for entry in value.items if isinstance(entry, Scalar))
    return ""
