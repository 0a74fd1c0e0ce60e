"""Where a formula between dollars ends; Pandoc's rule, and the padded form that people write.

See the extension `tex_math_dollars` in Pandoc's manual.
"""

from apercu.late import late

_TEXT = late(
    r"\\(?:text[a-z]*|emph|[mhf]box|[rlc]lap|mathrm|operatorname|f?colorbox(?:\s*\{[^{}$]*\})+)\s*\{"
    r"|\\verb\*?(?P<fence>[^\w\s*{])"
)
_LOOKS_LIKE_MATH = late(r"[\\_^{}=]")
_SURELY_MATH = late(r"\\[a-zA-Z]|[_^]\{")

MOST_CHARACTERS = 5_000


def find_end(src: str, start: int) -> int | None:
    """The index of the dollar that closes the one at `start`; None if none does.

    A formula has no space behind its opener, none before its closer, and no digit behind that.
    It may have both spaces if it holds one of `\\ _ ^ { } =`, and one if it holds a command. It
    holds no dollar but in `\\text{…}` and its kin, and never crosses a blank line.
    """
    limit = min(len(src), start + MOST_CHARACTERS)
    blank = src.find("\n\n", start, limit)
    limit = blank if blank >= 0 else limit
    end = _next_dollar(src, start + 1, limit)
    return end if end is not None and _closes(src, start, end) else None


def find_double_end(src: str, start: int) -> int | None:
    """The index of the `$$` that closes the one at `start`; None if none does."""
    end = src.find("$$", start + 2)
    while end > 0 and src[end - 1] == "\\" and src[end - 2] != "\\":
        end = src.find("$$", end + 1)
    return end if end > start + 2 and src[start + 2 : end].strip() else None


def _closes(src: str, start: int, end: int) -> bool:
    tex = src[start + 1 : end]
    if not tex.strip() or src[end + 1 : end + 2].isdigit():
        return False
    padded = tex[0].isspace() + tex[-1].isspace()
    # On one side alone a space may be a slip, so it takes a surer sign of a formula.
    sign = (None, _SURELY_MATH, _LOOKS_LIKE_MATH)[padded]
    return sign is None or sign.search(tex) is not None


def _next_dollar(src: str, pos: int, limit: int) -> int | None:
    """The next dollar that is neither escaped nor inside text of the formula."""
    while True:
        end = src.find("$", pos, limit)
        if end < 0:
            return None
        behind = _behind_text(src, pos, end, limit)
        if behind is None and not _is_escaped(src, end):
            return end
        pos = behind or end + 1


def _behind_text(src: str, pos: int, end: int, limit: int) -> int | None:
    """The place behind the text that holds `end`; None if none does."""
    for text in _TEXT.finditer(src, pos, end):
        if text["fence"] is None:
            closing = _closing_brace(src, text.end(), limit)
        else:
            closing = src.find(text["fence"], text.end(), limit)
        if closing is not None and closing > end:
            return closing + 1
    return None


def _closing_brace(src: str, pos: int, limit: int) -> int | None:
    depth = 1
    for index in range(pos, limit):
        if src[index] == "{":
            depth += 1
        elif src[index] == "}":
            depth -= 1
            if depth == 0:
                return index
    return None


def _is_escaped(src: str, pos: int) -> bool:
    before = src[:pos] if pos < 64 else src[pos - 64 : pos]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1
