"""markdown-it's loops over its rules, which look at a character before they try any.

Only rules that can begin with it are called, in their order, so what comes out is the same.
A rule that `STARTS` does not know is tried wherever markdown-it would try it.
"""

import re
from collections.abc import Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from apercu.late import late

STARTS: Mapping[str, str] = {
    "newline": "\n",
    "math_dollar": "$",
    "math_bracket": "\\",
    "cite_latex": "\\",
    "kramdown_span": "{",
    "escape": "\\",
    "bare_url": ":",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "cite_pandoc": "[",
    "wikilink": "[!",
    "cite_handle": "@",
    "link": "[",
    "image": "!",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters with which what an inline rule matches begins."""
BLOCK_STARTS: Mapping[str, str] = {
    "math_block": "$\\",
    "fence": "`~",
    "blockquote": ">",
    "kramdown": "{",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
"""The first characters, behind its indent, of a line with which a block begins."""
_ASCII = "".join(map(chr, range(0x21, 0x7F)))


def look_first(md: MarkdownIt) -> None:
    """Have `md`, whose rules are all installed, try only those that may match."""
    md.inline = _Inline(md.inline)
    md.block = _Block(md.block)


class _Inline(ParserInline):
    def __init__(self, stock: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = stock.ruler, stock.ruler2
        self.terminator_re = stock.terminator_re
        pairs = zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True)
        rules = [(name, rule) for name, rule in pairs if name != "text"]
        is_known = all(name in STARTS for name, _ in rules)
        anywhere = [] if is_known else self.terminator_re.findall(_ASCII)
        signs = sorted({*"".join(STARTS.values()), *anywhere})
        self._rules: dict[str, Sequence[RuleFuncInlineType]] = {
            sign: tuple(rule for name, rule in rules if sign in STARTS.get(name, sign))
            for sign in signs
        }
        # No rule begins with `]`, but the end of a link is looked for from one run to the next.
        self._stop = late("[" + re.escape("".join({*signs, "]"})) + "]")

    def skipToken(self, state: StateInline) -> None:  # noqa: N802  # markdown-it's name
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        if state.level >= state.md.options["maxNesting"]:
            state.pos = state.posMax + 1
        elif not self._skip_text(state):
            state.level += 1
            if not any(rule(state, True) for rule in self._rules.get(state.src[pos], ())):
                state.pos += 1
            state.level -= 1
        state.cache[pos] = state.pos

    def tokenize(self, state: StateInline) -> None:
        src, end = state.src, state.posMax
        deepest = state.md.options["maxNesting"]
        while state.pos < end:
            pos = state.pos
            if state.level < deepest:
                if self._skip_text(state):
                    state.append_pending(src[pos : state.pos])
                    continue
                if any(rule(state, False) for rule in self._rules.get(src[pos], ())):
                    continue
            state.append_pending(src[state.pos])
            state.pos += 1
        if state.pending:
            state.pushPending()

    def _skip_text(self, state: StateInline) -> bool:
        """Pass over what no rule begins with."""
        stop = self._stop.search(state.src, state.pos, state.posMax)
        pos = stop.start() if stop else state.posMax
        if pos == state.pos:
            return False
        state.pos = pos
        return True

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if src and self._stop.search(src) is None:
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        return super().parse(src, md, env, tokens)


class _Block(ParserBlock):
    def __init__(self, stock: ParserBlock) -> None:
        super().__init__()
        self.ruler = stock.ruler
        names, self._all = self.ruler.get_active_rules(), tuple(self.ruler.getRules(""))
        self._rules: dict[str, Sequence[RuleFuncBlockType]] = {
            sign: tuple(
                rule
                for name, rule in zip(names, self._all, strict=True)
                if sign in BLOCK_STARTS.get(name, sign)
            )
            for sign in _ASCII
        }

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        line = startLine
        has_empty_lines = False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            if state.level >= state.md.options.maxNesting:
                state.line = endLine
                break
            first = state.src[state.bMarks[line] + state.tShift[line]]
            for rule in self._rules.get(first, self._all):
                if rule(state, line, endLine, False):
                    break
            state.tight = not has_empty_lines
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                has_empty_lines = True
            if line < endLine and state.isEmpty(line):
                has_empty_lines = True
                line += 1
                state.line = line
