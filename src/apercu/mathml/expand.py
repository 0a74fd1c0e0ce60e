"""Macros of TeX: definitions are remembered, calls are replaced, and it always ends.

The engine has macros of its own. They are expanded here so that a macro may hold what only we
can convert, and so that a macro that grows without end is refused before it fills a stack.
"""

from collections.abc import Mapping, Sequence

from apercu.mathml.formula import EndlessError, FormulaError
from apercu.mathml.lexer import (
    Token,
    argument,
    bracketed,
    environment,
    skip_spaces,
    tokenize,
)
from apercu.record import Record

MOST_CALLS = 1000
MOST_TOKENS = 20_000
"""In one formula, after expansion: as many as a formula may have characters."""


class Macro(Record):
    """What a command stands for."""

    body: tuple[Token, ...]
    count: int = 0
    """Number of its parameters, 0 to 9."""
    default: tuple[Token, ...] | None = None
    """Stands for the first parameter where a call has no `[…]`."""
    is_alias: bool = False
    """Made by `\\let` of what is no macro: its body is not looked at again."""


Macros = dict[str, Macro]

DEFINERS = frozenset(
    "\\" + name
    for name in (
        *("newcommand", "renewcommand", "providecommand", "DeclareMathOperator"),
        *("def", "gdef", "edef", "xdef", "let"),
    )
)
PREFIXES = frozenset(["\\global", "\\long", "\\protect", "\\relax", "\\noexpand"])
"""Change nothing that matters here, and vanish."""


def read_macros(macros: Mapping[str, str]) -> Macros:
    """Macros of a config: `{"R": "\\\\mathbb{R}"}`. They take as many parameters as they name."""
    return {"\\" + name.removeprefix("\\"): _macro(tokenize(body)) for name, body in macros.items()}


def _macro(body: Sequence[Token]) -> Macro:
    count = max((int(t.text[1]) for t in body if _is_parameter(t)), default=0)
    return Macro(tuple(body), count)


def _is_parameter(token: Token) -> bool:
    return len(token.text) == 2 and token.text[0] == "#"


def expand(tokens: Sequence[Token], macros: Macros, builtins: Macros) -> list[Token]:
    """The tokens without macros. Definitions outside of all groups are added to `macros`."""
    scopes: list[Macros] = [macros]
    pending = list(reversed(tokens))
    done: list[Token] = []
    calls = 0
    while pending:
        token = pending.pop()
        if len(pending) + len(done) > MOST_TOKENS:
            raise EndlessError("the macros of this formula grow without end", token.at)
        text = token.text
        if text[0] not in "\\{}":
            done.append(token)
            continue
        kind, _ = environment(token)
        if text == "{" or kind == "begin":
            scopes.append({})
        elif (text == "}" or kind == "end") and len(scopes) > 1:
            scopes.pop()
        if text in DEFINERS:
            pending = _define(token, pending, scopes, builtins)
            continue
        if text in PREFIXES:
            continue
        if text == "\\expandafter" and len(pending) > 1:
            pending = _expand_second(pending, scopes, builtins)
            continue
        macro = _find(text, scopes, builtins)
        if macro is None:
            done.append(token)
            continue
        if macro.is_alias:
            done.append(Token(macro.body[0].text, token.at))
            continue
        calls += 1
        if calls > MOST_CALLS:
            raise EndlessError(f"`{text}` is expanded more than {MOST_CALLS} times", token.at)
        pending = _call(token, macro, pending)
    return done


def _expand_second(pending: list[Token], scopes: Sequence[Macros], builtins: Macros) -> list[Token]:
    first, second = pending.pop(), pending.pop()
    macro = _find(second.text, scopes, builtins)
    rest = [*pending, second] if macro is None else _call(second, macro, pending)
    return [*rest, first]


def _find(text: str, scopes: Sequence[Macros], builtins: Macros) -> Macro | None:
    if text[0] != "\\":
        return None
    for scope in reversed(scopes):
        if scope and text in scope:
            return scope[text]
    return builtins.get(text)


