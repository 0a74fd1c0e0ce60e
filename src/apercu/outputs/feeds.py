"""Atom (RFC 4287) and JSON Feed 1.1, of the site, of each tag and of each writer.

Full text, absolute addresses, and no clock: what changed when is what the notes say. Undated notes
are in no feed, and without `base_url` there is none.
"""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from apercu.hole import hole
from apercu.late import late
from apercu.model import Summary
from apercu.place import absolute_url
from apercu.record import Record
from apercu.site import Paper, Shell, Site, Slot
from apercu.slot import feed_slot

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 cannot hold.
_UNFIT = late("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Item(Record):
    """A summary in a feed."""

    id: str
    """A `tag:` URI (RFC 4151), which stays when the note is edited or the site moves below its
    host. Its year is one in which the host may have been the owner's, as the RFC asks."""
    url: str
    title: str
    published: str
    """RFC 3339, midnight in UTC: notes know days."""
    updated: str
    writers: tuple[str, ...]
    tags: tuple[str, ...]
    tldr: str
    lang: str
    atom: Slot
    """Its text, like that in JSON."""
    json: Slot


def feed_files(site: Site) -> Iterator[Shell]:
    """`feed.xml` and `feed.json` of the site, `feed.xml` of each tag and writer."""
    if not site.base_url:
        return
    register_namespace("", _ATOM)
    dated = [
        (paper, summary)
        for paper in site.papers
        for summary in paper.summaries
        if summary.date and not summary.unlisted and not summary.draft and not summary.private
    ]
    dated.sort(key=lambda pair: (-_changed(pair[1]), pair[0].slug, pair[1].anchor))
    known: dict[str, _Item] = {}

    def items(pairs: Sequence[tuple[Paper, Summary]]) -> list[_Item]:
        chosen = pairs[: site.feeds_limit]
        for paper, summary in chosen:
            if summary.path not in known:
                known[summary.path] = _item(site, paper, summary)
        return [known[summary.path] for _, summary in chosen]

    newest = items(dated)
    yield _atom(site, "", site.title, newest)
    yield _json_feed(site, newest)
    by_url: dict[str, list[tuple[Paper, Summary]]] = {}
    for paper, summary in dated:
        for url in [t.url for t in paper.tags] + [w.page for w in summary.writers]:
            by_url.setdefault(url, []).append((paper, summary))
    for listing in (*site.by_tag, *site.by_writer):
        url, name = listing.term.url, listing.term.name
        if url in by_url:
            yield _atom(site, url, f"{name} · {site.title}", items(by_url[url]))


def _changed(summary: Summary) -> int:
    days = [day.toordinal() for day in (summary.date, summary.updated) if day]
    return max(days, default=0)


def _item(site: Site, paper: Paper, summary: Summary) -> _Item:
    assert summary.date is not None
    host = urlsplit(site.base_url).hostname or "localhost"
    updated = max(summary.date, summary.updated or summary.date)
    return _Item(
        id=f"tag:{host},2020:{paper.url}{summary.anchor}",
        url=f"{absolute_url(site.base_url, paper.url)}#{summary.anchor}",
        title=paper.title.plain,
        published=f"{summary.date.isoformat()}T00:00:00Z",
        updated=f"{updated.isoformat()}T00:00:00Z",
        writers=tuple(writer.name for writer in summary.writers) or (site.title,),
        tags=tuple(tag.name for tag in paper.tags),
        tldr=summary.tldr.plain if summary.tldr else "",
        lang=summary.lang or site.lang,
        atom=feed_slot(summary, paper.url, site.base_url, "atom"),
        json=feed_slot(summary, paper.url, site.base_url, "json"),
    )


def _atom(site: Site, url: str, title: str, items: Sequence[_Item]) -> Shell:
    host = urlsplit(site.base_url).hostname or "localhost"
    feed = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": site.lang})
    _add(feed, "title", title)
    if site.description and not url:
        _add(feed, "subtitle", site.description)
    _add(feed, "id", f"tag:{host},2020:feed/{url}")
    _add(feed, "updated", max((item.updated for item in items), default="1970-01-01T00:00:00Z"))
    _add(feed, "link", "", rel="alternate", href=absolute_url(site.base_url, url))
    _add(feed, "link", "", rel="self", href=absolute_url(site.base_url, f"{url}feed.xml"))
    _add(SubElement(feed, f"{{{_ATOM}}}author"), "name", site.title)
    _add(feed, "generator", "apercu")
    for number, item in enumerate(items):
        entry = SubElement(feed, f"{{{_ATOM}}}entry", {f"{{{_XML}}}lang": item.lang})
        _add(entry, "title", item.title)
        _add(entry, "id", item.id)
        _add(entry, "link", "", rel="alternate", href=item.url)
        _add(entry, "published", item.published)
        _add(entry, "updated", item.updated)
        for writer in item.writers:
            _add(SubElement(entry, f"{{{_ATOM}}}author"), "name", writer)
        for tag in item.tags:
            _add(entry, "category", "", term=tag)
        if item.tldr:
            _add(entry, "summary", item.tldr)
        _add(entry, "content", hole(number), type="html")
    text = tostring(feed, "unicode")
    head = "<?xml version='1.0' encoding='utf-8'?>\n"
    return Shell(f"{url}feed.xml", f"{head}{text}\n", tuple(item.atom for item in items))


def _add(parent: Element, name: str, text: str, **attributes: str) -> None:
    clean = {key: _UNFIT.sub("\ufffd", value) for key, value in attributes.items()}
    child = SubElement(parent, f"{{{_ATOM}}}{name}", clean)
    child.text = _UNFIT.sub("\ufffd", text) or None


def _json_feed(site: Site, items: Sequence[_Item]) -> Shell:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.title,
        "home_page_url": absolute_url(site.base_url, ""),
        "feed_url": absolute_url(site.base_url, "feed.json"),
        "description": site.description,
        "language": site.lang,
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "content_html": hole(number),
                "summary": item.tldr,
                "date_published": item.published,
                "date_modified": item.updated,
                "authors": [{"name": writer} for writer in item.writers],
                "tags": list(item.tags),
                "language": item.lang,
            }
            for number, item in enumerate(items)
        ],
    }
    text = json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
    return Shell("feed.json", text, tuple(item.json for item in items))
