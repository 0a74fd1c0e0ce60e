r"""Citations become holes for links to the papers that their keys name.

LaTeX's `\cite{a,b}`, `\citep`, `\citet`; Pandoc's `[@a; see @b, p. 3]`, `[-@a]` and `@a`;
`[[@a]]`, as tools that bring Zotero into Obsidian name the note of a paper; and an address of
arXiv, a DOI and their like that stands for itself.
"""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu.identity import read_id
from apercu.late import late
from apercu.model import Ref, RefKind
from apercu.plaintext import sentence_at
from apercu.record import Record
from apercu.sheet import Sheet, line_of, sheet_of

_CITE = late(
    r"\\(?P<command>cite[pt]?|parencite|textcite|autocite)\*?"
    r"(?:\[(?P<first>[^\[\]\n]*)\])?(?:\[(?P<second>[^\[\]\n]*)\])?\{(?P<keys>[^{}\\$]+)\}"
)
_TEXTUAL = ("citet", "textcite")
# Pandoc's manual, "Citation syntax": a key ends in a letter or digit, or stands in braces.
_KEY = r"(?:\{[^{}\s]+\}|[\w](?:[\w:.#$%&+?<>~/-]*[\w/])?)"
_ITEM = late(rf"(?P<before>[^@;\[\]]*?)(?P<hide>-?)@(?P<key>{_KEY})(?P<after>[^;\[\]]*)")
_GROUP = late(r"\[(?P<items>[^\[\]\n@]*@[^\[\]]*)\](?![(\[:])")
_HANDLE = late(rf"@(?P<key>{_KEY})")
_NOTE = late(rf"\[\[@(?P<key>{_KEY})(?:\|[^\[\]\n]*)?\]\](?![(\[])")


class _Item(Record):
    """One key of a citation, and what stands around it."""

    kind: RefKind
    key: str
    before: str = ""
    after: str = ""


def cite_rule(md: MarkdownIt) -> None:
    """Teach `md` to read citations."""
    md.inline.ruler.before("escape", "cite_latex", _latex)
    md.inline.ruler.before("link", "cite_pandoc", _pandoc)
    md.inline.ruler.before("link", "cite_handle", _handle)
    md.core.ruler.push("cite", _place)
    md.add_render_rule("cite", _render)


def _latex(state: StateInline, silent: bool) -> bool:
    match = _CITE.match(state.src, state.pos, state.posMax) if state.linkLevel == 0 else None
    keys = [key.strip() for key in match["keys"].split(",")] if match else []
    if match is None or not all(keys):
        return False
    first, second = match["first"] or "", match["second"]
    before, after = (first, second) if second is not None else ("", first)
    kind: RefKind = "citet" if match["command"] in _TEXTUAL else "cite"
    items = [_Item(kind, key) for key in keys]
    items[0] = _Item(kind, keys[0], before.strip())
    last = items[-1]
    items[-1] = _Item(kind, last.key, last.before, after.strip())
    return _push(state, silent, items, match.end())


def _pandoc(state: StateInline, silent: bool) -> bool:
    is_note = state.src.startswith("[[@", state.pos) and state.linkLevel == 0
    note = _NOTE.match(state.src, state.pos, state.posMax) if is_note else None
    if note:
        return _push(state, silent, [_Item("citet", note["key"].strip("{}"))], note.end())
    match = _GROUP.match(state.src, state.pos, state.posMax)
    if match is None or state.linkLevel > 0:
        return False
    items = []
    for part in match["items"].split(";"):
        item = _ITEM.fullmatch(part)
        if item is None or (item["before"][-1:].strip() and not item["hide"]):
            return False
        kind: RefKind = "citey" if item["hide"] else "cite"
        after = item["after"].strip().removeprefix(",").strip()
        items.append(_Item(kind, item["key"].strip("{}"), item["before"].strip(), after))
    return _push(state, silent, items, match.end())


def _handle(state: StateInline, silent: bool) -> bool:
    src, start = state.src, state.pos
    if src[start] != "@" or state.linkLevel > 0 or (start and _is_of_word(src[start - 1])):
        return False
    match = _HANDLE.match(src, start, state.posMax)
    if match is None:
        return False
    return _push(state, silent, [_Item("handle", match["key"].strip("{}"))], match.end())


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign in "._-+@/\\"


def _push(state: StateInline, silent: bool, items: list[_Item], end: int) -> bool:
    if not silent:
        token = state.push("cite", "", 0)
        token.meta["items"] = items
        # What it is if it turns out to be no citation; a real one says nothing in plain text.
        token.content = f"@{items[0].key}" if items[0].kind == "handle" else ""
    state.pos = end
    return True


def _place(state: StateCore) -> None:
    sheet = sheet_of(state.env)
    for block in state.tokens:
        if not block.children:
            continue
        kinds = {token.type for token in block.children}
        if "link_open" in kinds:
            block.children = _with_addresses(block.children)
        elif "cite" not in kinds:
            continue
        for index, token in enumerate(block.children):
            if token.type == "cite":
                sentence = sentence_at(block.children, index)
                token.meta["marks"] = [
                    _mark(sheet, item, line_of(block), sentence) for item in token.meta["items"]
                ]


def _with_addresses(tokens: list[Token]) -> list[Token]:
    """The tokens, in which an address of a paper that stands for itself is a citation."""
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        url = str(token.attrs.get("href", "")) if token.type == "link_open" else ""
        length = _length(tokens, index) if url else 0
        if length and read_id(url) is not None:
            items = [_Item("address", url)]
            done.append(Token("cite", "", 0, content=url, meta={"items": items}))
            index += length
        else:
            done.append(token)
            index += 1
    return done


def _length(tokens: list[Token], index: int) -> int:
    """How many tokens a link without words of its own is: a bare address, or `[](…)`."""
    kinds = [token.type for token in tokens[index : index + 3]]
    if kinds[:2] == ["link_open", "link_close"]:
        return 2
    is_bare = tokens[index].info == "auto" and tokens[index].markup == ""
    return 3 if is_bare and kinds == ["link_open", "text", "link_close"] else 0


def _mark(sheet: Sheet, item: _Item, line: int, sentence: str) -> str:
    return sheet.put(Ref(item.kind, item.key, sentence, sheet.find(item.key, line, is_key=True)))


def _render(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options
    items: list[_Item] = tokens[index].meta["items"]
    parts = []
    for item, mark in zip(items, tokens[index].meta["marks"], strict=True):
        before = f"{_words(item.before)} " if item.before else ""
        after = f", {_words(item.after)}" if item.after else ""
        parts.append(before + mark + after)
    if items[0].kind not in ("cite", "citey"):
        return ", ".join(parts)
    if sheet_of(env).numeric_citations:
        return f"[{', '.join(parts)}]"
    return f"({'; '.join(parts)})"


def _words(text: str) -> str:
    """What stands around a key: LaTeX's `pp.~3--4` as people read it."""
    return escape(text, quote=False).replace("--", "–").replace("~", "\u00a0")
