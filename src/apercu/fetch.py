"""What arXiv, Crossref, doi.org, OpenReview and the ACL Anthology say of a paper.

Polite: a name in every request, three seconds between two to arXiv (info.arxiv.org/help/api), a
time limit, and what was fetched is kept. What comes is data of strangers: it is read as text.
"""

import contextlib
import datetime as dt
import http.client
import json
import re
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from apercu import __version__
from apercu.imported import Facts
from apercu.library import read_library
from apercu.lock import make_cache_folder
from apercu.model import PaperId, Source
from apercu.record import Record

PAUSE = 3.0
"""Seconds between two requests to arXiv."""
_MOST_BYTES = 5_000_000
_AGENT = f"apercu/{__version__} (static site generator for paper summaries)"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


class NotFetched(Exception):
    """Why nothing is known of a paper: a sentence for a person."""


class Hosts(Record):
    """Where to ask."""

    arxiv: str = "https://export.arxiv.org"
    crossref: str = "https://api.crossref.org"
    doi: str = "https://doi.org"
    acl: str = "https://aclanthology.org"
    openreview: tuple[str, ...] = ("https://api2.openreview.net", "https://api.openreview.net")
    """The newer first; each knows only the papers of its time."""
    seconds: float = 10
    """How long to wait for an answer."""
    rest: Callable[[float], None] = time.sleep
    """Waits between two requests."""


_HOSTS = Hosts()


