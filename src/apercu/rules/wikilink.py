"""Links by name, as Obsidian and its like write them: `[[R-CNN]]`, `[[R-CNN#Loss|its loss]]`.

`![[figure.png]]` shows an image, wherever in the site it is. What leads to nothing is reported as
any other link; `[[1]]`, `[[PDF](x.pdf)]` and `[[text]](x)` are none.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from apercu.late import late
from apercu.model import NAMED
from apercu.text import slugify

_LINK = late(
    r"(?P<embeds>!)?\[\[(?P<name>[^\[\]|#\n]*)(?:#(?P<heading>[^\[\]|\n]*))?"
    r"(?:\|(?P<label>[^\[\]\n]*))?\]\](?![(\[])"
)
_IMAGE = late(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_SIZE = late(r"\d+(?:x\d+)?")


def wikilink_rule(md: MarkdownIt) -> None:
    """Teach `md` to read links by name, before it looks for its own."""
    md.inline.ruler.before("link", "wikilink", _wikilink)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("[[", "![["), state.pos):
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    if match is None or state.linkLevel > 0:
        return False
    name, label = match["name"].strip(), (match["label"] or "").strip()
    heading = (match["heading"] or "").strip()
    is_name = any(map(str.isalpha, name)) and not name.startswith("@")
    if not (is_name or (heading and not name)):
        return False
    if not silent:
        is_image = bool(match["embeds"] and _IMAGE.search(name))
        if is_image:
            _push_image(state, name, "" if _SIZE.fullmatch(label) else label)
        else:
            _push_link(state, name, heading, label)
    state.pos = match.end()
    return True


def _push_image(state: StateInline, name: str, label: str) -> None:
    token = state.push("image", "img", 0)
    token.attrs = {"src": f"{NAMED}{name}", "alt": ""}
    token.content = label
    token.children = [Token("text", "", 0, content=label)]


def _push_link(state: StateInline, name: str, heading: str, label: str) -> None:
    # `#^` names a paragraph of Obsidian's, which has no id with us.
    anchor = "" if not heading or heading.startswith("^") else f"#{heading}"
    target = f"{NAMED}{name}{anchor}" if name else f"#{slugify(heading)}"
    state.push("link_open", "a", 1).attrs = {"href": target}
    shown = label or (f"{name}\u00a0› {heading}" if name and anchor else name or heading)
    state.push("text", "", 0).content = shown
    state.push("link_close", "a", -1)
