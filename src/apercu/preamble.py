"""What the body of a note says about its paper: a title, a link, a date, a tl;dr.

Most collections have no front matter, so the forms that people really use are read from the text.
What is taken is blanked out, line by line, so that nothing is shown twice and every line below
keeps its number.
"""

import datetime as dt
import re
from collections.abc import Sequence

from msgspec import Struct, field

from apercu.late import late
from apercu.names import has_more, split_names
from apercu.url import is_web_url


class Preamble(Struct):
    """What was found; empty values for what was not."""

    title: str = ""
    authors: tuple[str, ...] = ()
    et_al: bool = False
    year: int | None = None
    venue: str = ""
    date: dt.date | None = None
    tldr: str = ""
    tldr_line: int = 1
    """Line of the body, from 1."""
    tags: tuple[str, ...] = ()
    urls: list[tuple[str, str]] = field(default_factory=list)
    """Label and address of links to the paper itself; "" for the paper, "Code" for its code."""
    wrong_urls: list[str] = field(default_factory=list)
    """Addresses of the title that are none of the web."""
    body: str = ""
    """The text without what was taken; the same number of lines."""


HEAD_LINES = 40
"""How far from the top metadata is looked for. The longest head of 910 real notes has 22 lines."""

_URL = r"<?(?P<url>https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*)>?"
_HEADING = late(r"(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*")
_LINKED = late(r"\[(?P<text>.+)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)\]?")
_TRAILING_LINK = late(
    r"[ \t]*\[\[?(?P<what>arxiv|pdf|paper|code)\]\((?P<url>https?://[^()\s]+)\)\]?[ \t]*$",
    re.IGNORECASE,
)
_MONTH = late(r"[_*](?P<month>[A-Z][a-z]{2,8})\.?,?[ \t]+(?P<year>\d{4})[_*]")
_TLDR = late(
    r"(?:#{1,6}[ \t]+)?(?P<mark>\*\*|__|[*_])?tl\s?;?\s?dr(?![a-z])(?P<rest>[^\n]*)", re.IGNORECASE
)
_ITEM = late(
    r"[*+-][ \t]+(?:\*\*|__)(?P<key>[A-Za-z ]+?):?(?:\*\*|__)[ \t]*:?[ \t]*(?P<value>.*\S)[ \t]*"
)
_PAPER_LINK = late(
    r"(?:[*+-][ \t]+)?(?:link to (?:the )?)?\[(?:link to (?:the )?)?"
    r"(?P<what>paper|article|pdf|arxiv|code|implementation)(?: link)?\]"
    r"\((?P<url>https?://[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)[.,]?[ \t]*",
    re.IGNORECASE,
)
_BARE_LINK = late(
    r"(?:[*+-][ \t]+)?(?:\**(?:paper|arxiv|pdf|link|url|doi)\**[ \t]*:?\**[ \t]*:?[ \t]*)?"
    rf"{_URL}[ \t]*",
    re.IGNORECASE,
)
_FENCE = late(r" {0,3}(```|~~~)")
_SECTIONS = frozenset(
    [
        "abstract",
        "introduction",
        "summary",
        "notes",
        "note",
        "overview",
        "contents",
        "background",
        "motivation",
        "problem",
        "tldr",
        "tl;dr",
        "idea",
        "method",
        "results",
        "conclusion",
        "key-points",
        "key",
    ]
)
"""First words of headings that name a part of a note, not a paper."""

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_preamble(text: str, title: str = "", *, wants_tldr: bool = True) -> Preamble:
    """Read the head of `text`; `title` is what the front matter says already.

    A first heading is the title if there is none yet, and goes if it repeats it.
    """
    lines = text.split("\n")
    found = Preamble()
    _take_title(lines, found, title)
    for number, line in _open_lines(lines):
        if number < HEAD_LINES:
            _take_item(lines, number, line, found)
            _take_month(lines, number, found)
            if "://" in line:
                _take_bare_link(lines, number, found)
        if "](" in line:
            _take_paper_link(lines, number, found)
        if wants_tldr and not found.tldr and number < HEAD_LINES:
            _take_tldr(lines, number, found)
    found.body = "\n".join(lines)
    return found


