"""Say what is wrong with a formula the way all problems are said, with the place in its source."""

import re

from apercu.late import late
from apercu.mathml.formula import FormulaError, MathProblem

_TOKEN = late(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)
_SAID = (
    (
        r'Unknown command "(.*)"',
        r"no command is called `\1`",
        r"correct its name, or define it: `\\newcommand{\1}{…}`",
    ),
    (r'Unknown environment "(.*)"', r"no environment is called `\1`", "correct its name"),
    (
        r'Expected closing token "(.*)", but reached end of input',
        r"`\1` is missing at the end",
        r"close what is open with `\1`",
    ),
    (
        r'Unmatched closing token: "(.*)"',
        r"`\1` closes what was never opened",
        r"remove it, or write what it closes",
    ),
    (
        r'Found "&", which may only.*',
        r"`&` stands outside of a table",
        r"write `\\&` for the sign, or put the rows into `\\begin{aligned}`",
    ),
    (
        r"Duplicate subscript or superscript",
        r"two scripts stand on the same side",
        r"put the inner one in braces, as in `{x^a}^b`",
    ),
    (
        r"Expected argument but reached end of input",
        r"an argument is missing at the end",
        r"write it in braces",
    ),
    (
        r'Found "\\(tag|label).*',
        r"`\\\1` stands in a formula that is not numbered",
        r"write it between `\\begin{equation}` and `\\end{equation}`",
    ),
    (
        r'Found "\\limits".*',
        r"`\\limits` stands behind no operator",
        r"write the operator as in `\\operatorname*{name}`",
    ),
    (r"Not valid in math mode", r"this belongs into text", r"write it in `\\text{…}`"),
    (r"Not valid in text mode", r"this does not belong into text", r"write it between dollars"),
    (
        r'Unexpected "\$"',
        r"a dollar stands inside of the formula",
        r"write `\\$` for the sign, or end the formula before it",
    ),
    (
        r"Expected non-special ASCII characters.*",
        r"a name may hold letters and digits only",
        r"write it without other signs",
    ),
)
"""What the engine says, as a pattern; what we say instead; what to type."""


def explain(tex: str, failure: FormulaError) -> MathProblem:
    """The problem that a failure is, located in the formula of its author."""
    start = max(min(failure.at, len(tex) - 1), 0)
    token = _TOKEN.match(tex, start)
    length = failure.length or (len(token[0]) if token else 0)
    for pattern, message, advice in _SAID:
        match = re.fullmatch(pattern, failure.message)
        if match:
            return MathProblem(match.expand(message), start, length, match.expand(advice))
    message = failure.message[:1].lower() + failure.message[1:]
    return MathProblem(message.rstrip("."), start, length, failure.advice)
