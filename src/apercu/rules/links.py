"""Addresses of links and images: ours become holes, unsafe ones go, the rest is written out."""

from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from apercu import hole
from apercu.plaintext import plain_of, sentence_at
from apercu.sheet import Sheet, line_of, sheet_of

_DECIDED = frozenset(["link_open", "image", "figure_open"])


def links_rule(md: MarkdownIt) -> None:
    """Decide about every address of a note, in the order of the text."""
    md.core.ruler.push("links", _decide)
    md.add_render_rule("image", _image)


def _decide(state: StateCore) -> None:
    for token in state.tokens:
        children = token.children or []
        if any(child.type in _DECIDED for child in children):
            _decide_in(children, line_of(token), state.env)


def _decide_in(tokens: list[Token], line: int, env: object) -> None:
    sheet = sheet_of(env)
    for index, token in enumerate(tokens):
        if token.type == "link_open" and token.meta.get("zoom"):
            image = tokens[index + 1]
            _show(image, line, sheet)
            address = sheet.zoom(str(image.attrs["src"]))
            token.attrs = {"href": address} if address else {}
        elif token.type == "link_open":
            written = str(token.attrs.pop("href", ""))
            if tokens[index + 1].type == "link_close":
                tokens.insert(index + 1, Token("text", "", 0, content=written))
            address = sheet.address(written, "link", line)
            if address.startswith(hole.OPEN):
                sheet.add_sentence(address, sentence_at(tokens, index))
            title = token.attrs.pop("title", None)
            token.attrs = {"href": address} if address else {}
            if title:
                token.attrs["title"] = str(title)
        elif token.type == "image" and not tokens[index - 1].meta.get("zoom"):
            _show(token, line, sheet)
        elif token.type == "figure_open":
            sheet.extra_words += 12


def _show(image: Token, line: int, sheet: Sheet) -> None:
    image.attrs["src"] = sheet.address(str(image.attrs.get("src", "")), "image", line)


def _image(
    self: RendererProtocol, tokens: list[Token], index: int, options: OptionsDict, env: object
) -> str:
    del self, options, env
    token = tokens[index]
    alt = plain_of(Token("inline", "", 0, children=token.children))
    source = str(token.attrs["src"])
    if not source:
        return escape(alt)
    return image_tag(source, alt, str(token.attrs.get("title", "")))


def image_tag(source: str, alt: str, title: str) -> str:
    """The `<img>` for an address, or for a hole that brings the attributes of a file of ours."""
    titled = f' title="{escape(title)}"' if title else ""
    if hole.OPEN in source:
        return f'<img src="{source}" alt="{escape(alt)}"{titled}>'
    return (
        f'<img src="{escape(source)}" alt="{escape(alt)}"{titled}'
        ' loading="lazy" decoding="async" referrerpolicy="no-referrer">'
    )
