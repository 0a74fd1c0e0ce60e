r"""Write a formula the way the engine reads it, without a change in what it shows.

`split` is `aligned`, `\left<` is `\left\langle`, a bare `_` in `\text{…}` is `\_`. Every new
token keeps the place of the one it stands for.
"""

from collections.abc import Sequence

from apercu.late import late
from apercu.mathml.aliases import SIGNS
from apercu.mathml.construct import ROW_SPACE, is_length
from apercu.mathml.diagram import draw_diagram
from apercu.mathml.formula import FormulaError
from apercu.mathml.lexer import (
    Token,
    argument,
    bracketed,
    environment,
    group_end,
    rows,
    skip_spaces,
    text_of,
    tokens_of,
)

ENVIRONMENTS = {
    "split": "aligned",
    "alignedat": "aligned",
    "alignat": "align",
    "alignat*": "align*",
    "xalignat": "align",
    "xalignat*": "align*",
    "flalign": "align",
    "flalign*": "align*",
    "displaymath": "equation*",
    "math": "equation*",
    "darray": "array",
    "drcases": "rcases",
}
_EQUATION_ARRAYS = {"eqnarray": "align", "eqnarray*": "align*"}
_WITH_COUNT = frozenset(["alignedat", "alignat", "alignat*", "xalignat", "xalignat*"])
_STARRED = {
    "matrix*": ("", ""),
    "pmatrix*": (r"\left(", r"\right)"),
    "bmatrix*": (r"\left[", r"\right]"),
    "Bmatrix*": (r"\left\{", r"\right\}"),
    "vmatrix*": (r"\left|", r"\right|"),
    "Vmatrix*": (r"\left\|", r"\right\|"),
}
_COLUMN_WORDS = {"@": "", "!": "", ">": "", "<": "", "p": "l", "m": "l", "b": "l"}
"""What takes an argument in the columns of an array, and what is kept of it."""
FENCES = {"<": r"\langle", ">": r"\rangle"}
_FENCED = frozenset(["\\left", "\\right", "\\middle"]) | frozenset(
    "\\" + size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")
)
TEXT = frozenset(
    "\\" + name
    for name in ("text", "textrm", "textbf", "textit", "textsf", "texttt", "emph", "fbox", "tag")
)
"""Commands whose argument is text; `aliases` brings others down to these."""
_SPACES = frozenset(["\\kern", "\\mkern", "\\hskip", "\\mskip"])
"""Take a bare length; other engines let it stand in braces."""
CHANGED = _SPACES | {"\\above", "\\char", "\\hline"}
"""Commands that are written anew, beside those that stand before what is: fences, text, rows."""
CHANGED_ENVIRONMENTS = (
    ENVIRONMENTS.keys() | _EQUATION_ARRAYS.keys() | _STARRED.keys() | {"CD", "array"}
)
FIRST_PRIVATE = 0xD800
"""From here on surrogates and private-use characters, which stand for holes."""
_SPECIAL = "\\{}&#%$^_~"
_CODE = late(r'\s*(?:"([0-9A-F]{1,6})|(\d{1,6}))')
_SIGN = late(r"\\[&%#_${},;:!]")
_IN_TEXT = {"_": r"\_", "&": r"\&", "#": r"\#", "^": r"\textasciicircum"}