def _open_lines(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Lines outside fenced code, with their index."""
    found = []
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif not fence:
            found.append((number, line))
    return found


def _take_title(lines: list[str], found: Preamble, title: str) -> None:
    for number, line in _open_lines(lines[:HEAD_LINES]):
        if not line.strip():
            continue
        match = _HEADING.fullmatch(line)
        underline = lines[number + 1] if number + 1 < len(lines) else ""
        is_setext = bool(re.fullmatch(r"={3,}[ \t]*", underline))
        text = match["text"] if match else line.strip()
        text, urls = _without_links(text) if match else (text, [])
        linked = _LINKED.fullmatch(text)
        if match is None and not is_setext and linked is None:
            if _is_metadata(line):
                continue
            return
        words = plain(linked["text"] if linked else text)
        is_title = words != "" and words.lower().split()[0].strip(":") not in _SECTIONS
        if title and words.casefold() != title.casefold():
            return
        if match and len(match["marks"]) > 2 and linked is None:
            return
        if not is_title or (match is None and not is_setext and _PAPER_LINK.fullmatch(line)):
            return
        found.title = words
        found.urls += urls
        if linked and is_web_url(linked["url"]):
            found.urls.append(("", linked["url"]))
        elif linked:
            found.wrong_urls.append(linked["url"])
        lines[number] = ""
        if is_setext:
            lines[number + 1] = ""
        return


def _without_links(heading: str) -> tuple[str, list[tuple[str, str]]]:
    """A heading without `[[arXiv](url)]` behind the title, and those links."""
    urls: list[tuple[str, str]] = []
    while match := _TRAILING_LINK.search(heading):
        if match.start() == 0:
            break
        label = "Code" if match["what"].lower() == "code" else ""
        urls.append((label, match["url"]))
        heading = heading[: match.start()]
    return heading, urls


def _is_metadata(line: str) -> bool:
    return bool(_ITEM.fullmatch(line) or _MONTH.fullmatch(line) or _BARE_LINK.fullmatch(line))


def plain(text: str) -> str:
    """A title without Markdown's marks; math stays."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    parts = re.split(r"(\$[^$]+\$)", text)
    parts[::2] = [re.sub(r"\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)", "", part) for part in parts[::2]]
    return " ".join("".join(parts).split())


def _take_item(lines: list[str], number: int, line: str, found: Preamble) -> None:
    match = _ITEM.fullmatch(line)
    if match is None:
        return
    key, value = match["key"].strip().lower(), match["value"]
    linked = _LINKED.search(value)
    url = linked["url"] if linked else value.strip("<>")
    if key == "title" and not found.title:
        found.title = plain(linked["text"] if linked else value)
        if linked:
            found.urls.append(("", url))
    elif key in {"author", "authors"}:
        found.authors, found.et_al = split_names(plain(value)), has_more(plain(value))
    elif key in {"link", "url", "paper", "arxiv", "pdf"} and url.startswith("http"):
        found.urls.append(("", url))
    elif key in {"code", "implementation"} and url.startswith("http"):
        found.urls.append(("Code", url))
    elif key in {"tags", "keywords"}:
        found.tags = tuple(tag.strip(" #") for tag in plain(value).split(",") if tag.strip(" #"))
    elif key in {"year"} and re.fullmatch(r"\d{4}", value):
        found.year = int(value)
    elif key in {"venue", "conference", "journal"}:
        found.venue = plain(value)
    else:
        return
    lines[number] = ""


def _take_month(lines: list[str], number: int, found: Preamble) -> None:
    match = _MONTH.fullmatch(lines[number].strip())
    if match is None or found.date is not None:
        return
    month = match["month"][:3].lower()
    if month in _MONTHS:
        found.date = dt.date(int(match["year"]), _MONTHS.index(month) + 1, 1)
        lines[number] = ""


def _take_paper_link(lines: list[str], number: int, found: Preamble) -> None:
    match = _PAPER_LINK.fullmatch(lines[number])
    if match is None or _has_children(lines, number):
        return
    label = "Code" if match["what"].lower() in {"code", "implementation"} else ""
    if label not in (known for known, _ in found.urls):
        found.urls.append((label, match["url"]))
        lines[number] = ""


def _take_bare_link(lines: list[str], number: int, found: Preamble) -> None:
    match = _BARE_LINK.fullmatch(lines[number])
    is_paper = match and re.search(
        r"arxiv\.org|doi\.org|openreview\.net|aclanthology", match["url"]
    )
    if match and is_paper and not found.urls:
        found.urls.append(("", match["url"]))
        lines[number] = ""


def _has_children(lines: Sequence[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 :] if line.strip()), "")
    return bool(re.match(r"\s+[*+-]\s", following))


def _take_tldr(lines: list[str], number: int, found: Preamble) -> None:
    match = _TLDR.match(lines[number])
    if match is None:
        return
    rest = match["rest"]
    if match["mark"]:
        rest = rest.replace(match["mark"], "", 1)
    rest = re.sub(r"^[\s:;.,-]+", "", rest).rstrip()
    end = number + 1
    if not rest:
        end = next((k for k in range(end, len(lines)) if lines[k].strip()), end)
    taken = [rest] if rest else []
    found.tldr_line = end + (0 if rest else 1)
    while end < len(lines) and lines[end].strip() and not re.match(r"\s*([#>*+-]|```)", lines[end]):
        taken.append(lines[end].strip())
        end += 1
    if not taken:
        return
    found.tldr = " ".join(taken)
    lines[number:end] = [""] * (end - number)
