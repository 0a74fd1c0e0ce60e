"""YAML by the events of PyYAML, which says what is in a text and where.

No tag is obeyed, and nothing grows beyond the limits below.
"""

from collections.abc import Sequence

import yaml
from msgspec import Struct, field

from apercu.diagnostic import Diagnostic, Span, diagnose, sort_diagnostics
from apercu.late import late
from apercu.yamlslip import explain
from apercu.yamlvalue import Items, Scalar, Table, Value, YamlCodes, printable

MAX_DEPTH = 50
MAX_ALIASES = 100
MAX_VALUES = 20_000
"""Values after each alias is counted as what it stands for."""
MAX_REPAIRS = 20
"""Lines that are mended to see what else is wrong; each costs one more reading."""

_TOO_DEEP = f"values are nested more than {MAX_DEPTH} deep"
# libyaml reads ahead, and since PyYAML 6.0.4 gives up by itself a thousand levels down.
_LIBYAML_DEPTH = "maximum nesting depth"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = late(r"(?:&\S+\s+)?(!\S*)")


def read_yaml(
    original: Sequence[str], path: str, first_line: int, codes: YamlCodes
) -> tuple[Value | None, tuple[Diagnostic, ...]]:
    """The value of these lines, the first of which is `first_line` of its file, and what is wrong.

    A line that cannot be read is reported and mended or left out.
    """
    lines = list(original)
    slips: dict[int, Diagnostic] = {}
    for _ in range(MAX_REPAIRS):
        reading = _Reading(path, first_line, codes, original, lines)
        error = _read(lines, reading)
        if error is None:
            return reading.root, sort_diagnostics([*slips.values(), *reading.diagnostics])
        if _LIBYAML_DEPTH in str(error):
            return None, (diagnose(codes.limit, _TOO_DEEP, Span(path, first_line)),)
        slip = explain(lines, error)
        at = Span(path, slip.line + first_line, slip.column + 1, slip.length)
        if slip.line not in slips:
            slips[slip.line] = diagnose(codes.syntax, slip.message, at, slip.help)
            lines[slip.line if slip.mends is None else slip.mends] = slip.mended
        elif lines[slip.line]:
            lines[slip.line] = ""
        else:
            break
    return None, sort_diagnostics(slips.values())


def _read(lines: Sequence[str], reading: "_Reading") -> Exception | None:
    """Hand the events to `reading` until it has enough; the error of PyYAML if there is one."""
    try:
        # Events come one by one, so deep nesting is seen before anything recurses into it.
        for event in yaml.parse("\n".join(lines), Loader=_LOADER):
            if not reading.take(event):
                break
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        return error
    return None


class _Open(Struct):
    """A list or a mapping whose end has not come yet; a mapping holds key, value, key, value."""

    start: yaml.Event
    anchor: str
    before: int
    """How many values there were when it began."""
    height: int = 1
    values: list[Value] = field(default_factory=list)


