"""A preview shows every change at once, keeps the last good site, and answers nobody else."""

import asyncio
import http.client
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

import pytest

from apercu.address import listen
from apercu.diagnostic import ApercuError
from apercu.serve import base_path
from conftest import absent, write_tree

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTES: dict[str, str | bytes] = {
    "apercu.yml": "title: Notes\nbase_url: https://a.example.org/project/\n",
    "content/a.md": "# A paper\n\nFirst words, ![p](p.svg)\n",
    "content/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>',
    "content/draft.md": "---\ndraft: true\ntitle: Not done\n---\nText.\n",
    "secret.txt": "hush",
}
WAIT = 20
"""Seconds until a test gives up; nothing waits that long when all is well."""


class Server:
    """`apercu serve` as a process, and a reader of its events."""

    def __init__(self, site: Path, *options: str) -> None:
        self.site = site
        command = [sys.executable, "-u", "-m", "apercu", "serve", str(site), *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: Queue[str] = Queue()
        self.states: Queue[dict[str, Any]] = Queue()
        self.threads = [threading.Thread(target=self._read, daemon=True)]
        self.threads[0].start()
        while True:
            line = self.lines.get(timeout=WAIT)
            match = re.match(r"serving http://([\d.]+):(\d+)(\S+)", line)
            if match:
                break
        self.host, self.port, self.base = match[1], int(match[2]), match[3]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def get(self, path: str, host: str = "") -> tuple[int, str, dict[str, str]]:
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=WAIT)) as connection:
            connection.putrequest("GET", path, skip_host=bool(host))
            if host:
                connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, text, dict(answer.getheaders())

    def listen(self) -> None:
        """Gather the states that a page would be told of."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=WAIT)
        connection.request("GET", f"{self.base}__apercu__/events")

        def read() -> None:
            # When the server ends, what it was saying ends in the middle.
            ends = suppress(OSError, ValueError, http.client.HTTPException)
            with closing(connection), ends, connection.getresponse() as answer:
                for line in answer:
                    if line.startswith(b"data: "):
                        self.states.put(json.loads(line[6:]))

        self.threads.append(threading.Thread(target=read, daemon=True))
        self.threads[-1].start()

    def state(self) -> dict[str, Any]:
        return self.states.get(timeout=WAIT)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=WAIT)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(write_tree(tmp_path / "site", NOTES))
    with closing(started):
        yield started


@pytest.mark.row(40)
def test_what_a_build_would_show_is_served_under_its_path(server: Server, tmp_path: Path) -> None:
    assert server.base == "/project/"
    status, page, headers = server.get("/project/papers/a-paper/")
    assert (status, "First words" in page) == (200, True)
    assert headers["cache-control"] == "no-store"
    assert server.get("/project/papers/a-paper/p.svg")[2]["content-type"] == "image/svg+xml"
    assert "Draft" in server.get("/project/papers/not-done/")[1]
    assert server.get("/project/papers/a-paper")[2]["location"] == "/project/papers/a-paper/"
    assert server.get("/")[2]["location"] == "/project/"
    status, page, _ = server.get("/project/nowhere/")
    assert (status, "<h1>" in page) == (404, True)
    assert not (tmp_path / "site" / "_site").exists()
    assert not (tmp_path / "site" / ".apercu").exists()


DOTS = (
    "..",
    "%2e%2e",
    "%2E.",
    ".%2e",
    "%252e%252e",
    "..%00",
    "..;",
    "%c0%ae%c0%ae",
    "%uff0e%uff0e",
)
SLASHES = ("/", "%2f", "%2F", "\\", "%5c", "%252f", "%c0%af", "//", "/./")


@pytest.mark.row(36)
def test_no_file_on_the_disk_is_served(server: Server) -> None:
    ways = [f"{dots}{slash}" for dots in DOTS for slash in SLASHES]
    paths = [f"/project/{way}secret.txt" for way in ways]
    paths += [f"/project/papers/a-paper/{way * 3}secret.txt" for way in ways]
    plain = (
        "/etc/passwd",
        "secret.txt",
        "content/a.md",
        ".apercu",
        "apercu.yml",
        "%00",
        "file:///x",
    )
    paths += [f"/project/{name}" for name in plain]
    for path in [*paths, "/../secret.txt", "//evil.example.org/", "/project//evil.example.org/"]:
        status, text, headers = server.get(path)
        assert status in (404, 307), path
        assert not {"hush", "root:"} & set(text.split()), path
        assert headers.get("location", "/project/").startswith("/project/"), path


@pytest.mark.row(39)
def test_malformed_and_idle_connections_do_no_harm(server: Server) -> None:
    waiting = []
    post = b"POST /project/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
    many = b"GET /project/ HTTP/1.1\r\n" + b"a: b\r\n" * 20_000
    for sent in (b"", b"GET /project/ HT", b"\x00\xff\r\n\r\n", b"GET  \r\n\r\n", many, post):
        connection = socket.create_connection((server.host, server.port), timeout=WAIT)
        with suppress(OSError):
            connection.sendall(sent)
        waiting.append(connection)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(server.get, ["/project/papers/a-paper/"] * 200))
    assert {status for status, _, _ in pages} == {200}
    assert all(page.endswith("</html>\n") for _, page, _ in pages)
    for connection in waiting:
        connection.close()


@pytest.mark.row(37)
def test_a_page_elsewhere_cannot_read_the_preview(server: Server) -> None:
    status, text, _ = server.get("/project/", host="evil.example.org")
    assert (status, "First words" in text) == (400, False)
    names = {name.lower() for name in server.get("/project/")[2]}
    assert "access-control-allow-origin" not in names


@pytest.mark.row(38)
def test_changes_arrive_and_a_mistake_keeps_the_last_good_site(
    server: Server, tmp_path: Path
) -> None:
    note = tmp_path / "site" / "content" / "a.md"
    server.listen()
    assert server.state() == {"version": 0, "report": ""}
    note.write_text("# A paper\n\nSecond words.\n", "utf-8")
    assert server.state()["version"] == 1
    assert "Second words" in server.get("/project/papers/a-paper/")[1]
    note.write_text("---\nyear: twenty\n---\n# A paper\n\nThird words.\n", "utf-8")
    state = server.state()
    assert state["version"] == 1
    assert "error[AP101]: `year` must be a whole number" in state["report"]
    assert "Second words" in server.get("/project/papers/a-paper/")[1]
    note.write_text("# A paper\n\nFourth words.\n", "utf-8")
    assert server.state() == {"version": 2, "report": ""}
    (note.parent / "new.md").write_text("# Another\n", "utf-8")
    assert server.state()["version"] == 3
    assert server.get("/project/papers/another/")[0] == 200
    (note.parent / "new.md").unlink()
    assert server.state()["version"] == 4
    assert server.get("/project/papers/another/")[0] == 404
    write_tree(tmp_path / "site", {"templates/notfound.html": "{{ site.title }} has it not"})
    assert server.state()["version"] == 5
    assert server.get("/project/x/")[1] == "Notes has it not"


def test_settings_a_library_or_all_notes_may_break_meanwhile(
    server: Server, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    built = write_tree(site, {"_site/mine.html": "as it was"}) / "_site"
    server.listen()
    server.state()
    (site / "apercu.yml").write_text("titel: Notes\n", "utf-8")
    assert "error[AP401]" in server.state()["report"]
    (site / "apercu.yml").write_text("title: Better notes\n", "utf-8")
    assert server.state() == {"version": 1, "report": ""}
    (site / "content/l.bib").write_text("@article{k, title={Cited work}, year=2000}", "utf-8")
    (site / "content/a.md").write_text("# A paper\n\nAs in [@k].\n", "utf-8")
    while "Cited work" not in server.get("/project/papers/a-paper/")[1]:
        server.state()
    (site / "content").rename(tmp_path / "away")
    (site / "apercu.yml").unlink()
    while "is no site" not in server.state()["report"]:
        pass
    assert "Cited work" in server.get("/project/papers/a-paper/")[1]
    (tmp_path / "away").rename(site / "content")
    while server.state()["report"]:
        pass
    assert list(built.iterdir()) == [built / "mine.html"]


def test_each_rebuild_is_a_line(server: Server, tmp_path: Path) -> None:
    note = tmp_path / "site" / "content" / "a.md"
    note.write_text("# A paper\n\nSecond [words](no.md).\n", "utf-8")
    lines: list[str] = []
    while not (lines and re.match(r"\d\d:\d\d:\d\d  ", lines[-1])):
        lines.append(server.lines.get(timeout=WAIT))
    assert lines[0].startswith("content/a.md:3:8: warning[AP302]") or "site/content" in lines[0]
    # Without a name if the file changed before the watch began.
    assert re.fullmatch(r"\S+  (content/a.md → )?\d+ pages? in \d+ ms\n", lines[-1])
    note.write_text("# A paper\n\nThird [words](no.md).\n", "utf-8")
    # The warning still holds, and is not said at every save.
    assert re.match(r"\S+  content/a.md → \d+ page", server.lines.get(timeout=WAIT))


def test_ten_quick_saves_end_in_the_last(server: Server, tmp_path: Path) -> None:
    note = tmp_path / "site" / "content" / "a.md"
    server.listen()
    server.state()
    for number in range(10):
        note.write_text(f"# A paper\n\nSave {number}.\n", "utf-8")
    while "Save 9." not in server.get("/project/papers/a-paper/")[1]:
        server.state()
    with pytest.raises(Empty):
        while True:
            server.states.get(timeout=1)
    assert "Save 9." in server.get("/project/papers/a-paper/")[1]


@pytest.mark.row(39)
@pytest.mark.point(14)
def test_an_interrupt_ends_it_with_an_open_page(server: Server) -> None:
    server.listen()
    server.state()
    assert server.stop() in (0, 130, -signal.SIGINT)
    with pytest.raises(ConnectionRefusedError):
        server.get("/project/")


@pytest.mark.row(38)
def test_a_site_that_is_broken_from_the_start_says_so_and_recovers(tmp_path: Path) -> None:
    site = write_tree(tmp_path / "site", {"content/a.md": "---\nyear: x\n---\n# A\n"})
    with closing(Server(site)) as started:
        started.listen()
        assert "AP101" in started.state()["report"]
        status, page, _ = started.get("/")
        assert (status, "__apercu__/live.js" in page) == (404, True)
        (site / "content" / "a.md").write_text("# A\n", "utf-8")
        assert started.state() == {"version": 1, "report": ""}


@pytest.mark.row(39)
def test_a_page_does_not_wait_for_the_reader_to_say_that_its_head_came() -> None:
    """Nagle's algorithm (RFC 896) would have the body wait for the acknowledgement of the head."""
    asked: list[int] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        asked.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def ask(listening: socket.socket) -> None:
        async with await asyncio.start_server(answer, sock=listening):
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            await reader.read()
            writer.close()

    asyncio.run(ask(listen("127.0.0.1", None)))
    assert asked
    assert all(asked)


