"""Files for machines are valid, agree with the pages, and say nothing that is not published."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin

import pytest
from msgspec.structs import replace

from apercu.build import build_site
from apercu.library import read_library
from apercu.model import Source
from apercu.outcome import BuildOptions
from apercu.outputs import sitemap
from apercu.place import file_of
from conftest import read_tree, write_tree
from sites import SITE, WIDE

BASE = "https://notes.example.org/p/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NOTES = {
    "apercu.yml": "title: Notes & more\ndescription: All <of> it\nauthor: Ada\n",
    "content/a.md": (
        "---\ntitle: 'On $\\ell_1$ & more'\nauthors: [Ann B. Author]\nyear: 2020\nvenue: JMLR\n"
        "doi: 10.1000/AB(C)\narxiv: '1706.03762'\nauthor: Jane\ndate: 2026-11-02\n"
        "updated: 2026-11-05\ntags: [nlp]\nrating: 4\nslug: on-l1-more\ntldr: It & works.\n---\n"
        "See $x < y$, [b](b.md), [there](#end), \\cite{1706.03762} and ![p](p.svg).\n\n## End\n"
    ),
    "content/b.md": "---\ntitle: B\ndate: 2026-11-03\ntags: nlp\n---\nCites \\cite{1706.03762}.\n",
    "content/undated.md": "---\ntitle: Undated\n---\nText.\n",
    "content/unlisted.md": "---\ntitle: Hidden one\nunlisted: true\ndate: 2026-11-04\n---\nText.\n",
    "content/private.md": "---\ntitle: Secret one\nprivate: true\ndate: 2026-11-04\n---\nText.\n",
    "content/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>',
    "content/pages/about.md": "# About\n\nUs.\n",
}
DEEP = "papers/on-l1-more/"


def build(folder: Path, base_url: str | None = BASE) -> dict[str, bytes]:
    write_tree(folder, dict(NOTES))
    outcome = build_site(BuildOptions(folder, folder / "_site", base_url=base_url))
    assert outcome.diagnostics == ()
    return read_tree(folder / "_site")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(tmp_path_factory.mktemp("site"))


def test_without_a_base_url_nothing_absolute_is_made(tmp_path: Path) -> None:
    made = build(tmp_path, None)
    assert {"feed.xml", "feed.json", "sitemap.xml", "robots.txt"}.isdisjoint(made)
    pages = [content for name, content in made.items() if name.endswith((".html", ".json"))]
    assert not any(BASE.encode() in content for content in pages)


def test_the_atom_feed_has_what_rfc_4287_asks_for(files: dict[str, bytes]) -> None:
    names = [name for name in files if name.endswith("feed.xml")]
    assert sorted(names) == ["by/ada/feed.xml", "by/jane/feed.xml", "feed.xml", "tags/nlp/feed.xml"]
    for name in names:
        feed = ET.fromstring(files[name])
        for thing in (feed, *feed.findall(f"{ATOM}entry")):
            for required in ("id", "title", "updated"):
                (element,) = thing.findall(f"{ATOM}{required}")
                assert element.text
            dt.datetime.fromisoformat(thing.findtext(f"{ATOM}updated", ""))
            assert thing.find(f"{ATOM}author/{ATOM}name") is not None
        (own,) = (link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
        assert own.get("href") == BASE + name
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert len(ids) == len(set(ids)) > 0


def test_a_feed_has_the_newest_first_and_credits_the_writers(files: dict[str, bytes]) -> None:
    feed = ET.fromstring(files["feed.xml"])
    first, second = feed.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "On ℓ1 & more"
    assert first.findtext(f"{ATOM}author/{ATOM}name") == "Jane"
    assert first.findtext(f"{ATOM}published") == "2026-11-02T00:00:00Z"
    assert first.findtext(f"{ATOM}updated") == "2026-11-05T00:00:00Z"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-05T00:00:00Z"
    assert second.findtext(f"{ATOM}author/{ATOM}name") == "Ada"


class Addresses(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_a_feed_has_the_full_text_with_absolute_addresses(files: dict[str, bytes]) -> None:
    feed = json.loads(files["feed.json"])
    content = feed["items"][0]["content_html"]
    addresses = Addresses(content).found
    assert all(address.startswith("https://") for address in addresses)
    assert f"{BASE}{DEEP}p.svg" in addresses
    assert f"{BASE}{DEEP}#jane-end" in addresses
    assert f"{BASE}papers/b/#ada" in addresses
    assert content.count("<math") == 1
    assert "<annotation" not in content
    assert "</math><code hidden>x &lt; y</code>" in content
    assert 'class="card"' not in content


def test_the_json_feed_is_one(files: dict[str, bytes]) -> None:
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == BASE
    for item in feed["items"]:
        assert {"id", "url", "title", "content_html", "date_published"} <= item.keys()


def test_what_is_not_listed_is_in_no_file_for_machines(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if not name.startswith("papers/hidden-one/"):
            assert b"Hidden one" not in content, name
        assert b"Secret one" not in content, name
    assert b"Undated" not in files["feed.xml"]


def test_every_url_of_the_sitemap_is_a_page_that_may_be_indexed(files: dict[str, bytes]) -> None:
    urls = [loc.text or "" for loc in ET.fromstring(files["sitemap.xml"]).iter(f"{SITEMAP}loc")]
    assert len(urls) == len(set(urls))
    for url in urls:
        page = files[file_of(url.removeprefix(BASE))]
        assert b"noindex" not in page
    assert f"{BASE}{DEEP}" in urls
    assert f"{BASE}about/" in urls
    assert f"Sitemap: {BASE}sitemap.xml" in files["robots.txt"].decode()


def test_a_large_sitemap_is_cut_into_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "MOST_URLS", 5)
    made = build(tmp_path)
    parts = [loc.text or "" for loc in ET.fromstring(made["sitemap.xml"]).iter(f"{SITEMAP}loc")]
    assert len(parts) > 2
    counts = [len(list(ET.fromstring(made[p.removeprefix(BASE)]))) for p in parts]
    assert max(counts) == 5


def test_a_sitemap_of_50001_papers_keeps_the_limits_of_the_protocol() -> None:
    papers = tuple(replace(WIDE, slug=f"paper-{number}") for number in range(50_001))
    site = replace(SITE, papers=papers, base_url=BASE)
    files = sitemap.sitemap_files(site)
    made = {file.url: file.content for file in files if isinstance(file.content, bytes)}
    assert set(made) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "robots.txt"}
    index = ET.fromstring(made["sitemap.xml"])
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [loc.text for loc in index.iter(f"{SITEMAP}loc")]
    assert parts == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]
    urls = []
    for name in ("sitemap-1.xml", "sitemap-2.xml"):
        found = [loc.text for loc in ET.fromstring(made[name]).iter(f"{SITEMAP}loc")]
        assert len(found) <= 50_000
        assert len(made[name]) < 50 * 1024**2
        urls += found
    assert len(urls) == len(set(urls))
    assert {f"{BASE}{paper.url}" for paper in papers} < set(urls)
    assert f"Sitemap: {BASE}sitemap.xml" in made["robots.txt"].decode()


def test_the_index_and_the_ids_lead_to_pages(files: dict[str, bytes]) -> None:
    papers = json.loads(files["index.json"])["papers"]
    assert [paper["title"] for paper in papers] == ["B", "On ℓ1 & more", "Undated"]
    assert all(file_of(paper["url"]) in files for paper in papers)
    ids = json.loads(files["ids.json"])
    assert ids == {"arxiv:1706.03762": DEEP, "doi:10.1000/ab(c)": DEEP}
    # What a server looks for that is asked for `/id/doi/10.1000/ab%28c%29/`.
    redirect = files[unquote("id/doi/10.1000/ab%28c%29/index.html")].decode()
    target = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', redirect)
    assert [urljoin("/id/doi/10.1000/ab%28c%29/", url) for url in target] == [f"/{DEEP}"]


def test_papers_that_would_have_one_key_are_all_in_the_library(tmp_path: Path) -> None:
    front = "---\ntitle: {}\nauthors: [Ann Author]\nyear: 2020\n---\nText.\n"
    names = ["The end", "The middle", "The start"]
    write_tree(tmp_path, {f"content/{name}.md": front.format(name) for name in names})
    (tmp_path / "content" / "nobody.md").write_text("---\ntitle: The void\n---\nText.\n")
    build_site(BuildOptions(tmp_path, tmp_path / "_site"))
    found = read_tree(tmp_path / "_site")
    items = json.loads(found["library.json"])
    assert {item["title"] for item in items} == {*names, "The void"}
    assert len({item["id"] for item in items}) == 4
    entries = read_library(Source("library.bib", found["library.bib"].decode())).entries
    assert [entry.key for entry in entries] == [item["id"] for item in items]


def test_a_citekey_is_among_the_ids_but_has_no_page(tmp_path: Path) -> None:
    note = "---\ntitle: A\npaper: lee2020\ndoi: 10.1000/x\n---\nText.\n"
    write_tree(tmp_path, {"content/a.md": note})
    assert build_site(BuildOptions(tmp_path, tmp_path / "_site")).published
    files = read_tree(tmp_path / "_site")
    known = {"citekey:lee2020": "papers/a/", "doi:10.1000/x": "papers/a/"}
    assert json.loads(files["ids.json"]) == known
    assert [url for url in files if url.startswith("id/")] == ["id/doi/10.1000/x/index.html"]


def test_the_note_itself_is_beside_its_page(files: dict[str, bytes]) -> None:
    assert files[f"{DEEP}jane.md"].decode() == NOTES["content/a.md"]


class Head(HTMLParser):
    """Metas, the text of JSON-LD and the titles of COinS of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.coins: list[str] = []
        self.json_ld = ""
        self.is_json = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in known:
            self.metas.append((known["name"], known["content"]))
        if known.get("class") == "Z3988":
            self.coins.append(known["title"])
        self.is_json = known.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.is_json:
            self.json_ld += data

    def handle_endtag(self, _: str) -> None:
        self.is_json = False