def fetch_facts(paper_id: PaperId, cache: Path, hosts: Hosts = _HOSTS) -> Facts:
    """Title, authors, year, venue, ids and abstract, as keys of front matter.

    `cache` is a folder for what was fetched. Raises NotFetched.
    """
    kept = _load(cache / "fetched.json")
    key = f"{paper_id.kind}:{paper_id.value}"
    if key in kept:
        return _facts(kept[key])
    readers = {"arxiv": _arxiv, "doi": _doi, "acl": _acl, "openreview": _openreview}
    reader = readers.get(paper_id.kind)
    if reader is None:
        raise NotFetched(f"nobody is asked about an id of {paper_id.kind}")
    found = reader(paper_id.value, hosts, cache)
    kept[key] = {name: value for name, value in found.items() if value}
    with contextlib.suppress(OSError):
        make_cache_folder(cache)
        (cache / "fetched.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
    return _facts(kept[key])


def _facts(found: object) -> Facts:
    """What was fetched or kept, as front matter; whatever is no text is left out."""
    facts: list[tuple[str, str | tuple[str, ...]]] = []
    for name, value in found.items() if isinstance(found, dict) else ():
        if isinstance(value, str):
            facts.append((name, " ".join(value.split())))
        elif isinstance(value, list):
            facts.append((name, tuple(" ".join(str(entry).split()) for entry in value)))
    return tuple(facts)


def _arxiv(value: str, hosts: Hosts, cache: Path) -> dict[str, object]:
    """By arXiv's API, whose answer is Atom."""
    _wait(cache / "arxiv", hosts.rest)
    text = _get(hosts, f"{hosts.arxiv}/api/query?id_list={quote(value)}&max_results=1", "arXiv")
    try:
        entry = ET.fromstring(text).find(f"{_ATOM}entry")
    except ET.ParseError:
        raise NotFetched("arXiv answered with what is no XML") from None
    title = entry.findtext(f"{_ATOM}title", "") if entry is not None else ""
    if entry is None or not title or title.strip() == "Error":
        raise NotFetched(f"arXiv knows no paper {value}")
    names = [author.findtext(f"{_ATOM}name", "") for author in entry.findall(f"{_ATOM}author")]
    return {
        "title": title,
        "authors": [name for name in names if name],
        "year": entry.findtext(f"{_ATOM}published", "")[:4],
        "venue": "arXiv",
        "arxiv": value,
        "doi": entry.findtext(f"{_ARXIV}doi", ""),
        "abstract": entry.findtext(f"{_ATOM}summary", ""),
    }


def _doi(value: str, hosts: Hosts, cache: Path) -> dict[str, object]:
    """By Crossref, else by content negotiation, which other registrars answer, too."""
    del cache
    address = quote(value, safe="/")
    try:
        message = _json(_get(hosts, f"{hosts.crossref}/works/{address}", "Crossref")).get("message")
    except NotFetched:
        kind = "application/vnd.citationstyles.csl+json"
        message = _json(_get(hosts, f"{hosts.doi}/{address}", "doi.org", kind))
    if not isinstance(message, dict):
        raise NotFetched("Crossref answered without a paper")
    return {**_from_csl(message), "doi": value}


def _from_csl(item: dict[str, object]) -> dict[str, object]:
    """Of CSL-JSON, in which Crossref writes some texts as lists."""

    def text(name: str) -> str:
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return re.sub(r"<[^>]*>", "", value) if isinstance(value, str) else ""

    authors = item.get("author")
    names = [
        f"{a.get('given', '')} {a.get('family', '')}".strip() or str(a.get("name", ""))
        for a in (authors if isinstance(authors, list) else [])
        if isinstance(a, dict)
    ]
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    year = parts[0][0] if isinstance(parts, list) and parts and parts[0] else ""
    return {
        "title": text("title"),
        "authors": [name for name in names if name],
        "year": str(year or ""),
        "venue": text("container-title"),
        "abstract": text("abstract"),
    }


def _acl(value: str, hosts: Hosts, cache: Path) -> dict[str, object]:
    """By the BibTeX beside each paper of the Anthology."""
    del cache
    answer = _get(hosts, f"{hosts.acl}/{quote(value)}.bib", "the ACL Anthology")
    text = answer.decode("utf-8", "replace")
    entries = read_library(Source("fetched.bib", text)).entries
    if not entries:
        raise NotFetched("the ACL Anthology answered with what is no BibTeX")
    claims = entries[0].claims
    ids = {paper_id.kind: paper_id.value for paper_id in claims.ids}
    return {
        "title": claims.title.plain if claims.title else "",
        "authors": list(claims.authors),
        "year": str(claims.year or ""),
        "venue": claims.venue or "",
        "acl": value,
        "doi": ids.get("doi", ""),
        "abstract": claims.abstract.plain if claims.abstract else "",
    }


def _openreview(value: str, hosts: Hosts, cache: Path) -> dict[str, object]:
    """By OpenReview's API: the newer one wraps each field in `{"value": …}`."""
    del cache
    notes: object = None
    for number, host in enumerate(hosts.openreview, 1):
        try:
            notes = _json(_get(hosts, f"{host}/notes?id={quote(value)}", "OpenReview")).get("notes")
        except NotFetched:
            if number == len(hosts.openreview):
                raise
        if notes:
            break
    note = notes[0] if isinstance(notes, list) and notes else None
    content = note.get("content") if isinstance(note, dict) else None
    if not isinstance(note, dict) or not isinstance(content, dict):
        raise NotFetched("OpenReview knows no such paper")
    bare = {k: v.get("value") if isinstance(v, dict) else v for k, v in content.items()}
    title, venue, names = bare.get("title"), bare.get("venue"), bare.get("authors")
    if not isinstance(title, str):
        raise NotFetched("OpenReview answered without a title")
    # "ICLR 2024 poster": the year, and what stands before it.
    dated = re.match(r"(.+?) (\d{4})\b", venue) if isinstance(venue, str) else None
    return {
        "title": title,
        "authors": [n for n in names if isinstance(n, str)] if isinstance(names, list) else [],
        "year": dated[2] if dated else _year(note.get("pdate") or note.get("cdate")),
        "venue": dated[1] if dated else venue if isinstance(venue, str) else "",
        "openreview": value,
        "abstract": bare.get("abstract") if isinstance(bare.get("abstract"), str) else "",
    }


def _year(milliseconds: object) -> str:
    """Of a time since 1970; empty if it is none."""
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 4e12:
        return ""
    return str(dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).year)


def _get(hosts: Hosts, url: str, who: str, kind: str = "*/*") -> bytes:
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT, "Accept": kind})
    try:
        with urllib.request.urlopen(request, timeout=hosts.seconds) as answer:
            return bytes(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        error.close()
        why = {404: "knows no such paper", 429: "asks to wait a while"}.get(error.code)
        raise NotFetched(f"{who} {why or f'answered with the status {error.code}'}") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(f"{who} cannot be reached: {_cause(error, hosts)}") from None


def _cause(error: Exception, hosts: Hosts) -> str:
    """Why a host did not answer, in a few words."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return f"it gave no answer for {hosts.seconds:g} s"
    words = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return words.lower()[:100]


def _json(text: bytes) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotFetched("the answer is no JSON") from None
    return found if isinstance(found, dict) else {}


def _load(path: Path) -> dict[str, object]:
    """What was fetched before; nothing if the file is missing or damaged."""
    try:
        return _json(path.read_bytes())
    except (OSError, NotFetched):
        return {}


def _wait(stamp: Path, rest: Callable[[float], None]) -> None:
    """Until three seconds after the last request to arXiv from this site."""
    with contextlib.suppress(OSError):
        if stamp.exists():
            rest(max(0.0, min(PAUSE, stamp.stat().st_mtime + PAUSE - time.time())))
        make_cache_folder(stamp.parent)
        stamp.touch()
