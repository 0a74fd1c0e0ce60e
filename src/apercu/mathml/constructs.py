r"""The table of the constructs that the engine lacks: one row each, with how it is composed."""

import html
import re
from collections.abc import Sequence

from apercu.late import late
from apercu.mathml.construct import (
    DOUBLE_LINE,
    ROW_SPACE,
    Compose,
    Construct,
    Fill,
    em,
    read_color,
    read_length,
)
from apercu.mathml.formula import FormulaError


def _around(before: str, after: str) -> Fill:
    return lambda formulas: before + "".join(formulas) + after


def _beside(share: int) -> Compose:
    """Takes no room, and starts `share` percent of its own width to the left."""
    move = f' style="transform:translateX(-{share}%)"' if share else ""
    return lambda _: _around(f'<mpadded width="0"><mrow{move}>', "</mrow></mpadded>")


def _smash(plain: Sequence[str]) -> Fill:
    side = plain[0].strip()
    flat = {"t": 'height="0"', "b": 'depth="0"'}.get(side, 'height="0" depth="0"')
    return _around(f"<mpadded {flat}>", "</mpadded>")


def _rule(plain: Sequence[str]) -> Fill:
    shift = read_length(plain[0]) if plain[0] else 0.0
    width, height = (max(read_length(text), 0.0) for text in plain[1:])
    rule = f'<mspace width="{em(width)}" height="{em(height)}" style="background:currentColor"/>'
    if not shift:
        return _around(rule, "")
    box = f'height="{em(max(height + shift, 0))}" depth="{em(max(-shift, 0))}"'
    return _around(f'<mpadded voffset="{em(shift)}" {box}>{rule}</mpadded>', "")


def _size(factor: float) -> Construct:
    return Construct("g", lambda _: _around(f'<mrow mathsize="{em(factor)}">', "</mrow>"))


_SCHEME = late(r"(?:https?://|mailto:)[^\s<>\"'\\^`{|}\x00-\x20]+", re.IGNORECASE)


def _address(text: str) -> str:
    url = re.sub(r"\\([#%&_~{}$^])", r"\1", text.strip())
    if not _SCHEME.fullmatch(url):
        raise FormulaError(
            f'"{url[:60]}" is not an address that a formula may lead to',
            0,
            "write an address that begins with https://, http:// or mailto:",
        )
    return html.escape(url)


def _href(plain: Sequence[str]) -> Fill:
    return _around(
        f'<mtext><a href="{_address(plain[0])}"><math>',
        "</math></a></mtext>",
    )


def _url(plain: Sequence[str]) -> Fill:
    address = _address(plain[0])
    return _around(f'<mtext><a href="{address}">{address}</a></mtext>', "")


def _colored(plain: Sequence[str]) -> Fill:
    return _around(f'<mrow style="color:{read_color(plain[0])}">', "</mrow>")


def _color_box(plain: Sequence[str]) -> Fill:
    style = f"background:{read_color(plain[0])};padding:0.3em"
    return _around(f'<mrow style="{style}">', "</mrow>")


def _framed_box(plain: Sequence[str]) -> Fill:
    frame, ground = (read_color(text) for text in plain)
    style = f"background:{ground};border:0.04em solid {frame};padding:0.3em"
    return _around(f'<mrow style="{style}">', "</mrow>")


def _small(_: Sequence[str]) -> Fill:
    def shrink(formulas: Sequence[str]) -> str:
        small = formulas[0].replace('scriptlevel="0"', 'scriptlevel="1"', 1)
        return small.replace("<mtd>", '<mtd style="padding:0.1em 0.2em">')

    return shrink


def _verb(plain: Sequence[str]) -> Fill:
    text = html.escape(plain[0].replace(" ", "\u00a0"))
    return _around(f'<mtext style="font-family:monospace">{text}</mtext>', "")


def _styled(style: str) -> Construct:
    return Construct("m", lambda _: _around(f'<mrow style="{style}">', "</mrow>"))


def _arrow(sign: str) -> Construct:
    r"""Stretches to what stands above it, and below it: `\xrightleftarrows[below]{above}`."""
    arrow = f'<mo stretchy="true">{sign}</mo>'

    def label(formulas: Sequence[str]) -> str:
        below, above = (f'<mrow style="padding:0 0.4em">{f}</mrow>' for f in formulas)
        return f"<munderover>{arrow}{below}{above}</munderover>"

    return Construct("bm", lambda _: label)


_INK = "linear-gradient(currentColor,currentColor)"


