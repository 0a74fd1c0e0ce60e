"""The text of a new note: what is known of its paper, and room for what its writer thinks of it."""

from apercu.imported import Facts, front_matter
from apercu.late import late
from apercu.model import Source
from apercu.split import split_note

_KEY = late(r"([A-Za-z_][\w-]*)\s*:\s*(.*)")


def note_text(facts: Facts, own: Facts, template: str = "") -> str:
    """A note with `facts` of the paper and `own` fields of the note, in that order.

    What a template says stands instead of a field that is empty or of the writer's own; its other
    lines and its body follow. Its `date:` with nothing after it is that of `own`.
    """
    split, _ = split_note(Source("", template))
    known = {key for key, value in facts if value}
    blocks = {key: lines for key, lines in _blocks(split.front or "") if key not in known}
    if _is_empty(blocks.get("date", [])):
        blocks.pop("date", None)
    lines = []
    for key, value in (*facts, *own):
        lines += blocks.pop(key, []) or front_matter(((key, value),), keep_empty=True)
    lines += [line for rest in blocks.values() for line in rest]
    body = split.body.strip("\n") if template else ""
    return "\n".join(["---", *lines, "---", "", body]) + ("\n" if body else "")


def _is_empty(lines: list[str]) -> bool:
    """Whether a key has no value; a comment is none."""
    match = _KEY.fullmatch(lines[0]) if len(lines) == 1 else None
    return match is not None and not match[2].partition("#")[0].strip()


def _blocks(front: str) -> list[tuple[str, list[str]]]:
    """The lines of each key, with the comments above it and what is indented below it."""
    blocks: list[tuple[str, list[str]]] = []
    above: list[str] = []
    for line in front.splitlines():
        key = _KEY.match(line)
        if key:
            blocks.append((key[1], [*above, line]))
            above = []
        elif line.startswith("#"):
            above.append(line)
        elif blocks and line.strip():
            blocks[-1][1].append(line)
    return blocks
