r"""Formulas in a text of ShortScience, whose authors wrote two backslashes for one."""

import re

from apercu.late import late

_FORMULA = late(r"\$\$.+?\$\$|\$[^$]+\$|\\\\\(.+?\\\\\)|\\\\\[.+?\\\\\]", re.DOTALL)
_RUN = late(r"\\{3,5}(?!\\)(?P<letter>(?=[A-Za-z]))?")
_DOUBLED = late(r"\\\\(?=[!,;:{}|%$#&_])")


def halve_backslashes(text: str) -> tuple[str, int]:
    r"""`text` with `\\` for each doubled row end in its formulas, and how many formulas changed.

    A doubled sign such as `\\!` is single where no row can end: outside of environments.
    """
    changed = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal changed
        tex = _RUN.sub(_row_end, match[0])
        if "\\begin" not in tex and not match[0].startswith("\\"):
            tex = _DOUBLED.sub(r"\\", tex)
        changed += tex != match[0]
        return tex

    return _FORMULA.sub(mend, text), changed


def _row_end(match: re.Match[str]) -> str:
    """Four end a row, three do so with a slip; before a letter an odd one is a command's."""
    length = len(match[0])
    begins_command = match["letter"] is not None and length % 2 == 1
    return "\\\\" + ("\\" if begins_command else "")
