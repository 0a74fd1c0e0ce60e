r"""Brackets that nothing closes: the engine takes twice the time for each more of them.

Its parser tries what follows such a bracket once as the inside of a pair and once as not, so that
`((((((…` of thirty takes seconds and of fifty years. What opens for it was found by trying all
names and characters that it knows; any closing bracket closes any other, but only in one group.
"""

import re

from apercu.late import late

MOST_OPEN = 12
"""Brackets in one group. Half-open intervals and broken lines leave one or two."""

_OPEN = (
    "lAngle|lBrace|lVert|lang|langle|lbrace|lbrack|lceil|lfloor|lgroup|llangle|llbracket|llcorner"
    "|llparenthesis|lmoustache|lparen|lvert|ulcorner"
)
_CLOSE = (
    "rAngle|rBrace|rVert|rang|rangle|rbrace|rbrack|rceil|rfloor|rgroup|rrangle|rrbracket|lrcorner"
    "|rrparenthesis|rmoustache|rparen|rvert|urcorner"
)
_OPEN_SIGNS, _CLOSE_SIGNS = "(\\[⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼", ")\\]⌉⌋⌝⌟⎱❳⟆⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽"
_SIGNS_OF_ALL = "([\\"
"""One of them stands in whatever opens, if it is in ASCII."""
_DELIMITER = r"(?![a-zA-Z])\s*(?:\\[a-zA-Z]+|\\?.)?"
_ENVIRONMENT = r"(?![a-zA-Z])\s*\{[^{}]*\}"
_MARK = late(
    rf"""
    %[^\n]*
    | (?P<begin> \\begin{_ENVIRONMENT}) | (?P<end> \\end{_ENVIRONMENT})
    | (?P<left> \\left{_DELIMITER}) | (?P<right> \\right{_DELIMITER})
    | \\(?:middle|[bB]igg?m?){_DELIMITER}
    | (?P<open> \\[bB]igg?l{_DELIMITER} | \\(?:{_OPEN})(?![a-zA-Z]) | \\\{{ | [{_OPEN_SIGNS}])
    | (?P<close> \\[bB]igg?r{_DELIMITER} | \\(?:{_CLOSE})(?![a-zA-Z]) | \\\}} | [{_CLOSE_SIGNS}])
    | (?P<row> \\\\ | &) | (?P<group> \{{) | (?P<behind> \}}) | \\.
    """,
    re.DOTALL | re.VERBOSE,
)


def unclosed_bracket(tex: str) -> int | None:
    """The index of the first of too many brackets that stay open; None if few enough do."""
    if tex.isascii() and sum(map(tex.count, _SIGNS_OF_ALL)) <= MOST_OPEN:
        return None
    # What stays open in the groups around here, and whether the rows of each stand apart.
    around: list[tuple[list[int], list[int], bool]] = []
    here: list[int] = []
    """Those that a bracket may still close."""
    stuck: list[int] = []
    """Those of groups that have ended."""
    has_rows = False
    for mark in _MARK.finditer(tex):
        kind = mark.lastgroup
        if kind == "open":
            here.append(mark.start())
        elif kind == "close" and here:
            here.pop()
        elif kind in ("begin", "left", "group"):
            around.append((here, stuck, has_rows))
            here, stuck, has_rows = [], [], kind == "begin"
        elif kind in ("end", "right", "behind", "row"):
            stay = stuck + here
            if len(stay) > MOST_OPEN:
                return stay[0]
            if kind != "row" and around:
                here, stuck, has_rows = around.pop()
                stuck = stuck + stay
            elif kind == "row" and has_rows:
                here, stuck = [], []
    stay = stuck + here
    return stay[0] if len(stay) > MOST_OPEN else None
