"""What a web page in the author's browser may try against a preview, all on one server.

Requests are written by hand, as no client would send them.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blackbox import apercu
from conftest import read_tree, write_tree
from test_serve import NOTES, WAIT, Server

UP = (
    "..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "..%00", "..;", "..%5c..", "..\\..",
    "%c0%ae%c0%ae", "%uff0e%uff0e", "．．", "....", ". .", "..%20", "%2e%2e%2f%2e%2e", "..%09",
)  # fmt: skip
TARGETS = ("secret.txt", "apercu.yml", "content/a.md")
PATHS = (
    *(f"/project/{up}/{target}" for up in UP for target in TARGETS),
    "/project//etc/passwd", "/project/%2fetc/passwd", "//etc/passwd", "/project/file:///etc/passwd",
    "/project/secret.txt", "/project/.env", "/project/.git/config", "/project/.apercu/notes.jsonl",
    "/project/_site/index.html", "/project/content/draft.md", "/project/papers/a-paper/../../secret.txt",
    "/project/papers/a-paper/..%2f..%2f..%2fsecret.txt", "/project/con", "/project/C:/secret.txt",
    "/../secret.txt", "/project/..", "/project/%00", "/project/" + "a" * 5_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = write_tree(tmp_path_factory.mktemp("up") / "site", {**NOTES, ".env": "hush"})
    write_tree(site, {"content/late.md": "---\ntitle: Late\ndraft: yes\n---\nDraft words.\n"})
    (site.parent / "secret.txt").write_text("hush", "utf-8")
    with closing(Server(site)) as server:
        yield server


def _ask(server: Server, request: bytes) -> bytes:
    """What comes back for these bytes; nothing if the server hangs up."""
    with socket.create_connection((server.host, server.port), timeout=WAIT) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
    return answer


def _get(server: Server, path: str, *headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Connection: close", *headers]
    if not any(line.lower().startswith("host:") for line in headers):
        lines.insert(1, f"Host: {server.host}:{server.port}")
    return _ask(server, ("\r\n".join(lines) + "\r\n\r\n").encode())


def _is_alive(server: Server) -> bool:
    return server.get("/project/papers/a-paper/")[0] == 200


@pytest.mark.row(36)
@pytest.mark.point(13)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: ascii(path)[:40])
def test_no_way_of_writing_a_path_leads_out(preview: Server, path: str) -> None:
    answer = _get(preview, path)
    status = answer.split(b" ", 2)[1:2]
    assert status in ([b"404"], [b"400"], [b"307"], [b"414"], []), answer[:200]
    assert b"hush" not in answer
    assert b"root:" not in answer
    assert b"# A paper" not in answer


@pytest.mark.row(37)
@pytest.mark.point(13)
@pytest.mark.parametrize(
    "host",
    ["evil.example.org", "evil.example.org:{port}", "127.0.0.1.evil.org", "localhost.evil.org",
     "evil.org@127.0.0.1", "0.0.0.0", "127.1", "[::]", "", "localhost evil.org", "127.0.0.1:x@evil"],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["/project/", "/project/papers/late/", "/project/__apercu__/events"]
)
def test_another_host_gets_nothing(preview: Server, host: str, path: str) -> None:
    answer = _get(preview, path, f"Host: {host.format(port=preview.port)}")
    assert answer.split(b" ", 2)[1:2] in ([b"400"], []), answer[:100]
    assert b"words" not in answer
    assert b"version" not in answer


@pytest.mark.row(37)
@pytest.mark.point(13)
def test_nothing_says_that_another_origin_may_read_it(preview: Server) -> None:
    for path in ("/project/", "/project/__apercu__/live.js", "/project/index.json"):
        answer = _get(preview, path, "Origin: https://evil.example.org").lower()
        assert b" 200 " in answer.split(b"\r\n")[0]
        assert b"access-control-" not in answer
    for method in ("OPTIONS", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "PATCH", "X"):
        request = f"{method} /project/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        answer = _ask(preview, request.encode())
        assert b"access-control-" not in answer.lower()
        assert not re.match(rb"HTTP/1.1 2", answer), method
    upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
               "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Origin: https://evil.org")  # fmt: skip
    assert b" 101 " not in _get(preview, "/project/__apercu__/events?x", *upgrade)[:20]


@pytest.mark.row(37)
@pytest.mark.point(13)
@pytest.mark.parametrize(
    "path",
    ["//evil.org", "/project//evil.org", "/project//evil.org/..", "/\\evil.org", "/project/\\evil.org",
     "/project/%2fevil.org", "/project/papers//evil.org", "//evil.org/project/papers/a-paper",
     "/project/papers/a-paper?//evil.org", "/project/papers/a-paper%0d%0aX: y"],
)  # fmt: skip
def test_no_redirect_leads_away(preview: Server, path: str) -> None:
    head = _get(preview, path).partition(b"\r\n\r\n")[0].decode()
    assert "X: y" not in head
    for location in re.findall(r"(?im)^location: *(.*)$", head):
        home = f"http://{preview.host}:{preview.port}/project/"
        assert location.startswith(("/project/", home)), location


@pytest.mark.row(37)
@pytest.mark.parametrize(
    "request_",
    [b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x00\xa5\x01" * 40,
     b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
     b"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
     b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n", b"GET /" + b"%" * 300, b"\x00" * 64],
    ids=lambda request: ascii(request)[:30],
)  # fmt: skip
def test_a_malformed_request_does_no_harm(preview: Server, request_: bytes) -> None:
    try:
        answer = _ask(preview, request_)
    except OSError:
        answer = b""
    assert b"Traceback" not in answer
    assert b" 500 " not in answer[:20]
    assert _is_alive(preview)


@pytest.mark.row(39)
def test_many_requests_beside_idle_and_half_ones_are_answered_whole(preview: Server) -> None:
    idle = [socket.create_connection((preview.host, preview.port)) for _ in range(40)]
    try:
        for connection in idle[::2]:
            connection.sendall(b"GET /project/ HTTP/1.1\r\nHost: loc")
        for _ in range(200):
            status, page, _ = preview.get("/project/papers/a-paper/")
            assert status == 200
            assert page.rstrip().endswith("</html>")
            assert "First words" in page
    finally:
        for connection in idle:
            connection.close()
    assert _is_alive(preview)


@pytest.mark.row(40)
def test_a_preview_writes_nothing_and_a_build_shows_nothing_of_it(tmp_path: Path) -> None:
    site = write_tree(tmp_path, NOTES)
    assert apercu("build", site).code == 0
    before = read_tree(site)
    with closing(Server(site)) as server:
        assert server.get("/project/papers/not-done/")[0] == 200
        (site / "content/a.md").write_text("---\nyear: x\n---\n", "utf-8")
        (site / "content/a.md").write_bytes(before["content/a.md"])
        assert server.stop() in (0, 130)
    assert read_tree(site) == before
    for name, content in read_tree(site / "_site").items():
        for trace in (b"localhost", b"127.0.0.1", b"__apercu__", b"Not done"):
            assert trace not in content, name


@pytest.mark.row(38)
@pytest.mark.point(14)
@pytest.mark.parametrize(
    ("name", "broken"),
    [("apercu.yml", "titel: x\n"), ("apercu.yml", "a: [\n"), ("content/a.md", "---\nyear: x\n---\n"),
     ("templates/paper.html", "{{ no }}"), ("templates/base.html", "{% if %}"),
     ("content/a.md", "\x00\ud800")],
)  # fmt: skip
def test_a_broken_edit_keeps_the_last_good_site(preview: Server, name: str, broken: str) -> None:
    site = preview.site
    path = site / name
    good = path.read_bytes() if path.exists() else None
    write_tree(site, {name: broken.encode("utf-8", "surrogatepass")})
    try:
        preview.listen()
        state = preview.state()
        while not state["report"]:
            state = preview.state()
        assert "AP" in state["report"]
        assert "First words" in preview.get("/project/papers/a-paper/")[1]
    finally:
        if good is None:
            path.unlink()
        else:
            path.write_bytes(good)
    while state["report"]:
        state = preview.state()
    assert _is_alive(preview)
