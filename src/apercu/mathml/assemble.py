"""From what the engine gives to the MathML of a page: holes filled, lengths bounded."""

import re
from collections.abc import Callable

from apercu.late import late
from apercu.mathml.construct import MOST_EM
from apercu.mathml.dig import FIRST_HOLE, Snippet
from apercu.mathml.engine import Complaint
from apercu.mathml.formula import FormulaError

_HOLE = late("[\ue000-\uf8ff]")
_HOLLOW = late("<(mi|mn|mo|mtext|ms)((?: [^<>]*)?)>([^<]*[\ue000-\uf8ff][^<]*)</\\1>")
_TABLE = late(r"<mtable([^>]*)>|</mtable>")
_CELL = late(r'<mtd[^>]*>|</mtd>|<mspace data-row="([^"]*)"/>')
# What `\\` or `\hline` behind the last row leaves.
_EMPTY_ROW = late(r'<mtr><mtd(?: style="(?:border-top:([^;"]*))?[^"]*")?></mtd></mtr>$')
# The engine says of bars between \left and \right that they stretch, but not around the axis.
_MIDDLE = '<mo stretchy="true" lspace="0" rspace="0">'
_STYLED_FRACTION = late(r"<mfrac[^>]* displaystyle=")
_FRACTION = late(r"<mfrac([^>]*)>|</mfrac>")
_DISPLAY_STYLE = late(r' displaystyle="(?:true|false)"')
_WIDE_TILDE = '<mo stretchy="true">~</mo>'
"""Browsers stretch this sign, too, and only U+02DC has wider forms in the font."""
_SCRIPT_LEVEL = late(r' scriptlevel="(\d)"')
_LONG = late(r"<m[a-z]+ [^>]*\d{2}[^>]*>")
_LENGTH = late(r"(?<![\w.#])(\d+(?:\.\d+)?)(r?em|ex|pt|px|cm|mm|in|pc)\b")

_SANS_SERIF = ' class="math-core-sans-serif-font"'
_STRIKE = late(r'<mrow class="menclose-[a-z]*"></mrow>')
_ENCLOSURE = late(r'<menclose notation="([^"]*)">')


def _strike(corner: str) -> str:
    near, far = "calc(50% - 0.03em)", "calc(50% + 0.03em)"
    colors = f"transparent {near},currentColor {near} {far},transparent {far}"
    return f"linear-gradient(to {corner},{colors})"


_UP, _DOWN = _strike("top left"), _strike("top right")
_ENCLOSURES = {
    "box": "border:0.05em solid;padding:0.3em",
    "actuarial": "border:solid;border-width:0.05em 0.05em 0 0;padding:0.1em 0.1em 0 0",
    "updiagonalstrike": f"background:{_UP}",
    "downdiagonalstrike": f"background:{_DOWN}",
    "updiagonalstrike downdiagonalstrike": f"background:{_UP},{_DOWN}",
    "phasorangle": f"border-bottom:0.05em solid;padding-left:0.6em;"
    f"background:{_UP} left/0.6em 100% no-repeat",
}
"""`menclose` is not in MathML Core and draws nothing in Chromium; borders and gradients do."""


def assemble(snippet: Snippet, results: Callable[[Snippet], str | Complaint]) -> str:
    """The MathML of a snippet with all its holes filled; raises the first FormulaError in it."""
    result = results(snippet)
    if isinstance(result, Complaint):
        raise FormulaError(result.message, snippet.place(result.at))
    if not snippet.holes:
        return result
    values = [hole.fill([assemble(part, results) for part in hole.parts]) for hole in snippet.holes]

    def fill(match: re.Match[str]) -> str:
        name, attributes, text = match[1], match[2], match[3]
        pieces: list[str] = []
        end = 0
        for found in _HOLE.finditer(text):
            if found.start() > end:
                pieces.append(f"<{name}{attributes}>{text[end : found.start()]}</{name}>")
            pieces.append(values[ord(found[0]) - FIRST_HOLE])
            end = found.end()
        if end < len(text):
            pieces.append(f"<{name}{attributes}>{text[end:]}</{name}>")
        return pieces[0] if len(pieces) == 1 else f"<mrow>{''.join(pieces)}</mrow>"

    filled = _HOLLOW.sub(fill, result)
    # What is left stands in the HTML inside an mtext, where math has to be opened again.
    return _HOLE.sub(lambda match: f"<math>{values[ord(match[0]) - FIRST_HOLE]}</math>", filled)


