"""A real browser, the checkers from npm, built sites to look at, and a server for them.

CI installs them; elsewhere: `pip install -e '.[browser]'`, `npm install --prefix tests/browser`,
and Debian's packages chromium and default-jre-headless.
"""

import functools
import gzip
import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from apercu.build import build_site
from apercu.outcome import BuildOptions
from conftest import absent, write_tree
from corpus import write_corpus

ROOT = Path(__file__).parents[1]
MODULES = Path(__file__).parent / "browser" / "node_modules"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LIBRARY = "@article{solo, title={Not read yet}, author={Solo, Han}, year=1999, keywords={to read}}"
DEMO = (
    "", "papers/", "tags/", "tags/computer-vision/", "authors/", "authors/ross-girshick/",
    "venues/", "venues/neurips/", "years/", "years/2018/", "by/", "by/ada/", "404.html", "search/",
    "library/", "about/", "papers/not-read-yet/", "papers/fast-r-cnn/",
    "papers/critic-regularized-regression/", "papers/neural-ordinary-differential-equations/",
    "papers/algorithms-for-non-negative-matrix-factorization/",
)  # fmt: skip
"""A page of every kind, and those with the widest formulas and tables."""
MANY = (
    "", "page/2/", "papers/page/14/", "tags/", "tags/kernels/", "authors/", "venues/acl/",
    "years/2010/", "by/ada/", "search/", "papers/paper-8-on-distillation-and-kernels/",
)  # fmt: skip


class Built(NamedTuple):
    """A site that was built, where it is served, and a page of each kind."""

    output: Path
    address: str
    kinds: tuple[str, ...]


@contextmanager
def demo(folder: Path) -> Iterator[Built]:
    """The demo with a library and a page of its own, so that every kind of page is there."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = (ROOT / "apercu.yml").read_text("utf-8")
    own = "papers: {stubs: pages}\nbase_url: https://example.org/\nrepo_url: https://github.com/a/b"
    write_tree(
        folder,
        {
            "apercu.yml": f"{settings}\n{own}\n",
            "content/library.bib": LIBRARY,
            "content/pages/about.md": "# About us\n\nWe read.\n\n## Who\n\nAda and Jun.\n",
        },
    )
    assert build_site(BuildOptions(folder, folder / "_site")).published
    with serving(folder / "_site") as address:
        yield Built(folder / "_site", address, DEMO)


@contextmanager
def many(folder: Path) -> Iterator[Built]:
    """300 made-up notes."""
    write_corpus(folder, 300)
    write_tree(folder, {"apercu.yml": "title: Many papers\nbase_url: https://example.org/\n"})
    assert build_site(BuildOptions(folder, folder / "_site")).published
    with serving(folder / "_site") as address:
        yield Built(folder / "_site", address, MANY)


class _Quiet(SimpleHTTPRequestHandler):
    """Packs what it sends if the browser takes it, as GitHub Pages does."""

    def log_message(self, *_: object) -> None:
        pass

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if "gzip" not in self.headers.get("Accept-Encoding", "") or not path.is_file():
            return super().send_head()
        packed = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which the folder is served."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def chromium_path() -> str:
    """The program of the system's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        absent("Chromium, as in apt-get install chromium")
    assert path is not None
    return path


@contextmanager
def chromium() -> Iterator[Any]:
    """The system's Chromium."""
    path = chromium_path()
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright, as in pip install -e '.[browser]'")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def checker(name: str) -> Path:
    """A file of a checker from npm."""
    path = MODULES / name
    if not path.exists():
        absent(f"{path.name}, as in npm install --prefix tests/browser")
    return path
