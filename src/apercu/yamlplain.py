"""YAML as front matter mostly is: a key and a value in each line, without a parser of YAML.

What is not as plain as that is left to one. What is read here is what it would read.
"""

from collections.abc import Sequence

from apercu.diagnostic import Span
from apercu.late import late
from apercu.yamlvalue import Items, Scalar, Table, Value

_QUOTED = r"'[^']*'|\"[^\"\\]*\""
_ITEM = rf"{_QUOTED}|[^\W_](?:[\w .+/()-]*[\w.+/()-])?"
# A text without quotes ends before `: ` and ` #`; it begins with what begins nothing else.
_LINE = late(
    r"(?P<key>[A-Za-z_][\w-]*):(?: +(?:"
    rf"(?P<text>{_QUOTED}|[^\W_](?:[^\s:#]|:(?=\S)|(?<=\S)#| +(?=[^\s#]))*)"
    rf"|(?P<list>\[ *(?:{_ITEM})(?: *, *(?:{_ITEM}))* *\])))? *"
)
_ITEMS = late(_ITEM)


def plain_table(lines: Sequence[str], path: str, first_line: int) -> Table | None:
    """The mapping in these lines, the first of which is `first_line` of its file; None if they
    hold anything but keys, texts in the same line, and lists of texts there."""
    pairs: dict[str, tuple[Scalar, Value]] = {}
    for number, line in enumerate(lines, first_line):
        if not line:
            continue
        match = _LINE.fullmatch(line) if line.isprintable() else None
        if match is None or match["key"] in pairs:
            return None
        name = match["key"]
        key = Scalar(name, Span(path, number, 1, len(name)))
        if match["list"]:
            start, end = match.span("list")
            found = _ITEMS.finditer(line, start + 1, end - 1)
            items = tuple(_scalar(line, *item.span(), path, number) for item in found)
            pairs[name] = (key, Items(items, Span(path, number, start + 1, end - start)))
        elif match["text"]:
            pairs[name] = (key, _scalar(line, *match.span("text"), path, number))
        else:
            pairs[name] = (key, Scalar("", Span(path, number, len(name) + 2, 1)))
    if not pairs or not lines[0]:
        return None
    return Table(tuple(pairs.values()), Span(path, first_line, 1, len(lines[0].rstrip())))


def _scalar(line: str, start: int, end: int, path: str, number: int) -> Scalar:
    is_quoted = line[start] in "'\""
    text = line[start + 1 : end - 1] if is_quoted else line[start:end]
    return Scalar(text, Span(path, number, start + 1, end - start), is_quoted)