def rewrite(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, all in the engine's own dialect but for the constructs that it lacks."""
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.text[0] != "\\":
            done.append(Token(SIGNS.get(token.text, token.text), token.at))
            index += 1
            continue
        if token.text == "\\above":
            done, index = _rewrite_above(done, tokens, index)
            continue
        if token.text == "\\char":
            sign, index = _rewrite_char(tokens, index)
            done.append(sign)
            continue
        kind, name = environment(token)
        if kind:
            new, index = _rewrite_environment(tokens, index, kind, name)
            done += new
            continue
        index += 1
        if token.text == "\\\\":
            space, index = _row_space(tokens, index)
            done += space
        done.append(token)
        if token.text == "\\hspace" and index < len(tokens) and tokens[index].text == "*":
            index += 1
        elif token.text in _SPACES:
            length = argument(tokens, index)
            if length and is_length(text_of(length[0])):
                done += [*length[0], Token(" ", token.at)]
                index = length[1]
        elif token.text == "\\hline":
            # The engine takes one line; TeX's second one beside it adds nothing that is said.
            place = skip_spaces(tokens, index)
            while place < len(tokens) and tokens[place].text == "\\hline":
                index, place = place + 1, skip_spaces(tokens, place + 1)
        elif token.text in _FENCED:
            index = skip_spaces(tokens, index)
            if index < len(tokens) and tokens[index].text in FENCES:
                done.append(Token(FENCES[tokens[index].text], tokens[index].at))
                index += 1
        elif token.text in TEXT and index < len(tokens) and tokens[index].text == "{":
            end = group_end(tokens, index)
            done += _rewrite_text(tokens[index:end])
            index = end
    return done


def _rewrite_above(
    done: list[Token], tokens: Sequence[Token], index: int
) -> tuple[list[Token], int]:
    r"""`{a \above 2pt b}` as a `\genfrac`: all that is done, and the place behind the group."""
    at = tokens[index].at
    depth = start = 0
    for place in range(len(done) - 1, -1, -1):
        depth += (done[place].text == "}") - (done[place].text == "{")
        if depth < 0:
            start = place + 1
            break
    above = done[start:]
    group = argument(tokens, index + 1)
    place = skip_spaces(tokens, index + 1)
    if group and tokens[place].text == "{":
        spelled, place = text_of(group[0]), group[1]
    else:
        spelled = ""
        while place < len(tokens) and not is_length(spelled) and len(spelled) < 12:
            spelled += tokens[place].text.strip()
            place += 1
    if not is_length(spelled):
        raise FormulaError(r"`\above` is not followed by a length", at, r"write `\above 1pt`")
    end = place
    depth = 0
    while end < len(tokens) and not (depth == 0 and tokens[end].text == "}"):
        depth += (tokens[end].text == "{") - (tokens[end].text == "}")
        end += 1
    below = tokens[place:end]
    if any(token.text == "\\above" for token in below):
        raise FormulaError(r"`\above` stands below `\above`", at, r"write `\frac{a}{b}`")
    below = rewrite(below)
    open_, close = Token("{", at), Token("}", at)
    fraction = tokens_of(f"\\genfrac{{}}{{}}{{{spelled.strip()}}}{{}}", at)
    return [*done[:start], *fraction, open_, *above, close, open_, *below, close], end


def _rewrite_char(tokens: Sequence[Token], index: int) -> tuple[Token, int]:
    r"""The sign that `\char"41` or `\char 65` stands for, and the place behind it."""
    at = tokens[index].at
    match = _CODE.match(text_of(tokens[index + 1 : index + 10]))
    code = int(match[1] or match[2], 16 if match[1] else 10) if match else 0
    is_sign = code < FIRST_PRIVATE and chr(code).isprintable() and chr(code) not in _SPECIAL
    if match is None or not is_sign:
        raise FormulaError(r"`\char` is not followed by the code of a sign", at, "write the sign")
    place, length = index + 1, 0
    while length < match.end():
        length += len(tokens[place].text)
        place += 1
    return Token(chr(code), at), place


def _row_space(tokens: Sequence[Token], index: int) -> tuple[list[Token], int]:
    r"""The `*` and the length behind a row's end, as the construct that `\\[1em]` is here."""
    start = index
    if index < len(tokens) and tokens[index].text == "*":
        index = start = index + 1
    if index == len(tokens) or tokens[index].text != "[":
        return [], index
    length = bracketed(tokens, index)
    if length is None or not is_length(text_of(length[0])):
        return [], start
    at = tokens[index].at
    return [Token(ROW_SPACE, at), Token("{", at), *length[0], Token("}", at)], length[1]


def _rewrite_text(tokens: Sequence[Token]) -> list[Token]:
    """Signs that mean nothing in text are written out; math between dollars is left alone.

    The engine drops the space behind a sign with a backslash, so braces stand before it.
    """
    done: list[Token] = []
    is_math = False
    for token in tokens:
        if token.text == "$":
            is_math = not is_math
        elif token.is_space and not is_math and done and _SIGN.fullmatch(done[-1].text):
            done += tokens_of("{}", token.at)
        new = (SIGNS if is_math else _IN_TEXT).get(token.text, token.text)
        done.append(Token(new, token.at))
    return done


def _rewrite_environment(
    tokens: Sequence[Token], index: int, kind: str, name: str
) -> tuple[list[Token], int]:
    """What stands for the begin or end at `index`, and the place behind what was read."""
    token = tokens[index]
    index += 1
    if kind == "begin" and name == "CD":
        content = environment_content(tokens, index)
        return rewrite(draw_diagram(content, token.at)), index + len(content) + 1
    if kind == "begin" and name in _EQUATION_ARRAYS:
        content = environment_content(tokens, index)
        return rewrite(_align(content, name, token.at)), index + len(content) + 1
    if kind == "begin" and name in _STARRED:
        return _open_starred(tokens, index, name)
    if kind == "end" and name in _STARRED:
        return tokens_of(r"\end{array}" + _STARRED[name][1], token.at), index
    if kind == "begin" and name in ("array", "darray"):
        return _open_array(tokens, index, token)
    if name not in ENVIRONMENTS:
        return [token], index
    if kind == "begin" and name in _WITH_COUNT:
        count = argument(tokens, index)
        index = count[1] if count else index
    return [Token(f"\\{kind}{{{ENVIRONMENTS[name]}}}", token.at)], index


def _align(content: Sequence[Token], name: str, at: int) -> list[Token]:
    r"""An `eqnarray` as the `align` that its author meant: no second `&` around the sign."""
    depth = cells = 0
    kept: list[Token] = []
    for token in content:
        kind, _ = environment(token)
        depth += (token.text == "{" or kind == "begin") - (token.text == "}" or kind == "end")
        if depth == 0 and token.text in ("\\\\", "\\cr"):
            cells = 0
        cells += depth == 0 and token.text == "&"
        if not (depth == 0 and token.text == "&" and cells == 2):
            kept.append(token)
    begin, end = (tokens_of(f"\\{k}{{{_EQUATION_ARRAYS[name]}}}", at) for k in ("begin", "end"))
    return [*begin, *kept, *end]


def _open_array(tokens: Sequence[Token], index: int, token: Token) -> tuple[list[Token], int]:
    """The columns of an array, without what the engine cannot set between and around them."""
    optional = bracketed(tokens, index)
    spec = argument(tokens, optional[1] if optional else index)
    if spec is None:
        return [token], index
    letters: list[Token] = []
    place = 0
    while place < len(spec[0]):
        part = spec[0][place]
        place += 1
        if part.text in _COLUMN_WORDS:
            letters += [Token(letter, part.at) for letter in _COLUMN_WORDS[part.text]]
            skipped = argument(spec[0], place)
            place = skipped[1] if skipped else place
        else:
            letters.append(part)
    begin = Token(r"\begin{array}", token.at)
    return [begin, Token("{", token.at), *letters, Token("}", token.at)], spec[1]


def _open_starred(tokens: Sequence[Token], index: int, name: str) -> tuple[list[Token], int]:
    letter = "c"
    optional = bracketed(tokens, index)
    if optional:
        index = optional[1]
        letter = "".join(t.text for t in optional[0]).strip() or "c"
    content = environment_content(tokens, index)
    columns = max((len(row) for row in rows(content)), default=1)
    at = tokens[index - 1].at
    return tokens_of(f"{_STARRED[name][0]}\\begin{{array}}{{{letter * columns}}}", at), index


def environment_content(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """What stands between a begin, which ends before `index`, and its end."""
    depth = 1
    for place in range(index, len(tokens)):
        kind, _ = environment(tokens[place])
        depth += (kind == "begin") - (kind == "end")
        if depth == 0:
            return tokens[index:place]
    return tokens[index:]
