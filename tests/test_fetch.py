"""What others say of a paper, played by a server of this machine with answers of their shape."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from apercu.fetch import PAUSE, Hosts, NotFetched, fetch_facts
from apercu.model import PaperId

# As info.arxiv.org/help/api shows it: namespaces, line breaks in titles, affiliations.
ARXIV = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=1706.03762</title>
  <entry>
    <id>http://arxiv.org/abs/1706.03762v7</id>
    <published>2017-06-12T17:57:34Z</published>
    <title>Attention Is
  All You Need: $O(n^2)$</title>
    <summary>  The dominant models &lt; others.
    </summary>
    <author><name>Ashish Vaswani</name></author>
    <author><name>Łukasz Kaiser</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/attention</arxiv:doi>
  </entry>
</feed>"""
UNKNOWN = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Error</title>
<summary>incorrect id format</summary></entry></feed>"""
# As api.crossref.org answers: texts as lists, JATS in the abstract.
CROSSREF = {
    "status": "ok",
    "message": {
        "title": ["Deep learning"],
        "author": [{"given": "Yann", "family": "LeCun", "sequence": "first"}, {"name": "A Lab"}],
        "issued": {"date-parts": [[2015, 5, 27]]},
        "container-title": ["Nature"],
        "abstract": "<jats:p>Deep learning allows.</jats:p>",
    },
}
CSL = {"title": "A dataset", "author": [{"family": "Roe", "given": "R."}], "issued": {}}
ACL = """@inproceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training",
    author = "Devlin, Jacob  and  Chang, Ming-Wei",
    booktitle = "Proceedings of NAACL",
    year = "2019", doi = "10.18653/v1/N19-1423",
}"""
# As docs.openreview.net describes notes: API 2 wraps each field, API 1 does not.
OPENREVIEW_2 = {
    "notes": [
        {
            "forum": "WNxlJJIEVj",
            "cdate": 1695338543021,
            "content": {
                "title": {"value": "Contrastive Diffuser"},
                "authors": {"value": ["Yixiang Shan", "Zhengbang Zhu"]},
                "abstract": {"value": "Applying diffusion."},
                "venue": {"value": "ICLR 2024 Conference Withdrawn Submission"},
            },
        }
    ]
}
OPENREVIEW_1 = {
    "notes": [
        {"cdate": 1569439210000, "content": {"title": "Fantastic Measures", "authors": ["Y. J."]}}
    ]
}
ANSWERS: dict[str, tuple[int, str]] = {
    "/api/query?id_list=1706.03762&max_results=1": (200, ARXIV),
    "/api/query?id_list=1706.99999&max_results=1": (200, UNKNOWN),
    "/api/query?id_list=1706.11111&max_results=1": (200, "<feed"),
    "/api/query?id_list=1706.22222&max_results=1": (429, "slow down"),
    "/api/query?id_list=1706.33333&max_results=1": (500, "oops"),
    "/api/query?id_list=1706.44444&max_results=1": (200, "silence"),
    "/api/query?id_list=1706.55555&max_results=1": (200, "half"),
    "/works/10.1038/nature14539": (200, json.dumps(CROSSREF)),
    "/works/10.5281/zenodo.1": (404, "Resource not found."),
    "/10.5281/zenodo.1": (200, json.dumps(CSL)),
    "/works/10.1000/odd": (200, "[1, 2]"),
    "/N19-1423.bib": (200, ACL),
    "/v2/notes?id=WNxlJJIEVj": (200, json.dumps(OPENREVIEW_2)),
    "/v2/notes?id=SJgIPJBFvH": (404, '{"name": "NotFoundError"}'),
    "/v1/notes?id=SJgIPJBFvH": (200, json.dumps(OPENREVIEW_1)),
    "/v2/notes?id=forbidden": (200, '{"notes": []}'),
    "/v1/notes?id=forbidden": (403, '{"name": "ForbiddenError"}'),
    "/v2/notes?id=nothing": (200, '{"notes": [{"content": {}}]}'),
}


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Hosts, list[tuple[str, str]]]]:
    """Where to ask, and what was asked: path and User-Agent."""
    seen: list[tuple[str, str]] = []
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers["User-Agent"]))
            status, text = ANSWERS.get(self.path, (404, ""))
            if text == "silence":
                done.wait()
                return
            self.send_response(status)
            self.end_headers()
            if text == "half":
                self.wfile.write(b"<feed")
                self.wfile.flush()
                done.wait()
                return
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        yield Hosts(here, here, here, here, (f"{here}/v2", f"{here}/v1")), seen
        done.set()
        server.shutdown()


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (
            "arxiv", "1706.03762",
            {"title": "Attention Is All You Need: $O(n^2)$", "year": "2017", "venue": "arXiv",
             "authors": ("Ashish Vaswani", "Łukasz Kaiser"), "arxiv": "1706.03762",
             "doi": "10.1000/attention", "abstract": "The dominant models < others."},
        ),
        (
            "doi", "10.1038/nature14539",
            {"title": "Deep learning", "authors": ("Yann LeCun", "A Lab"), "year": "2015",
             "venue": "Nature", "abstract": "Deep learning allows.", "doi": "10.1038/nature14539"},
        ),
        (
            "doi", "10.5281/zenodo.1",
            {"title": "A dataset", "authors": ("R. Roe",), "doi": "10.5281/zenodo.1"},
        ),
        (
            "openreview", "WNxlJJIEVj",
            {"title": "Contrastive Diffuser", "authors": ("Yixiang Shan", "Zhengbang Zhu"),
             "year": "2024", "venue": "ICLR", "openreview": "WNxlJJIEVj",
             "abstract": "Applying diffusion."},
        ),
        (
            "openreview", "SJgIPJBFvH",
            {"title": "Fantastic Measures", "authors": ("Y. J.",), "year": "2019",
             "openreview": "SJgIPJBFvH"},
        ),
        (
            "acl", "N19-1423",
            {"title": "BERT: Pre-training", "authors": ("Jacob Devlin", "Ming-Wei Chang"),
             "year": "2019", "venue": "Proceedings of NAACL", "acl": "N19-1423",
             "doi": "10.18653/v1/n19-1423"},
        ),
    ],
)  # fmt: skip
def test_a_paper_is_fetched_once_and_politely(
    asked: tuple[Hosts, list[tuple[str, str]]],
    tmp_path: Path,
    kind: str,
    value: str,
    expected: dict[str, object],
) -> None:
    hosts, seen = asked
    assert dict(fetch_facts(PaperId(kind, value), tmp_path, hosts)) == expected
    count = len(seen)
    assert seen[-1][1].startswith("apercu/")
    assert dict(fetch_facts(PaperId(kind, value), tmp_path, hosts)) == expected
    assert len(seen) == count


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("arxiv", "1706.99999", "arXiv knows no paper 1706.99999"),
        ("arxiv", "1706.11111", "arXiv answered with what is no XML"),
        ("arxiv", "1706.22222", "arXiv asks to wait a while"),
        ("arxiv", "1706.33333", "arXiv answered with the status 500"),
        ("doi", "10.1000/odd", "Crossref answered without a paper"),
        ("doi", "10.1000/nowhere", "doi.org knows no such paper"),
        ("acl", "N00-0000", "the ACL Anthology knows no such paper"),
        ("openreview", "unknown", "OpenReview knows no such paper"),
        ("openreview", "forbidden", "OpenReview answered with the status 403"),
        ("openreview", "nothing", "OpenReview answered without a title"),
        ("pmid", "1", "nobody is asked about an id of pmid"),
    ],
)
def test_what_cannot_be_fetched_is_said(
    asked: tuple[Hosts, list[tuple[str, str]]], tmp_path: Path, kind: str, value: str, why: str
) -> None:
    with pytest.raises(NotFetched, match=why):
        fetch_facts(PaperId(kind, value), tmp_path, asked[0])


def test_a_host_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFetched, match="arXiv cannot be reached: "):
        fetch_facts(PaperId("arxiv", "1706.03762"), tmp_path, Hosts(arxiv="http://127.0.0.1:1"))


def test_a_damaged_store_is_no_store(
    asked: tuple[Hosts, list[tuple[str, str]]], tmp_path: Path
) -> None:
    (tmp_path / "fetched.json").write_text("[" * 10, "utf-8")
    facts = dict(fetch_facts(PaperId("acl", "N19-1423"), tmp_path, asked[0]))
    assert facts["title"] == "BERT: Pre-training"


def test_arxiv_is_asked_once_in_three_seconds(
    asked: tuple[Hosts, list[tuple[str, str]]], tmp_path: Path
) -> None:
    rests: list[float] = []
    hosts = replace(asked[0], rest=rests.append)
    fetch_facts(PaperId("arxiv", "1706.03762"), tmp_path, hosts)
    assert rests == []
    # As if the last request were at this very moment, however slow this machine is.
    os.utime(tmp_path / "arxiv", (2**32, 2**32))
    with pytest.raises(NotFetched):
        fetch_facts(PaperId("arxiv", "1706.33333"), tmp_path, hosts)
    assert rests == [PAUSE]
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize("value", ["1706.44444", "1706.55555"])
def test_a_host_that_does_not_answer_is_given_up(
    asked: tuple[Hosts, list[tuple[str, str]]], tmp_path: Path, value: str
) -> None:
    hosts = replace(asked[0], seconds=0.2)
    with pytest.raises(NotFetched, match="it gave no answer for"):
        fetch_facts(PaperId("arxiv", value), tmp_path, hosts)
