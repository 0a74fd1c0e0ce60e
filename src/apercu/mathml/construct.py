"""What a construct is that the engine lacks and we put together ourselves, and its parts.

Its formulas are converted by the engine on their own; `Compose` says how they come together.
"""

from collections.abc import Callable, Sequence

from apercu.late import late
from apercu.mathml.formula import FormulaError
from apercu.record import Record

Fill = Callable[[Sequence[str]], str]
"""From the MathML of each formula of a construct to the MathML of the whole."""
Compose = Callable[[Sequence[str]], Fill]
"""From the plain arguments, read as they are written, to a Fill. May raise a FormulaError."""


class Construct(Record):
    r"""A command with its arguments: one letter each, in the order in which they stand.

    `m` a formula, `t` plain text, `o` plain text in brackets that may be missing, `b` such a
    formula, `x` text, `g` the rest of the group, as `\large` takes it.
    """

    arguments: str
    compose: Compose


ROW_SPACE = r"\\["
"""Stands for the length behind a row's end; no token that an author can write is like it."""
DOUBLE_LINE = r"\@="
"""The two lines of a diagram that stand for "is equal to"; no token of an author either."""
MOST_EM = 50.0
"""No length of a formula is greater: a rule may not cover the page."""
_LENGTH = late(r"([+-]?)\s*(\d+(?:[.,]\d*)?|[.,]\d+)\s*([a-z]{2})")
_EM = {
    "em": 1.0,
    "ex": 0.431,
    "mu": 1 / 18,
    "pt": 0.1,
    "pc": 1.2,
    "in": 7.227,
    "bp": 0.100375,
    "cm": 2.84528,
    "mm": 0.284528,
    "dd": 0.107,
    "cc": 1.284,
    "nd": 0.107,
    "nc": 1.284,
    "sp": 0.1 / 65536,
    "px": 0.100375,
}
"""How many em a unit is, at TeX's ten points to the em."""


def read_length(text: str) -> float:
    """A TeX length in em, at most 50 to either side."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None or match[3] not in _EM:
        raise FormulaError(f'"{text.strip()}" is not a length', 0, "write it as in `1em` or `3pt`")
    value = float(match[2].replace(",", ".")) * _EM[match[3]]
    return min(value, MOST_EM) * (-1 if match[1] == "-" else 1)


def is_length(text: str) -> bool:
    """Whether `read_length` can read it."""
    match = _LENGTH.fullmatch(text.strip())
    return match is not None and match[3] in _EM


def em(value: float) -> str:
    """A length for an attribute: `1.5em`."""
    return f"{value:.4f}".rstrip("0").rstrip(".") + "em"


CSS_COLORS = {
    "aqua": "#00ffff",
    "chocolate": "#d2691e",
    "coral": "#ff7f50",
    "crimson": "#dc143c",
    "darkblue": "#00008b",
    "darkgreen": "#006400",
    "darkorange": "#ff8c00",
    "darkred": "#8b0000",
    "firebrick": "#b22222",
    "fuchsia": "#ff00ff",
    "gold": "#ffd700",
    "indigo": "#4b0082",
    "lightblue": "#add8e6",
    "lightgreen": "#90ee90",
    "maroon": "#800000",
    "navy": "#000080",
    "royalblue": "#4169e1",
    "salmon": "#fa8072",
    "silver": "#c0c0c0",
    "skyblue": "#87ceeb",
    "steelblue": "#4682b4",
    "tomato": "#ff6347",
    "turquoise": "#40e0d0",
}
"""Names that authors know from the web and TeX does not."""
_HEX = late(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
COLORS = {
    "black": "#000000",
    "blue": "#0000ff",
    "brown": "#bf8040",
    "cyan": "#00ffff",
    "darkgray": "#404040",
    "gray": "#808080",
    "green": "#00ff00",
    "grey": "#808080",
    "lightgray": "#bfbfbf",
    "lime": "#bfff00",
    "magenta": "#ff00ff",
    "olive": "#808000",
    "orange": "#ff8000",
    "pink": "#ffbfbf",
    "purple": "#bf0040",
    "red": "#ff0000",
    "teal": "#008080",
    "violet": "#800080",
    "white": "#ffffff",
    "yellow": "#ffff00",
}


def read_color(text: str) -> str:
    """A color as `#rrggbb`: of a name, or of three or six hexadecimal digits."""
    name = text.strip()
    known = COLORS.get(name) or CSS_COLORS.get(name)
    if known:
        return known
    match = _HEX.fullmatch(name)
    if match is None:
        raise FormulaError(f"no color is called `{name}`", 0, "write it as in `#c0392b` or `red`")
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
