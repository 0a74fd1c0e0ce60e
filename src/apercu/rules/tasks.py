"""`- [ ] to do` and `- [x] done` become signs with a name, not form controls."""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from apercu.hole import TRUSTED

_SIGNS = {"[ ] ": "open", "[x] ": "done", "[X] ": "done"}


def tasks_rule(md: MarkdownIt) -> None:
    """Teach `md` to read the boxes of task lists."""
    md.core.ruler.push("tasks", _mark)


def _mark(state: StateCore) -> None:
    for item, inline in zip(state.tokens, state.tokens[2:], strict=False):
        if item.type != "list_item_open" or inline.type != "inline" or not inline.children:
            continue
        first = inline.children[0]
        meaning = _SIGNS.get(first.content[:4]) if first.type == "text" else None
        if meaning is None:
            continue
        item.attrSet("class", f"{TRUSTED}task")
        first.content = first.content[4:]
        sign = type(first)("task_sign", "span", 0)
        sign.info = meaning
        inline.children = [sign, *inline.children]