@pytest.fixture(scope="module")
def head(files: dict[str, bytes]) -> Head:
    return Head(files[f"{DEEP}index.html"].decode())


def test_json_ld_credits_the_writer_with_the_review_and_the_authors_with_the_paper(
    head: Head,
) -> None:
    (review,) = json.loads(head.json_ld)["@graph"]
    assert review["@type"] == "Review"
    assert review["url"] == f"{BASE}{DEEP}#jane"
    assert [author["name"] for author in review["author"]] == ["Jane"]
    assert review["reviewRating"]["ratingValue"] == 4
    article = review["itemReviewed"]
    assert (article["@type"], article["name"]) == ("ScholarlyArticle", "On ℓ1 & more")
    assert [author["name"] for author in article["author"]] == ["Ann B. Author"]
    assert "https://arxiv.org/abs/1706.03762" in article["sameAs"]


def test_the_metas_are_those_of_google_scholar(head: Head) -> None:
    metas = [meta for meta in head.metas if meta[0].startswith("citation_")]
    assert metas == [
        ("citation_title", "On ℓ1 & more"),
        ("citation_author", "Ann B. Author"),
        ("citation_publication_date", "2020"),
        ("citation_journal_title", "JMLR"),
        ("citation_doi", "10.1000/ab(c)"),
        ("citation_arxiv_id", "1706.03762"),
    ]


def test_coins_name_the_paper(head: Head) -> None:
    (coins,) = map(parse_qs, head.coins)
    assert coins["ctx_ver"] == ["Z39.88-2004"]
    assert coins["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert coins["rft.atitle"] == ["On ℓ1 & more"]
    assert coins["rft_id"] == ["info:doi/10.1000/ab(c)", "info:arxiv/1706.03762"]


def test_what_a_page_says_to_social_networks(files: dict[str, bytes]) -> None:
    page = files[f"{DEEP}index.html"].decode()
    found = dict(re.findall(r'<meta property="(og:[^"]*)" content="([^"]*)">', page))
    assert found == {
        "og:type": "article",
        "og:title": "On ℓ1 &amp; more",
        "og:description": "It &amp; works.",
        "og:site_name": "Notes &amp; more",
        "og:url": f"{BASE}{DEEP}",
    }


def test_pages_name_their_feeds(files: dict[str, bytes]) -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="{}"'
    assert link.format("feed.xml") in files["index.html"].decode()
    tag = files["tags/nlp/index.html"].decode()
    assert link.format("../../feed.xml") in tag
    assert link.format("../../tags/nlp/feed.xml") in tag