def _double_line(_: Sequence[str]) -> Fill:
    ink = ",".join(f"{_INK} {side}/100% 0.06em no-repeat" for side in ("top", "bottom"))
    lines = f'<mspace width="2.4em" height="0.22em" style="background:{ink}"/>'
    return _around(f'<mpadded voffset="0.15em" height="0.37em">{lines}</mpadded>', "")


def _segment(side: str) -> Construct:
    """A line with a tick at each end, above or below."""
    ticks = ",".join(f"{_INK} {end} {side}/0.05em 0.25em no-repeat" for end in ("left", "right"))
    line = f"{_INK} left 0 {side} 0.1em/100% 0.05em no-repeat"
    return _styled(f"padding-{side}:0.3em;background:{ticks},{line}")


def _centered(_: Sequence[str]) -> Fill:
    cell = '<mtd style="padding:0">'
    return _around(f"<mtable><mtr>{cell}", "</mtd></mtr></mtable>")


def _sign(sign: str, attributes: str) -> Construct:
    return Construct("", lambda _: _around(f"<mo {attributes}>{sign}</mo>", ""))


def _row_space(plain: Sequence[str]) -> Fill:
    return _around(f'<mspace data-row="{em(read_length(plain[0]))}"/>', "")


def _sans_italic(plain: Sequence[str]) -> Fill:
    letters = "".join(
        chr(ord(letter) + (0x1D608 - ord("A") if letter.isupper() else 0x1D622 - ord("a")))
        if letter.isascii() and letter.isalpha()
        else html.escape(letter)
        for letter in plain[0]
    )
    return _around(f"<mi>{letters}</mi>", "")


CONSTRUCTS: dict[str, Construct] = {
    ROW_SPACE: Construct("t", _row_space),
    DOUBLE_LINE: Construct("", _double_line),
    "\\mathsfit": Construct("t", _sans_italic),
    "\\smash": Construct("om", _smash),
    "\\mathrlap": Construct("m", _beside(0)),
    "\\mathllap": Construct("m", _beside(100)),
    "\\mathclap": Construct("m", _beside(50)),
    "\\rlap": Construct("x", _beside(0)),
    "\\llap": Construct("x", _beside(100)),
    "\\clap": Construct("x", _beside(50)),
    "\\rule": Construct("ott", _rule),
    "\\tiny": _size(0.5),
    "\\sixptsize": _size(0.6),
    "\\scriptsize": _size(0.7),
    "\\footnotesize": _size(0.8),
    "\\small": _size(0.9),
    "\\normalsize": _size(1.0),
    "\\large": _size(1.2),
    "\\Large": _size(1.44),
    "\\LARGE": _size(1.728),
    "\\huge": _size(2.074),
    "\\Huge": _size(2.488),
    "\\href": Construct("tm", _href),
    "\\url": Construct("t", _url),
    "\\colorbox": Construct("tx", _color_box),
    "\\fcolorbox": Construct("ttx", _framed_box),
    "\\shortmid": _sign("∣", 'stretchy="false" mathsize="0.7em"'),
    "\\shortparallel": _sign("∥", 'stretchy="false" mathsize="0.7em"'),
    "\\nshortmid": _sign("∤", 'stretchy="false" mathsize="0.7em"'),
    "\\nshortparallel": _sign("∦", 'stretchy="false" mathsize="0.7em"'),
    "\\smallint": _sign("∫", 'largeop="false" stretchy="false"'),
    "\\xrightleftarrows": _arrow("⇄"),
    "\\xrightequilibrium": _arrow("⇌"),
    "\\xleftequilibrium": _arrow("⇋"),
    "\\textcircled": Construct(
        "x",
        lambda _: _around(
            '<mpadded height="0.7em" depth="0.2em" style="border:0.05em solid;'
            'border-radius:50%;padding:0 0.2em">',
            "</mpadded>",
        ),
    ),
    "\\sout": _styled("text-decoration:line-through"),
    "\\reflectbox": _styled("transform:scaleX(-1)"),
    "\\mathreflectbox": _styled("transform:scaleX(-1)"),
    "\\overlinesegment": _segment("top"),
    "\\underlinesegment": _segment("bottom"),
    "\\vcenter": Construct("m", _centered),
}
"""Every command that is composed here, with its backslash."""

COLORED = {"\\color": Construct("tg", _colored), "\\textcolor": Construct("tm", _colored)}
"""Only with a color in hexadecimal digits or of the web; the engine knows TeX's names."""
SMALL_MATRIX = Construct("m", _small)
VERB = Construct("t", _verb)
