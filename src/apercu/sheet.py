"""What one note gathers while its Markdown is read: slots, formulas, problems, headings."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token
from msgspec import Struct, field
from msgspec.structs import replace

from apercu import hole
from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.late import late
from apercu.mathml import Formula
from apercu.model import Heading, Ref, RefKind
from apercu.url import kind_of
from apercu.words import ENGLISH, Words

_GOES_ON = late(r"[:./-]?\w")

BAR = "\ufdd4"
"""Stands for a `|` inside a formula, so that it doesn't end a table cell."""


class Sheet(Struct):
    """One note; a rule finds it in `env["sheet"]`."""

    path: str
    first_line: int
    lines: Sequence[str]
    kramdown_math: bool = False
    numeric_citations: bool = False
    say: Words = ENGLISH
    """What the page says by itself, in its language."""
    slots: list[str | Ref | Formula] = field(default_factory=list)
    """What each hole of the HTML stands for."""
    formula_spans: dict[int, Span] = field(default_factory=dict)
    """Where the TeX of a formula begins, by slot."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    has_html: bool = False
    extra_words: int = 0
    """Words that displays and figures count for in the reading time."""
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Where to look on for a needle that was found before."""

    def put(self, content: str | Ref | Formula) -> str:
        """The mark of a new hole for `content`."""
        self.slots.append(content)
        return hole.hole(len(self.slots) - 1)

    def add_sentence(self, mark: str, sentence: str) -> None:
        """Keep the sentence that the link with this mark stands in."""
        number = int(mark[1:-1])
        ref = self.slots[number]
        assert isinstance(ref, Ref)
        self.slots[number] = replace(ref, text=sentence)

    def zoom(self, source: str) -> str:
        """The address of a link to an image, from what its `src` has become."""
        if not source.startswith(hole.OPEN):
            return source
        ref = self.slots[int(source[1:-1])]
        assert isinstance(ref, Ref)
        return self.put(replace(ref, kind="zoom"))

    def report(self, code: str, message: str, needle: str, line: int, help: str = "") -> None:
        """Warn about `needle`, which stands at or after `line` of the body (from 0)."""
        self.diagnostics.append(diagnose(code, message, self.find(needle, line), help))

    def find(self, needle: str, line: int, *, is_key: bool = False) -> Span:
        """Where `needle` stands first at or after `line` of the body (from 0).

        A key is not found within a longer one. The same needle is found one occurrence later each
        time. If the author escaped a character of it, so that it is not there, the span is the
        line.
        """
        first = needle.replace(BAR, "|").strip("\n").split("\n")[0]
        start = max(self.seen.get(first, (0, 0)), (line, 0))
        for number in range(start[0], min(len(self.lines), start[0] + 400)):
            text = self.lines[number]
            column = text.find(first, start[1] if number == start[0] else 0)
            while is_key and column >= 0 and _is_longer(text, column, column + len(first)):
                column = text.find(first, column + 1)
            if first and column >= 0:
                self.seen[first] = (number, column + 1)
                return self._span(number, column, len(first))
        text = self.lines[line] if line < len(self.lines) else ""
        indent = len(text) - len(text.lstrip())
        return self._span(line, indent, len(text.strip()))

    def _span(self, line: int, column: int, length: int) -> Span:
        return Span(self.path, self.first_line + line, column + 1, max(1, length))

    def address(self, url: str, kind: RefKind, line: int) -> str:
        """What an `href` or `src` becomes: an address, a hole, or "" if it is not published."""
        target = unquote(url)
        match kind_of(url):
            case "unsafe":
                message = f"the address `{target[:60]}` is not published"
                help = "link to an `https:` address or to a file of the site"
                self.report("AP205", message, target, line, help)
                return ""
            case "fragment" if kind == "link":
                name = re.sub(r"\s+", "-", target[1:])
                return f"#{hole.ANCHOR}-{name}" if name else "#"
            case "mail" if kind == "image":
                return ""
            case "site" if target:
                return self.put(Ref(kind, target, "", self.find(target, line)))
            case _:
                return url


def equation(sheet: Sheet, name: str = "eq") -> str:
    """The attributes of a display: it scrolls by itself, so it can be focused.

    With the name `wide` those of a long formula in a line of text, which scrolls by itself where it
    has no room.
    """
    label = hole.TRUSTED + escape(sheet.say("Equation"))
    return (
        f'class="{hole.TRUSTED}{name}" tabindex="{hole.TRUSTED}0" role="{hole.TRUSTED}group"'
        f' aria-label="{label}"'
    )


def equation_block(sheet: Sheet, mark: str) -> str:
    """A display between blocks, for the hole `mark`."""
    return f"<div {equation(sheet)}>{mark}</div>\n"


def _is_longer(text: str, start: int, end: int) -> bool:
    """Whether a key goes on before `start` or behind `end`."""
    return bool(_GOES_ON.match(text, end)) or text[start - 1 : start].isalnum()


def sheet_of(env: object) -> Sheet:
    """The sheet that a rule works on."""
    assert isinstance(env, dict)
    sheet = env["sheet"]
    assert isinstance(sheet, Sheet)
    return sheet


def line_of(token: Token) -> int:
    """The first line of a block token in the body, from 0."""
    return token.map[0] if token.map else 0


def is_blank(token: Token) -> bool:
    """Whether an inline token shows nothing: a break, or white space."""
    return token.type in ("softbreak", "hardbreak") or (
        token.type == "text" and not token.content.strip()
    )
