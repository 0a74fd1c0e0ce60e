"""TeX as a list of tokens that know where they stand, and back as text for the engine.

Nothing is lost: the texts of all tokens, joined, are the formula but for its comments.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from apercu.late import late

_TOKEN = late(
    r"""
    \\verb\*?([^a-zA-Z*\s]).*?\1               # \verb|…|
    | \\(?:begin|end)[ \t\r\n]*\{[^{}\\$%&]*\}      # \begin{align}
    | \\[a-zA-Z]+                              # a command word
    | \\.                                      # a command symbol
    | %[^\n]*(?:\n[ \t]*|$)                    # a comment, with the white space it eats
    | \#[1-9]                                  # a parameter of a macro
    | \s+
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_ENVIRONMENT = late(r"\\(begin|end)\s*\{(.*)\}", re.DOTALL)
_WORD = late(r"\\[a-zA-Z]+")


class Token(NamedTuple):
    """A command, an environment's begin or end, a space, or one character."""

    text: str
    at: int
    """Where it stands in the formula of its author: in characters, from 0."""

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


def tokenize(tex: str) -> list[Token]:
    """The tokens of a formula, without its comments."""
    return [
        Token(match[0], match.start())
        for match in _TOKEN.finditer(tex)
        if not match[0].startswith("%")
    ]


def tokens_of(tex: str, at: int) -> list[Token]:
    """The tokens of TeX of our own, all standing at `at`."""
    return [Token(token.text, at) for token in tokenize(tex)]


def environment(token: Token) -> tuple[str, str]:
    """Of `\\begin{align}`: ("begin", "align"). Two empty texts for any other token."""
    if not token.text.startswith(("\\begin", "\\end")):
        return "", ""
    match = _ENVIRONMENT.fullmatch(token.text)
    return (match[1], match[2].strip()) if match else ("", "")


def join(tokens: Sequence[Token]) -> tuple[str, list[int]]:
    r"""The text of the tokens, and for each of its characters the place it comes from.

    Words stay apart from what follows: the engine reads `\alpha*` as one command.
    """
    parts: list[str] = []
    places: list[int] = []
    after_word = False
    for token in tokens:
        first = token.text[0]
        is_star = first == "*" and parts and parts[-1] != "\\operatorname"
        if after_word and (is_star or (first.isascii() and first.isalpha())):
            parts.append(" ")
            places.append(token.at)
        parts.append(token.text)
        places.extend([token.at] * len(token.text))
        after_word = first == "\\" and _WORD.fullmatch(token.text) is not None
    return "".join(parts), places


def text_of(tokens: Sequence[Token]) -> str:
    """The text of the tokens."""
    return join(tokens)[0]


def skip_spaces(tokens: Sequence[Token], index: int) -> int:
    """The first place at or after `index` that holds no white space."""
    while index < len(tokens) and tokens[index].is_space:
        index += 1
    return index


def group_end(tokens: Sequence[Token], index: int) -> int:
    """Where the group that opens at `index` closes; the number of tokens if it never does."""
    depth = 0
    for place in range(index, len(tokens)):
        text = tokens[place].text
        if text == "{":
            depth += 1
        elif text == "}":
            depth -= 1
            if depth == 0:
                return place
    return len(tokens)


def argument(tokens: Sequence[Token], index: int) -> tuple[list[Token], int] | None:
    """The argument at or after `index`, without its braces, and the place behind it.

    A single token is an argument too. None if there is nothing, or a brace that never closes.
    """
    index = skip_spaces(tokens, index)
    if index >= len(tokens) or tokens[index].text == "}":
        return None
    if tokens[index].text != "{":
        return [tokens[index]], index + 1
    end = group_end(tokens, index)
    if end == len(tokens):
        return None
    return list(tokens[index + 1 : end]), end + 1


def bracketed(tokens: Sequence[Token], index: int) -> tuple[list[Token], int] | None:
    """The optional argument `[…]` at or after `index`, and the place behind it, if there is one."""
    start = skip_spaces(tokens, index)
    if start >= len(tokens) or tokens[start].text != "[":
        return None
    depth = 0
    for place in range(start + 1, len(tokens)):
        text = tokens[place].text
        if text == "]" and depth == 0:
            return list(tokens[start + 1 : place]), place + 1
        depth += (text == "{") - (text == "}")
        if depth < 0:
            return None
    return None


def rows(tokens: Sequence[Token]) -> Iterator[list[list[Token]]]:
    """The rows of a table's content, each a list of cells."""
    depth = 0
    row: list[list[Token]] = [[]]
    for token in tokens:
        kind, _ = environment(token)
        depth += (token.text == "{" or kind == "begin") - (token.text == "}" or kind == "end")
        if depth == 0 and token.text == "&":
            row.append([])
        elif depth == 0 and token.text in ("\\\\", "\\cr"):
            yield row
            row = [[]]
        else:
            row[-1].append(token)
    if any(not token.is_space for cell in row for token in cell):
        yield row
