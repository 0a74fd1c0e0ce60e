"""What others say of a paper, played by a server of this machine with answers of their shape."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from apercu.build import check_site
from apercu.commands.new import command
from apercu.fetch import Hosts, NotFetched, fetch_facts
from apercu.model import PaperId
from apercu.outcome import BuildOptions
from conftest import write_tree

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
ANSWERS: dict[str, tuple[int, str]] = {
    "/api/query?id_list=1706.03762&max_results=1": (200, ARXIV),
    "/api/query?id_list=1706.99999&max_results=1": (200, UNKNOWN),
    "/api/query?id_list=1706.11111&max_results=1": (200, "<feed"),
    "/api/query?id_list=1706.22222&max_results=1": (429, "slow down"),
    "/api/query?id_list=1706.33333&max_results=1": (500, "oops"),
    "/works/10.1038/nature14539": (200, json.dumps(CROSSREF)),
    "/works/10.5281/zenodo.1": (404, "Resource not found."),
    "/10.5281/zenodo.1": (200, json.dumps(CSL)),
    "/works/10.1000/odd": (200, "[1, 2]"),
    "/N19-1423.bib": (200, ACL),
}


@pytest.fixture(scope="module")
def asked() -> Iterator[tuple[Hosts, list[tuple[str, str]]]]:
    """Where to ask, and what was asked: path and User-Agent."""
    seen: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers["User-Agent"]))
            status, text = ANSWERS.get(self.path, (404, ""))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        yield Hosts(here, here, here, here), seen
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


def new(site: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(command, [*arguments, "--site", str(site)])
    return result.exit_code, result.stdout, result.stderr or str(result.exception or "")


KEPT = {"arxiv:1706.03762": {"title": 'A "quoted": title', "authors": ["A B"], "year": "2017",
                             "venue": "arXiv", "arxiv": "1706.03762"}}  # fmt: skip


def test_a_note_is_made_of_what_was_fetched_and_builds(tmp_path: Path) -> None:
    write_tree(tmp_path, {".apercu/fetched.json": json.dumps(KEPT), "apercu.yml": ""})
    for name in ("https://arxiv.org/abs/1706.03762v5", "arXiv:1706.03762"):
        code, out, _ = new(tmp_path, name)
        (note,) = (tmp_path / "content").iterdir()
        if code == 0:
            assert out == f"{note}\n"
    text = note.read_text("utf-8")
    assert text.startswith('---\ntitle: "A \\"quoted\\": title"\nauthors: ["A B"]\nyear: 2017\n')
    assert "\nslug: a-quoted-title\n" in text
    assert check_site(BuildOptions(tmp_path, tmp_path / "_site")).diagnostics == ()


def test_a_paper_that_is_here_is_said_and_a_second_summary_offered(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/x.md": "---\ntitle: X\narxiv: '1706.03762'\n---\nText.\n"})
    write_tree(tmp_path, {".apercu/fetched.json": json.dumps(KEPT)})
    code, out, err = new(tmp_path, "1706.03762")
    assert (code, out) == (1, "")
    assert "content/x.md is about this paper already" in err
    code, out, _ = new(tmp_path, "1706.03762", "--second")
    assert (code, Path(out.strip()).name) == (0, "a-quoted-title-2.md")


def test_a_key_of_the_library_is_enough(tmp_path: Path) -> None:
    write_tree(tmp_path, {"content/l.bib": "@article{vaswani2017, title={Attention}, year=2017}"})
    code, out, _ = new(tmp_path, "vaswani2017")
    assert code == 0
    assert '\npaper: "vaswani2017"\n' in Path(out.strip()).read_text("utf-8")
    assert check_site(BuildOptions(tmp_path, tmp_path / "_site")).diagnostics == ()
