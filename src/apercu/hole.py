"""Marks in a text where something is put in later: a link's address, a formula, an anchor.

The marks are Unicode noncharacters, which a text may not hold when it is exchanged, so `clean`
takes them out of what authors wrote and nobody can forge a hole.
"""

from collections.abc import Callable

from apercu.late import late

OPEN = "\ufdd0"
CLOSE = "\ufdd1"
ANCHOR = "\ufdd2"
"""Stands for the anchor of a summary on its page, in ids and in links to them."""
TRUSTED = "\ufdd3"
"""Begins an attribute value that is ours, not the author's; gone after cleaning."""

_HOLE = late(f"{OPEN}([0-9]+){CLOSE}")
_NONCHARACTERS = late("[\ufdd0-\ufdef\ufffe\uffff]")


def hole(number: int) -> str:
    """The mark for hole `number`, from 0."""
    return f"{OPEN}{number}{CLOSE}"


def fill(text: str, value: Callable[[int], str]) -> str:
    """`text` with each hole replaced by what `value` gives for its number."""
    return _HOLE.sub(lambda match: value(int(match[1])), text)


def clean(text: str) -> str:
    """`text` without noncharacters, so that no hole in it is the author's."""
    return text if text.isascii() else _NONCHARACTERS.sub("\ufffd", text)