def _call(token: Token, macro: Macro, pending: list[Token]) -> list[Token]:
    """What is left to read after a call is replaced by what it stands for.

    `pending` is read from its end, so that taking a token from it costs nothing.
    """
    values: list[list[Token]] = []
    if macro.count:
        ahead = pending[::-1]
        place = 0
        if macro.default is not None:
            optional = bracketed(ahead, 0)
            values.append(optional[0] if optional else list(macro.default))
            place = optional[1] if optional else 0
        while len(values) < macro.count:
            found = argument(ahead, place)
            if found is None:
                raise FormulaError(
                    f"`{token.text}` lacks an argument: it takes {macro.count}",
                    token.at,
                )
            values.append(found[0])
            place = found[1]
        pending = ahead[place:][::-1]
    body: list[Token] = []
    for part in macro.body:
        if not _is_parameter(part):
            body.append(Token(part.text, token.at))
        elif 1 <= int(part.text[1]) <= len(values):
            body += values[int(part.text[1]) - 1]
        else:
            problem = f"`{token.text}` uses `{part.text}`, but takes {macro.count}"
            raise FormulaError(problem, token.at, "give the macro as many parameters as it uses")
        if len(body) > MOST_TOKENS:
            raise EndlessError("the macros of this formula grow without end", token.at)
    pending.extend(reversed(body))
    return pending


def _define(
    token: Token, pending: list[Token], scopes: list[Macros], builtins: Macros
) -> list[Token]:
    ahead = pending[::-1]
    place = skip_spaces(ahead, 0)
    is_operator = token.text == "\\DeclareMathOperator"
    star = place < len(ahead) and ahead[place].text == "*"
    if star:
        place += 1
    name = argument(ahead, place)
    if name is None or len(name[0]) != 1 or name[0][0].text[0] != "\\":
        raise FormulaError(
            f"`{token.text}` is not followed by the name of a command",
            token.at,
            "write it as in `\\newcommand{\\R}{\\mathbb{R}}`",
        )
    command, place = name[0][0].text, name[1]
    if token.text == "\\let":
        macro, place = _alias(token, ahead, place, scopes, builtins)
    else:
        macro, place = _definition(token, ahead, place)
    if is_operator:
        head = "\\operatorname*" if star else "\\operatorname"
        body = [*tokenize(head), Token("{", token.at), *macro.body, Token("}", token.at)]
        macro = Macro(tuple(body))
    is_known = any(command in scope for scope in scopes)
    if not (token.text == "\\providecommand" and is_known):
        is_global = token.text in ("\\gdef", "\\xdef")
        scopes[0 if is_global else -1][command] = macro
    return ahead[place:][::-1]


def _alias(
    token: Token, ahead: Sequence[Token], place: int, scopes: Sequence[Macros], builtins: Macros
) -> tuple[Macro, int]:
    place = skip_spaces(ahead, place)
    if place < len(ahead) and ahead[place].text == "=":
        place = skip_spaces(ahead, place + 1)
    if place >= len(ahead):
        raise FormulaError("`\\let` is not followed by two commands", token.at)
    target = ahead[place]
    return _find(target.text, scopes, builtins) or Macro((target,), is_alias=True), place + 1


def _definition(token: Token, ahead: Sequence[Token], place: int) -> tuple[Macro, int]:
    """The macro whose parameters and body stand at `place`, and the place behind them."""
    count = 0
    default: tuple[Token, ...] | None = None
    if token.text.endswith("def"):
        while place < len(ahead) and ahead[place].text != "{":
            if not _is_parameter(ahead[place]) and not ahead[place].is_space:
                raise FormulaError(
                    "a macro whose parameters are set apart by signs is not supported",
                    ahead[place].at,
                    "write the parameters as `#1#2`",
                )
            count += _is_parameter(ahead[place])
            place += 1
    else:
        number = bracketed(ahead, place)
        if number:
            digits = "".join(t.text for t in number[0]).strip()
            if digits not in tuple("0123456789"):
                raise FormulaError("a macro has 0 to 9 parameters", ahead[place].at)
            count, place = int(digits), number[1]
            optional = bracketed(ahead, place)
            if optional:
                default, place = tuple(optional[0]), optional[1]
    body = argument(ahead, place)
    if body is None:
        raise FormulaError(f"`{token.text}` has no body in braces", token.at)
    return Macro(tuple(body[0]), count, default), body[1]
