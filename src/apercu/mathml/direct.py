r"""Formulas that the engine reads just as their author wrote them, which most are.

Reading TeX token by token costs twenty times what the engine takes, and gives the formula back
as it was where no command stands in a table of the stages before the engine and no sign that they
look at. In doubt a formula is none of these: the way through all stages gives the same for any.
"""

import functools
import re
from collections.abc import Set

from apercu.late import late
from apercu.mathml.aliases import ALIASES
from apercu.mathml.constructs import COLORED, CONSTRUCTS
from apercu.mathml.dig import DUG, DUG_ENVIRONMENTS
from apercu.mathml.expand import DEFINERS, PREFIXES
from apercu.mathml.numbering import COMMANDS
from apercu.mathml.rewrite import CHANGED, CHANGED_ENVIRONMENTS, TEXT

_KNOWN = frozenset(
    [
        *(*ALIASES, *DEFINERS, *PREFIXES, "\\expandafter"),
        *(*CHANGED, *CONSTRUCTS, *COLORED, *DUG, *TEXT),
        *(*COMMANDS, "\\notag", "\\nonumber", "\\begin", "\\end"),
    ]
)
"""Every command that a stage looks for; of a few the plain forms are let through below."""
_ENVIRONMENTS = CHANGED_ENVIRONMENTS | DUG_ENVIRONMENTS
_ODD = late(
    r"[%$#]"  # a comment, math in text, a parameter
    r"|\\\\[*\[\\]"  # the end of a row with a length, or two of them
    r"|\\(?:left|right|middle|[bB]igg?[lrm]?)[\s<>]|\\hspace\*|\\verb"
    "|[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff]"
)
_COMMAND = late(
    r"\\(?:begin|end)\{(?P<environment>[a-zA-Z]+\*?)\}"
    rf"|(?P<plain>{'|'.join(map(re.escape, sorted(TEXT - COMMANDS)))})\{{[^_&^\\{{}}~]*\}}"
    r"|(?P<name>\\operatorname)\*?\{[a-zA-Z0-9 *-]+\}"
    r"|(?P<other>\\[a-zA-Z]+|\\.|\\\Z)",
    re.DOTALL,
)
# The engine numbers these, so that a formula with one is not the same wherever it stands.
_NUMBERED = late(r"(?:equation|align|gather|multline)\b")


def is_direct(tex: str, macros: Set[str] = frozenset()) -> bool:
    r"""Whether nothing in `tex` concerns a stage before the engine; `macros` as in `\R`."""
    commands = _commands(tex)
    return commands is not None and (not macros or commands.isdisjoint(macros))


@functools.lru_cache(maxsize=16_384)
def _commands(tex: str) -> frozenset[str] | None:
    """The commands of a formula that is direct without macros; None of any other."""
    if _ODD.search(tex):
        return None
    found: list[str] = []
    let_through: list[str] = []
    for environment, plain, name, other in _COMMAND.findall(tex):
        if other:
            found.append(other)
        elif environment in _ENVIRONMENTS or _NUMBERED.match(environment):
            return None
        else:
            let_through.append(plain or name)
    return frozenset(found).union(let_through) if _KNOWN.isdisjoint(found) else None