class _Reading:
    """One pass over the events of a document."""

    def __init__(
        self,
        path: str,
        first_line: int,
        codes: YamlCodes,
        original: Sequence[str],
        lines: Sequence[str],
    ) -> None:
        self.path, self.first_line, self.codes = path, first_line, codes
        self.original, self.lines = original, lines
        self.root: Value | None = None
        self.diagnostics: list[Diagnostic] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Value, int, int]] = {}
        self._count = self._aliases = self._documents = self._height = 0

    def take(self, event: yaml.Event) -> bool:
        """Add what the event stands for; False when there is nothing more to be had."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._close(self._open.pop(), event)
            return True
        if isinstance(event, yaml.DocumentStartEvent):
            return self._begin(self._span(event))
        if not isinstance(event, yaml.NodeEvent):
            return True
        span = self._span(event)
        self._count += 1
        self._refuse_tag(getattr(event, "tag", None), span)
        if isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", span)
        elif isinstance(event, yaml.ScalarEvent):
            quoted = event.style in ("'", '"', "|", ">")
            self._place(Scalar(printable(event.value), span, quoted), event.anchor or "")
        else:
            self._open.append(_Open(event, event.anchor or "", self._count - 1))
        return self._within_limits(span)

    def _close(self, closed: _Open, end: yaml.Event) -> None:
        span, size = self._span(closed.start, end), self._count - closed.before
        is_list = isinstance(end, yaml.SequenceEndEvent)
        pairs = () if is_list else self._pairs(closed.values)
        value = Items(tuple(closed.values), span) if is_list else Table(pairs, span)
        self._place(value, closed.anchor, size, closed.height)

    def _begin(self, span: Span) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._report(
                self.codes.syntax,
                "a second YAML document begins here",
                span,
                "leave out the line `---`, or what follows it",
            )
        return self._documents == 1

    def _within_limits(self, span: Span) -> bool:
        broken = ""
        if max(len(self._open), self._height) > MAX_DEPTH:
            broken = _TOO_DEEP
        elif self._count > MAX_VALUES:
            broken = f"there are more than {MAX_VALUES:,} values"
        elif self._aliases > MAX_ALIASES:
            broken = f"there are more than {MAX_ALIASES} aliases"
        if broken:
            self._report(self.codes.limit, broken, span)
        return not broken

    def _place(self, value: Value, anchor: str = "", size: int = 1, height: int = 0) -> None:
        """Add a value that is complete: `size` values in all, `height` levels of them below it."""
        if anchor:
            self._anchors[anchor] = (value, size, height)
        if self._open:
            self._open[-1].values.append(value)
            self._open[-1].height = max(self._open[-1].height, height + 1)
            self._height = max(self._height, len(self._open) + height)
        else:
            self.root = value

    def _alias(self, name: str, span: Span) -> None:
        self._aliases += 1
        value, size, height = self._anchors.get(name, (Scalar("", span), 1, 0))
        if name not in self._anchors:
            if any(opened.anchor == name for opened in self._open):
                self._report(self.codes.limit, f"`*{name}` stands inside of itself", span)
            else:
                advice = f'quote it if it is text: "*{name}"'
                self._report(self.codes.syntax, f"nothing is called `&{name}` above", span, advice)
        self._count += size - 1
        self._place(value, "", size, height)

    def _refuse_tag(self, tag: str | None, span: Span) -> None:
        if tag is None:
            return
        written = _TAG.match(self.lines[span.line - self.first_line], span.column - 1)
        name = written[1] if written else tag
        advice = f"leave out `{name}`, or quote the whole value if it is text"
        message = f"`{name}` is a YAML tag, and tags are not read"
        self._report(self.codes.limit, message, span, advice)

    def _pairs(self, values: Sequence[Value]) -> tuple[tuple[Scalar, Value], ...]:
        """The pairs with each key once; a key that is no text or stands twice is reported."""
        lines_by_key: dict[str, int] = {}
        pairs: list[tuple[Scalar, Value]] = []
        for key, value in zip(values[::2], values[1::2], strict=True):
            if not isinstance(key, Scalar) or (key.is_null and not key.text):
                advice = "write `key: value`"
                self._report(self.codes.syntax, "a key must be a text", key.span, advice)
            elif key.text in lines_by_key:
                message = f"`{key.text}` stands twice, first in line {lines_by_key[key.text]}"
                self._report(self.codes.duplicate, message, key.span, "keep one of the two")
            else:
                lines_by_key[key.text] = key.span.line
                pairs.append((key, value))
        return tuple(pairs)

    def _report(self, code: str, message: str, span: Span, advice: str = "") -> None:
        self.diagnostics.append(diagnose(code, message, span, advice))

    def _span(self, event: yaml.Event, last: yaml.Event | None = None) -> Span:
        """From an event to the `last` one; of several lines, the piece in the first of them."""
        start, end = event.start_mark, (last or event).end_mark
        if start is None or end is None:
            return Span(self.path, self.first_line)
        line = min(start.line, len(self.lines) - 1)
        written = self.original[line]
        # In a mended line the quotes are ours: the value is what stood there before.
        is_mended_value = written != self.lines[line] and getattr(event, "style", "") == "'"
        ends_here = end.line == line and not is_mended_value
        stop = min(end.column, len(written)) if ends_here else len(written.rstrip())
        column = min(start.column, len(written))
        return Span(self.path, line + self.first_line, column + 1, max(stop - column, 1))
