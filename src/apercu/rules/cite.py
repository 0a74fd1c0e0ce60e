r"""`\cite{key}` and its kin become holes for links to the papers of those keys.

`\cite{a,b}` and `\citep` stand in parentheses, `\citet` in the sentence; `[see][p. 3]` before the
keys is what stands around them.
"""

import re
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.model import Ref, RefKind
from apercu.sheet import line_of, sheet_of

_CITE = re.compile(
    r"\\(?P<command>cite[pt]?|parencite|textcite|autocite)\*?"
    r"(?:\[(?P<first>[^\[\]\n]*)\])?(?:\[(?P<second>[^\[\]\n]*)\])?\{(?P<keys>[^{}\\$]+)\}"
)
_TEXTUAL = ("citet", "textcite")


def cite_rule(md: MarkdownIt) -> None:
    """Teach `md` to read LaTeX's commands for citations."""
    md.inline.ruler.before("escape", "cite", _tokenize)
    md.core.ruler.push("cite", _place)
    md.add_render_rule("cite", _render)


def _tokenize(state: StateInline, silent: bool) -> bool:
    match = _CITE.match(state.src, state.pos, state.posMax)
    keys = [key.strip() for key in match["keys"].split(",")] if match else []
    if match is None or not all(keys):
        return False
    if not silent:
        token = state.push("cite", "", 0)
        first, second = match["first"] or "", match["second"]
        before, after = (first, second) if second is not None else ("", first)
        token.meta = {
            "keys": keys,
            "is_textual": match["command"] in _TEXTUAL,
            "before": before.strip(),
            "after": after.strip().replace("--", "–"),
        }
    state.pos = match.end()
    return True


def _place(state: StateCore) -> None:
    sheet = sheet_of(state.env)
    for block in state.tokens:
        for token in block.children or []:
            if token.type == "cite":
                kind: RefKind = "citet" if token.meta["is_textual"] else "cite"
                token.meta["marks"] = [
                    sheet.put(Ref(kind, key, "", sheet.find(key, line_of(block))))
                    for key in token.meta["keys"]
                ]


def _render(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    meta = tokens[index].meta
    before = f"{escape(meta['before'])} " if meta["before"] else ""
    after = f", {escape(meta['after'])}" if meta["after"] else ""
    if meta["is_textual"]:
        return before + ", ".join(meta["marks"]) + after
    return f"({before}{'; '.join(meta['marks'])}{after})"