def test_the_next_free_port_is_taken_but_not_another_than_was_named() -> None:
    first = listen("127.0.0.1", None)
    taken = first.getsockname()[1]
    second = listen("127.0.0.1", None)
    assert second.getsockname()[1] != taken
    with pytest.raises(ApercuError, match=f"cannot listen at 127.0.0.1:{taken}"):
        listen("127.0.0.1", taken)
    for opened in (first, second):
        assert isinstance(opened, socket.socket)
        opened.close()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", "/"),
        ("https://a.org", "/"),
        ("https://a.org/p/", "/p/"),
        ("https://a.org/p/q", "/p/q/"),
    ],
)
def test_base_path(url: str, path: str) -> None:
    assert base_path(url) == path


def _wait(page: "Page", is_so: Callable[[], bool]) -> None:
    """Ask until it is so; the browser may be half way between two pages."""
    for _ in range(WAIT * 20):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"scrolled to {page.evaluate('scrollY')}")


def test_a_browser_sees_an_edit_a_mistake_and_its_mending(server: Server, tmp_path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        absent("Chromium, as in apt-get install chromium")
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        absent("playwright, as in pip install -e '.[browser]'")
    note = tmp_path / "site" / "content" / "a.md"
    long = "\n\n".join(f"Paragraph {k}." for k in range(200))
    note.write_text(f"# A paper\n\nFirst words.\n\n{long}\n", "utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://{server.host}:{server.port}/project/papers/a-paper/", wait_until="load")
        expect(page.locator("main")).to_contain_text("Paragraph 199.")
        page.evaluate("scrollTo({top: 2000, behavior: 'instant'})")
        note.write_text(f"# A paper\n\nSecond words.\n\n{long}\n", "utf-8")
        expect(page.locator("main")).to_contain_text("Second words")
        _wait(page, lambda: abs(page.evaluate("scrollY") - 2000) < 50)
        note.write_text("---\nyear: twenty\n---\n# A paper\n", "utf-8")
        expect(page.locator("#apercu-report")).to_contain_text("error[AP101]")
        expect(page.locator("main")).to_contain_text("Second words")
        note.write_text("# A paper\n\nThird words.\n", "utf-8")
        expect(page.locator("main")).to_contain_text("Third words")
        expect(page.locator("#apercu-report")).to_have_count(0)
        own = '{% extends "default/paper.html" %}{% block main %}Ours{% endblock %}'
        write_tree(tmp_path / "site", {"templates/paper.html": own})
        expect(page.locator("main")).to_have_text("Ours")
        page.goto(f"http://{server.host}:{server.port}/project/")
        (note.parent / "new.md").write_text("# Another paper\n", "utf-8")
        expect(page.locator("main")).to_contain_text("Another paper")
        browser.close()
