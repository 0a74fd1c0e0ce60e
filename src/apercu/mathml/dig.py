"""Take out of a formula what the engine lacks, and leave a hole that it takes for a letter.

A hole is a private-use character: the engine hands it through wherever a symbol may stand, in
scripts, fractions and fences alike. `sanitize` took out those that an author typed.
"""

from collections.abc import Sequence

from apercu.mathml.construct import CSS_COLORS, Construct, Fill
from apercu.mathml.constructs import COLORED, CONSTRUCTS, SMALL_MATRIX, VERB
from apercu.mathml.formula import FormulaError
from apercu.mathml.lexer import (
    Token,
    argument,
    bracketed,
    environment,
    group_end,
    join,
    skip_spaces,
    text_of,
)
from apercu.mathml.rewrite import TEXT, environment_content
from apercu.record import Record

FIRST_HOLE = 0xE000
MOST_HOLES = 0xF8FF - FIRST_HOLE + 1
DUG = frozenset(["\\ref", "\\operatorname", "\\mathop", "\\verb"])
"""Commands that are taken out beside those of the table of constructs."""
DUG_ENVIRONMENTS = frozenset(["smallmatrix"])
DEEPEST = 20
"""Constructs in constructs; each level is a round through the engine for us."""


class Snippet(Record):
    """TeX for the engine, with holes."""

    tex: str
    display: bool
    places: Sequence[int] | None = None
    """For each character where it comes from in its formula; None if it is the formula."""
    holes: tuple["Hole", ...] = ()

    def place(self, index: int) -> int:
        if self.places is None:
            return index
        if not self.places:
            return 0
        return self.places[min(index, len(self.places) - 1)]


class Hole(Record):
    """What a private-use character stands for."""

    fill: Fill
    parts: tuple[Snippet, ...]


def dig(tokens: Sequence[Token], display: bool, depth: int = 0) -> Snippet:
    """The tokens as a snippet whose holes hold snippets in turn."""
    if depth > DEEPEST:
        at = tokens[0].at if tokens else 0
        raise FormulaError("commands of size, color and the like are nested too deep here", at)
    digger = _Digger(tokens, display, depth)
    digger.run()
    tex, places = join(digger.done)
    return Snippet(tex, display, places, tuple(digger.holes))