def finish(mathml: str) -> str:
    """MathML Core that needs no style sheet, with no length above 50em."""
    if "<mtable" in mathml:
        mathml = _wrap_tables(mathml)
    mathml = mathml.replace(_MIDDLE, _MIDDLE.replace(" l", ' symmetric="true" l', 1))
    if _STYLED_FRACTION.search(mathml):
        mathml = _wrap_fractions(mathml)
    if "data-row" in mathml:
        mathml = _space_rows(mathml)
    if "<menclose" in mathml:
        mathml = _STRIKE.sub("", mathml)
        mathml = _ENCLOSURE.sub(_enclose, mathml).replace("</menclose>", "</mrow>")
    mathml = mathml.replace(_SANS_SERIF, ' style="font-family:sans-serif"')
    mathml = mathml.replace(_WIDE_TILDE, _WIDE_TILDE.replace("~", "\u02dc"))
    return _LONG.sub(lambda tag: _LENGTH.sub(_bound, tag[0]), mathml)


def _enclose(match: re.Match[str]) -> str:
    style = _ENCLOSURES.get(match[1], "")
    return f'<mrow style="{style}">'


def _wrap_tables(mathml: str) -> str:
    """Tables whose `scriptlevel` stands on an mstyle around them, where the checker allows it,
    and whose last row holds something: a line below it is their border."""
    parts: list[str] = []
    open_tables: list[tuple[int, str]] = []
    end = 0
    for match in _TABLE.finditer(mathml):
        parts.append(mathml[end : match.start()])
        end = match.end()
        if match[0] != "</mtable>":
            level = _SCRIPT_LEVEL.search(match[1])
            # Around a numbered equation, which is as wide as the page, nothing may stand.
            is_wrapped = level is not None and "width: 100%" not in match[1]
            parts.append(f"<mstyle{level[0]}>" if level and is_wrapped else "")
            open_tables.append((len(parts), "</mstyle>" if is_wrapped else ""))
            parts.append(f"<mtable{_SCRIPT_LEVEL.sub('', match[1])}>")
            continue
        place, closing = open_tables.pop() if open_tables else (0, "")
        empty = _EMPTY_ROW.search(parts[-1])
        if empty and closing and empty.start():
            parts[-1] = parts[-1][: empty.start()]
            if empty[1]:
                parts[place] = _with_style(parts[place], f"border-bottom:{empty[1]}")
        parts.append(match[0] + closing)
    return "".join([*parts, mathml[end:]])


def _wrap_fractions(mathml: str) -> str:
    """Fractions whose `displaystyle` stands on an mstyle around them, as the checker wants it."""
    closing: list[str] = []

    def wrap(match: re.Match[str]) -> str:
        if match[0] == "</mfrac>":
            return match[0] + (closing.pop() if closing else "")
        style = _DISPLAY_STYLE.search(match[1])
        closing.append("</mstyle>" if style else "")
        fraction = f"<mfrac{_DISPLAY_STYLE.sub('', match[1])}>"
        return f"<mstyle{style[0]}>{fraction}" if style else fraction

    return _FRACTION.sub(wrap, mathml)


def _with_style(tag: str, style: str) -> str:
    if ' style="' in tag:
        return tag.replace(' style="', f' style="{style};', 1)
    return f'{tag[:-1]} style="{style}">'


def _space_rows(mathml: str) -> str:
    """Cells with room below them in place of the marks that `\\\\[1em]` left in them."""
    parts: list[str] = []
    cells: list[int] = []
    end = 0
    for match in _CELL.finditer(mathml):
        parts.append(mathml[end : match.start()])
        end = match.end()
        if match[0] == "</mtd>":
            cells[-1:] = []
        elif match[0].startswith("<mtd"):
            cells.append(len(parts))
        elif cells:
            style = f"padding-bottom:calc(0.5ex + {match[1]})"
            parts[cells[-1]] = _with_style(parts[cells[-1]], style)
        parts.append(match[0] if "mtd" in match[0] else "")
    return "".join([*parts, mathml[end:]])


def _bound(match: re.Match[str]) -> str:
    return f"{MOST_EM:g}em" if float(match[1]) > MOST_EM else match[0]
