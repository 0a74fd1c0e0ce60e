r"""Labels, tags and references of a note: what the engine asks of them, and what it gives.

It takes only letters and digits in `\label` and `\tag`, and a `\tag` only in an environment that
is numbered. So labels are spelled out, and a tag that is more than a word is put in afterwards.
"""

import html
import re
from collections.abc import Callable, Sequence

from apercu.late import late
from apercu.mathml.dig import Snippet, dig
from apercu.mathml.formula import FormulaError, MathProblem
from apercu.mathml.lexer import Token, argument, environment, skip_spaces, text_of, tokens_of
from apercu.mathml.rewrite import rewrite

_STARTS = ("equation", "align", "gather", "multline")
_PLACES = frozenset(name + star for name in _STARTS for star in ("", "*"))
"""The environments in which a number may stand."""
_REFERENCES = frozenset(["\\ref", "\\eqref"])
COMMANDS = _REFERENCES | {"\\label", "\\tag"}
_WORD = late(r"[A-Za-z0-9.: -]+")
_ODD = late("[^A-Za-z0-9:.]")
_TAG = late(r"(\(?)apercu\.tag\.(\d+)(\)?)")
_UNKNOWN = late(r'<a href="#([^"]*)">(\(?\?\?\)?)</a>')


class Numbering:
    """What the formulas of one note know of each other."""

    def __init__(self, id_prefix: str) -> None:
        self.id_prefix = id_prefix
        self.names: dict[str, str] = {}
        """Labels as their author wrote them, by what the engine is given for them."""
        self.labelled: set[str] = set()
        self.tags: list[tuple[Snippet, bool]] = []
        """What each tag shows, and whether it stands without parentheses."""

    def prepare(self, tokens: list[Token], display: bool) -> tuple[list[Token], MathProblem | None]:
        """The tokens with labels and tags that the engine takes, and what to warn of."""
        is_numbered = any(environment(token)[1] in _PLACES for token in tokens)
        has_tag = any(token.text == "\\tag" for token in tokens)
        if has_tag and display and not is_numbered:
            begin = tokens_of(r"\begin{align*}", tokens[0].at)
            tokens = [*begin, *tokens, *tokens_of(r"\end{align*}", tokens[-1].at)]
            is_numbered = True
        done: list[Token] = []
        problem: MathProblem | None = None
        index = 0
        while index < len(tokens):
            token = tokens[index]
            index += 1
            if token.text == "\\tag":
                new, index = self._tag(tokens, index, token)
                done += new
            elif token.text not in COMMANDS:
                done.append(token)
            else:
                label, index = _braces(tokens, index, token)
                name = text_of(label).strip()
                odd = self._odd_label(token, name, is_numbered)
                problem = problem or odd
                if odd is None:
                    done += tokens_of(f"{token.text}{{{self._spell(name)}}}", token.at)
        return done, problem

    def _odd_label(self, token: Token, name: str, is_numbered: bool) -> MathProblem | None:
        """What is wrong with a label, which is then left out."""
        if token.text != "\\label":
            return None
        if not is_numbered:
            return MathProblem(
                "`\\label` stands in a formula that has no number",
                token.at,
                len(token.text),
                "write it between `\\begin{equation}` and `\\end{equation}`",
            )
        if name in self.labelled:
            return MathProblem(
                f"two equations are labelled `{name}`",
                token.at,
                len(token.text),
                "choose another name for one of them",
            )
        self.labelled.add(name)
        return None

    def _spell(self, name: str) -> str:
        """The label as the engine takes it, and as an id may be: `a_b` is `a-5f-b`."""
        spelled = _ODD.sub(lambda match: f"-{ord(match[0]):x}-", name)
        self.names[spelled] = name
        return spelled

    def _tag(self, tokens: Sequence[Token], index: int, token: Token) -> tuple[list[Token], int]:
        star = skip_spaces(tokens, index)
        is_bare = star < len(tokens) and tokens[star].text == "*"
        content, index = _braces(tokens, star + 1 if is_bare else index, token)
        name = text_of(content).strip()
        if not is_bare and _WORD.fullmatch(name):
            return tokens_of(f"\\tag{{{name}}}", token.at), index
        text = [Token("\\text", token.at), Token("{", token.at), *content, Token("}", token.at)]
        self.tags.append((dig(rewrite(text), display=False), is_bare))
        return tokens_of(f"\\tag{{apercu.tag.{len(self.tags) - 1}}}", token.at), index

    def finish(self, mathml: str, show: Callable[[Snippet], str]) -> tuple[str, str | None]:
        """The MathML with its tags put in, and the label of the first reference to nothing."""

        def tag(match: re.Match[str]) -> str:
            number = int(match[2])
            if number >= len(self.tags):
                return match[0]
            snippet, is_bare = self.tags[number]
            content = f"<math>{show(snippet)}</math>"
            return content if is_bare else match[1] + content + match[3]

        if self.tags:
            mathml = _TAG.sub(tag, mathml)
        unknown = _UNKNOWN.search(mathml)
        if unknown is None:
            return mathml, None
        spelled = html.unescape(unknown[1]).removeprefix(self.id_prefix)
        return _UNKNOWN.sub(r"\2", mathml), self.names.get(spelled, spelled)


def _braces(tokens: Sequence[Token], index: int, token: Token) -> tuple[list[Token], int]:
    found = argument(tokens, index)
    if found is None:
        raise FormulaError(f"`{token.text}` lacks its name in braces", token.at)
    return found