class _Digger:
    def __init__(self, tokens: Sequence[Token], display: bool, depth: int) -> None:
        self.tokens = tokens
        self.display = display
        self.depth = depth
        self.done: list[Token] = []
        self.holes: list[Hole] = []
        self.groups = 0

    def run(self) -> None:
        index = 0
        while index < len(self.tokens):
            index = self._step(index)

    def _step(self, index: int) -> int:
        """Read one token or one construct; the place behind it."""
        token = self.tokens[index]
        text = token.text
        if text.isalnum():
            self.done.append(token)
            return index + 1
        kind, name = environment(token)
        if kind == "begin" and name in DUG_ENVIRONMENTS:
            return self._dig_small_matrix(index)
        if text.startswith("\\verb") and len(text) > 6:
            shown = text.removeprefix("\\verb").removeprefix("*")[1:-1]
            return self._dig(token, VERB.compose([shown]), [], index + 1)
        if text == "\\ref":
            return self._dig_reference(index)
        if text in ("\\operatorname", "\\mathop"):
            operator = self._dig_operator(index)
            if operator:
                return operator
        construct = CONSTRUCTS.get(text) or self._colored(index)
        if construct is not None:
            return self._dig_construct(index, construct)
        if text in TEXT and index + 1 < len(self.tokens) and self.tokens[index + 1].text == "{":
            return self._dig_text(index)
        self.groups += (text == "{" or kind == "begin") - (text == "}" or kind == "end")
        self.done.append(token)
        return index + 1

    def _dig(self, token: Token, fill: Fill, parts: Sequence[Sequence[Token]], index: int) -> int:
        """Leave a hole at the end of what is done; hands `index` through."""
        if len(self.holes) == MOST_HOLES:
            raise FormulaError("the formula holds too many commands of size, color and the like", 0)
        display = self.display and self.groups == 0
        snippets = tuple(dig(part, display, self.depth + 1) for part in parts)
        self.done.append(Token(chr(FIRST_HOLE + len(self.holes)), token.at))
        self.holes.append(Hole(fill, snippets))
        return index

    def _dig_construct(self, index: int, construct: Construct) -> int:
        token = self.tokens[index]
        plain: list[str] = []
        parts: list[list[Token]] = []
        place = index + 1
        for letter in construct.arguments:
            if letter == "g":
                end = _rest_of_group(self.tokens, place)
                parts.append(list(self.tokens[place:end]))
                place = end
                continue
            if letter == "o":
                optional = bracketed(self.tokens, place)
                plain.append(text_of(optional[0]) if optional else "")
                place = optional[1] if optional else place
                continue
            if letter == "b":
                above = bracketed(self.tokens, place)
                parts.append(above[0] if above else [])
                place = above[1] if above else place
                continue
            found = argument(self.tokens, place)
            if found is None:
                raise FormulaError(f"`{token.text}` lacks an argument", token.at)
            content, place = found
            if letter == "t":
                plain.append(text_of(content))
            elif letter == "x":
                parts.append([Token("\\text", token.at), *_braced(content, token.at)])
            else:
                parts.append(content)
        try:
            fill = construct.compose(plain)
        except FormulaError as failure:
            raise FormulaError(failure.message, token.at, failure.advice) from None
        return self._dig(token, fill, parts, place)

    def _dig_small_matrix(self, index: int) -> int:
        token = self.tokens[index]
        content = environment_content(self.tokens, index + 1)
        end = index + len(content) + 2
        begin, close = Token(r"\begin{matrix}", token.at), Token(r"\end{matrix}", token.at)
        return self._dig(token, SMALL_MATRIX.compose([]), [[begin, *content, close]], end)

    def _dig_reference(self, index: int) -> int:
        token = self.tokens[index]
        label = argument(self.tokens, index + 1)
        if label is None:
            raise FormulaError("`\\ref` lacks the label of an equation", token.at)
        reference = [Token("\\eqref", token.at), *_braced(label[0], token.at)]
        return self._dig(token, _bare_number, [reference], label[1])

    def _dig_operator(self, index: int) -> int | None:
        """An operator whose name is a formula. None if the engine can read it itself."""
        token = self.tokens[index]
        place = skip_spaces(self.tokens, index + 1)
        is_name = token.text == "\\operatorname"
        has_limits = place < len(self.tokens) and self.tokens[place].text == "*" and is_name
        name = argument(self.tokens, place + has_limits)
        if name is None:
            return None
        content, end = name
        if is_name and all(_is_of_name(part.text) for part in content):
            return None
        if not is_name:
            after = skip_spaces(self.tokens, end)
            if after >= len(self.tokens) or self.tokens[after].text != "\\limits":
                return None
            has_limits, end = True, after + 1
        head = ["\\operatorname", "*", "{"] if has_limits else ["\\operatorname", "{"]
        self.done += [Token(text, token.at) for text in head]
        upright = [Token("\\mathrm", token.at), *_braced(content, token.at)]
        self._dig(token, _join, [upright if is_name else content], end)
        self.done.append(Token("}", token.at))
        return end

    def _dig_text(self, index: int) -> int:
        """A group of text: what stands between dollars in it is math, and a hole."""
        end = group_end(self.tokens, index + 1)
        place = index
        while place < end:
            token = self.tokens[place]
            close = {"$": "$", "\\(": "\\)"}.get(token.text)
            if close is None:
                self.done.append(token)
                place += 1
                continue
            stop = _closing(self.tokens, place + 1, end, close)
            if stop is None:
                raise FormulaError(f"`{token.text}` opens math that nothing closes", token.at)
            self.groups += 1
            place = self._dig(token, _join, [self.tokens[place + 1 : stop]], stop + 1)
            self.groups -= 1
        return end

    def _colored(self, index: int) -> Construct | None:
        construct = COLORED.get(self.tokens[index].text)
        color = argument(self.tokens, index + 1) if construct else None
        name = text_of(color[0]).strip() if color else ""
        return construct if name[:1] == "#" or name in CSS_COLORS else None


def _braced(tokens: Sequence[Token], at: int) -> list[Token]:
    return [Token("{", at), *tokens, Token("}", at)]


def _is_of_name(text: str) -> bool:
    """Whether the engine takes it for a part of an operator's name."""
    return text.isalnum() or text.isspace() or text in ("\\,", "\\ ", "\\;", "\\!", "-", "*", "~")


def _join(formulas: Sequence[str]) -> str:
    return "<mrow>" + "".join(formulas) + "</mrow>"


def _bare_number(formulas: Sequence[str]) -> str:
    """A reference to an equation without its parentheses."""
    return formulas[0].replace(">(", ">", 1).replace(")<", "<", 1)


def _closing(tokens: Sequence[Token], start: int, end: int, close: str) -> int | None:
    depth = 0
    for place in range(start, end):
        text = tokens[place].text
        if text == close and depth == 0:
            return place
        depth += (text == "{") - (text == "}")
    return None


_ENDS = frozenset(["&", "\\\\", "\\cr", "\\right", "\\middle"])


def _rest_of_group(tokens: Sequence[Token], index: int) -> int:
    """Where the group, the cell or the fence that holds `index` ends."""
    depth = 0
    for place in range(index, len(tokens)):
        text = tokens[place].text
        kind, _ = environment(tokens[place])
        is_close = text == "}" or kind == "end"
        if depth == 0 and (is_close or text in _ENDS):
            return place
        opens = text in ("{", "\\left") or kind == "begin"
        depth += opens - (is_close or text == "\\right")
    return len(tokens)
