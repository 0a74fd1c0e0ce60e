"""A bare address of an image is the image; that of a video is a link that says so.

No frame of another site is ever put into a page.
"""

import re
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from apercu.late import late

_IMAGE = late(r"\.(?:avif|gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
_VIDEO = late(r"([^/]+\.(?:m4v|mov|mp4|ogv|webm))$", re.IGNORECASE)
_SITES = {"youtube.com": "YouTube", "youtu.be": "YouTube", "vimeo.com": "Vimeo"}
_FILM = late(r"/(?:watch$|embed/.|shorts/.|live/.|video/\d|\d{5}|[\w-]{11}$)")


def media_rule(md: MarkdownIt) -> None:
    """Look at every link that is nothing but its address, but for those in headings."""
    md.core.ruler.push("media", _look)


def _look(state: StateCore) -> None:
    if "://" not in state.src:
        return
    for index, token in enumerate(state.tokens):
        is_heading = index > 0 and state.tokens[index - 1].type == "heading_open"
        if token.type == "inline" and token.children and not is_heading:
            token.children = _embed(token.children)


def _embed(tokens: list[Token]) -> list[Token]:
    if not any(token.info == "auto" for token in tokens):
        return tokens
    done: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        is_bare = token.type == "link_open" and token.info == "auto" and token.markup == ""
        url = str(token.attrs.get("href", "")) if is_bare else ""
        parts = urlsplit(url)
        if _IMAGE.search(parts.path):
            done.append(_image(url, parts.netloc))
            index += 3
            continue
        name = _video_name(parts.netloc.lower(), parts.path)
        if name:
            tokens[index + 1].content = name
        done.append(token)
        index += 1
    return done


def _image(url: str, host: str) -> Token:
    alt = Token("text", "", 0, content=f"Image from {host}")
    image = Token("image", "img", 0, {"src": url, "alt": ""}, content=alt.content, children=[alt])
    image.meta["is_bare"] = True
    return image


def _video_name(host: str, path: str) -> str:
    """What a link to a video is called; empty for any other link."""
    file = _VIDEO.search(path)
    if file:
        return f"Video: {file[1]}"
    site = _SITES.get(re.sub(r"^(?:www|m|player)\.", "", host))
    return f"Video on {site}" if site and _FILM.match(path) else ""
