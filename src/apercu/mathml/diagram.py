r"""`CD`, the diagrams of amscd, as an array whose arrows are cells of their own.

`A @>f>> B \\ @VgVV @| \\ C @= D`: a row of objects alternates with a row of vertical arrows.
"""

from collections.abc import Sequence

from apercu.mathml.construct import DOUBLE_LINE
from apercu.mathml.formula import FormulaError
from apercu.mathml.lexer import Token, environment, rows, tokens_of

_ACROSS = {">": r"\xrightarrow", "<": r"\xleftarrow"}
_DOWN = {"V": r"\downarrow", "A": r"\uparrow"}
_DOUBLED = {"|": r"\Big\Vert", ".": ""}
_SHORTEST = r"\hspace{2.6em}"
"""An arrow is as long as its labels, and no shorter than this at the size of a label."""


def draw_diagram(content: Sequence[Token], at: int) -> list[Token]:
    """The tokens of the array; `content` stands between the begin and the end of a `CD`."""
    for token in content:
        if environment(token)[1] == "CD":
            raise FormulaError("a diagram stands in a diagram", token.at, "draw it on its own")
    lines = [_cells([token for cell in row for token in cell]) for row in rows(content)]
    width = max((len(line) for line in lines), default=1)
    done = tokens_of(f"\\begin{{array}}{{{'c' * width}}}", at)
    for number, line in enumerate(lines):
        if number:
            done.append(Token(r"\\", at))
        for place, cell in enumerate(line):
            if place:
                done.append(Token("&", at))
            done += cell
    return [*done, *tokens_of(r"\end{array}", at)]


def _cells(line: Sequence[Token]) -> list[list[Token]]:
    """The cells of a row. In a row of vertical arrows the cells between them are empty."""
    cells: list[list[Token]] = [[]]
    index = 0
    while index < len(line):
        token = line[index]
        if token.text != "@":
            cells[-1].append(token)
            index += 1
            continue
        if index + 1 == len(line):
            raise FormulaError("`@` is not followed by an arrow", token.at, "write `@>>>`")
        sign = line[index + 1].text
        arrow, index = _arrow(line, index + 1)
        is_object_before = any(not part.is_space for part in cells[-1])
        if sign in _ACROSS or sign == "=" or is_object_before:
            cells += [arrow, []]
        else:
            cells[-1] = arrow
            cells += [[], []]
    while len(cells) > 1 and all(part.is_space for part in cells[-1]):
        cells.pop()
    return cells


def _arrow(line: Sequence[Token], index: int) -> tuple[list[Token], int]:
    """The arrow whose sign stands at `index`, and the place behind it."""
    sign = line[index]
    if sign.text == "=":
        return [Token(DOUBLE_LINE, sign.at)], index + 1
    if sign.text in _DOUBLED:
        return tokens_of(_DOUBLED[sign.text], sign.at), index + 1
    if sign.text not in _ACROSS and sign.text not in _DOWN:
        raise FormulaError(
            f"`@{sign.text}` is no arrow of a diagram", sign.at, "write `@>>>`, `@VVV` or `@=`"
        )
    first, index = _label(line, index + 1, sign)
    second, index = _label(line, index, sign)
    if sign.text in _ACROSS:
        gap = tokens_of(r"\;", sign.at)
        head = [Token(_ACROSS[sign.text], sign.at), Token("[", sign.at), Token("{", sign.at)]
        below = [*gap, *second, *gap] if second else tokens_of(_SHORTEST, sign.at)
        above = [*gap, *first, *gap]
        middle = [Token("}", sign.at), Token("]", sign.at), Token("{", sign.at)]
        return [*head, *below, *middle, *above, Token("}", sign.at)], index
    left = [*tokens_of(r"\mathllap{\scriptstyle ", sign.at), *first, Token("}", sign.at)]
    right = [*tokens_of(r"\mathrlap{\scriptstyle ", sign.at), *second, Token("}", sign.at)]
    return [*left, *tokens_of(r"\Big" + _DOWN[sign.text], sign.at), *right], index


def _label(line: Sequence[Token], index: int, sign: Token) -> tuple[list[Token], int]:
    """What stands before the next sign of the arrow, and the place behind that."""
    depth = 0
    for place in range(index, len(line)):
        text = line[place].text
        if text == sign.text and depth == 0:
            return list(line[index:place]), place + 1
        depth += (text == "{") - (text == "}")
    raise FormulaError(
        f"the arrow `@{sign.text}` needs its sign three times",
        sign.at,
        f"write `@{sign.text * 3}`, with labels between the signs",
    )
