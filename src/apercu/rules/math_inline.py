"""Formulas in a text: between dollars, in backslashed brackets, and bare environments."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from apercu.dollar import find_double_end, find_end
from apercu.late import late
from apercu.sheet import sheet_of

_BRACKETS = (
    ("\\\\(", "\\\\)", "math_inline"),
    ("\\\\[", "\\\\]", "math_display"),
    ("\\(", "\\)", "math_inline"),
    ("\\[", "\\]", "math_display"),
)
_ENVIRONMENT = late(
    r"\\begin\{((?:align|alignat|equation|gather|multline|eqnarray|displaymath|math)\*?)\}"
)


def math_inline_rule(md: MarkdownIt) -> None:
    """Teach `md` to read formulas in a text; nothing inside them is touched."""
    md.inline.ruler.before("escape", "math_dollar", _dollar)
    md.inline.ruler.before("escape", "math_bracket", _bracket)


def _dollar(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "$":
        return False
    if src.startswith("$`", start):
        end = src.find("`$", start + 2)
        if end > start + 2:
            return _push(state, silent, "math_inline", src[start + 2 : end], end + 2)
    if src.startswith("$$", start):
        end = find_double_end(src, start) or -1
        if end < 0:
            return False
        sheet = sheet_of(state.env)
        kind = (
            "math_inline" if sheet.kramdown_math and not _is_alone(state, end) else "math_display"
        )
        return _push(state, silent, kind, src[start + 2 : end], end + 2)
    if start and src[start - 1] == "$":
        return False
    end = find_end(src, start) or -1
    if end < 0:
        return False
    return _push(state, silent, "math_inline", src[start + 1 : end], end + 1)


def _bracket(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "\\":
        return False
    for opener, closer, kind in _BRACKETS:
        if not src.startswith(opener, start):
            continue
        end = src.find(closer, start + len(opener))
        tex = src[start + len(opener) : end]
        if end > 0 and tex.strip() and "\n\n" not in tex:
            return _push(state, silent, kind, tex, end + len(closer))
    match = _ENVIRONMENT.match(src, start)
    if match is None:
        return False
    closer = f"\\end{{{match[1]}}}"
    end = src.find(closer, match.end())
    if end < 0:
        return False
    return _push(state, silent, "math_display", src[start : end + len(closer)], end + len(closer))


def _is_alone(state: StateInline, end: int) -> bool:
    return not state.src[: state.pos].strip() and not state.src[end + 2 :].strip()


def _push(state: StateInline, silent: bool, kind: str, tex: str, end: int) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = tex
    state.pos = end
    return True
