"""A preview: the site in memory, served to this machine, and made anew when a file changes.

It never writes the output. Only pages of the build are served, by their URL and never by a path on
disk, and only to the hosts it was started for, so that a web page elsewhere cannot read drafts.
"""

import asyncio
import contextlib
import html
import json
import mimetypes
import socket
import sys
import traceback
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
import watchfiles
from msgspec import Struct, field
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from apercu.address import names_of
from apercu.indexing import FOLDER as SEARCH
from apercu.place import file_of
from apercu.record import Record
from apercu.site import Copied, File

_LIVE = "__apercu__"
_IGNORED = frozenset({".git", ".apercu", ".venv", "node_modules", "__pycache__"})
_SCRIPT = """\
const seen = Number(document.currentScript.dataset.version);
// Where the reader was, also while a page that is half written is too short for it.
let place = sessionStorage.getItem(location.pathname);
sessionStorage.removeItem(location.pathname);
const restore = () => {
  if (place === null) return;
  scrollTo({top: place, behavior: "instant"});
  if (scrollY > place - 2) place = null;
};
restore();
// Once more: styles and figures may have made the page longer.
addEventListener("load", restore);
for (const kind of ["wheel", "keydown", "pointerdown", "touchstart"]) {
  addEventListener(kind, () => { place = null; }, {passive: true});
}
const reload = () => {
  // Nothing for a reader at the top: who scrolls while the next page loads is not pulled back.
  if (place ?? scrollY) sessionStorage.setItem(location.pathname, place ?? scrollY);
  history.scrollRestoration = "manual";
  location.reload();
};
const source = new EventSource(new URL("events", document.currentScript.src));
const overlay = report => {
  document.getElementById("apercu-report")?.remove();
  if (!report) return;
  const box = document.createElement("pre");
  box.id = "apercu-report";
  box.setAttribute("role", "alert");
  box.style.cssText = "position:fixed;inset:auto 0 0;max-height:60vh;margin:0;padding:1rem;" +
    "overflow:auto;background:#2b1010;color:#ffd9d4;font:14px/1.5 monospace;z-index:9";
  box.textContent = report;
  document.body.append(box);
};
source.onmessage = event => {
  const state = JSON.parse(event.data);
  if (seen !== state.version) reload();
  else overlay(state.report);
};
addEventListener("pagehide", () => source.close());
"""

_NOTHING_YET = File(
    "404.html",
    b'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="script-src \'self\';'
    b" style-src-attr 'unsafe-inline'\"><title>Nothing yet</title><body></body>",
)


class Made(Record):
    """What one build of a preview came to."""

    files: dict[str, File]
    """By URL; empty if an error stopped it."""
    report: str
    """What is wrong, as the terminal says it; empty if nothing is."""
    index: Callable[[], Sequence[File]] = tuple
    """Makes the files of the search, which is asked for them less often than the site changes."""


class Preview(Struct):
    """The last good site, and the readers who wait for the next."""

    site: Path
    base: str
    """The path under which it is served: "/" or "/project/"."""
    make: Callable[[tuple[str, ...]], Made]
    """Builds what the site is now, and is told which files changed."""
    files: dict[str, File] = field(default_factory=dict)
    report: str = ""
    version: int = 0
    index: Callable[[], Sequence[File]] = tuple
    indexed: dict[str, File] = field(default_factory=dict)
    """The files of the search, once somebody searched this version."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def remake(self, changes: tuple[str, ...]) -> None:
        """Build in a thread, keep the last good files if it fails, and wake the readers."""
        try:
            made = await asyncio.to_thread(self.make, changes)
        except Exception:  # noqa: BLE001  # a bug of ours must not end the watch; the next save may
            made = Made({}, f"error: apercu itself failed\n\n{traceback.format_exc()}")
            print(made.report, file=sys.stderr)
        async with self.changed:
            if made.files and made.files != self.files:
                self.files, self.index, self.indexed = made.files, made.index, {}
                self.version += 1
            self.report = made.report if not made.files else ""
            self.changed.notify_all()

    def state(self) -> str:
        return json.dumps({"version": self.version, "report": self.report})

    async def events(self) -> AsyncIterator[str]:
        """A line at once, and one for each change, as `text/event-stream` has them."""
        known = ""
        while True:
            async with self.changed:
                while self.state() == known:
                    await self.changed.wait()
                known = self.state()
            yield f"data: {known}\n\n"

    async def watch(self) -> None:
        """Build anew whenever something of the site changes.

        And once when the watch has begun, for what changed since the first build.
        """
        has_begun = False
        watch = watchfiles.awatch(
            self.site,
            watch_filter=_matters(self.site),
            step=10,
            rust_timeout=500,
            yield_on_timeout=True,
        )
        async for changes in watch:
            if changes or not has_begun:
                has_begun = True
                await self.remake(self._named(changes))

    def _named(self, changes: set[tuple[watchfiles.Change, str]]) -> tuple[str, ...]:
        """Their paths from the site, sorted; none if nothing is known to have changed."""
        return tuple(sorted(Path(path).relative_to(self.site).as_posix() for _, path in changes))

    async def page(self, request: Request) -> Response:
        """What stands at a URL: a file of the site, or its 404 page."""
        path = request.path_params["path"]
        file = self.files.get(file_of(path)) or self.indexed.get(path)
        if file is None and path.startswith(SEARCH):
            version, index = self.version, await asyncio.to_thread(self.index)
            if version == self.version:
                self.indexed = {file.url: file for file in index}
            file = self.indexed.get(path)
        if file is None and file_of(f"{path}/") in self.files:
            return RedirectResponse(request.url.path + "/")
        status = 200 if file else 404
        file = file or self.files.get("404.html") or _NOTHING_YET
        content = file.content
        if isinstance(content, Copied):
            try:
                content = (self.site / content.path).read_bytes()
            except OSError:
                return Response("gone", 404)
        if file.url.endswith(".html"):
            content = _live(content, self.base, self.version)
        kind = mimetypes.guess_type(file.url)[0] or "application/octet-stream"
        if file.url.endswith((".md", ".bib")):
            kind = "text/plain"
        headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
        return Response(content, status, headers, media_type=kind)


def _live(page: bytes, base: str, version: int) -> bytes:
    """A page that knows which build it is of and listens for the next; its own policy would not
    let it."""
    if b"connect-src" not in page:
        page = page.replace(b"script-src 'self'", b"connect-src 'self'; script-src 'self'", 1)
    address = f"{html.escape(base)}{_LIVE}/live.js"
    script = f'<script src="{address}" data-version="{version}"></script>'.encode()
    return page.replace(b"</body>", script + b"</body>", 1)


def _matters(site: Path) -> Callable[[watchfiles.Change, str], bool]:
    def matters(_: watchfiles.Change, path: str) -> bool:
        try:
            parts = Path(path).relative_to(site).parts
        except ValueError:
            return False
        is_hidden = any(part.startswith(".") or part in _IGNORED for part in parts)
        # What editors leave beside a file while they save it.
        is_backup = path.endswith("~") or (parts[-1:] and parts[-1].startswith("#"))
        return not (is_hidden or is_backup or parts[:1] == ("_site",))

    return matters


def application(preview: Preview, hosts: list[str]) -> Starlette:
    """The server of a preview; it answers only requests that name one of the hosts."""

    async def events(_: Request) -> StreamingResponse:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(preview.events(), media_type="text/event-stream", headers=headers)

    async def script(_: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript")

    async def page(request: Request) -> Response:
        return await preview.page(request)

    async def home(_: Request) -> Response:
        return RedirectResponse(preview.base)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watcher = asyncio.create_task(preview.watch())
        yield
        watcher.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watcher

    base = preview.base
    routes = [
        Route(f"{base}{_LIVE}/events", events),
        Route(f"{base}{_LIVE}/live.js", script),
        Route(base + "{path:path}", page),
    ]
    if base != "/":
        routes.append(Route("/{path:path}", home))
    trusted = Middleware(TrustedHostMiddleware, allowed_hosts=hosts)
    return Starlette(routes=routes, middleware=[trusted], lifespan=lifespan)


def base_path(base_url: str) -> str:
    """The path of a base URL, with a slash at both ends."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"


def run(preview: Preview, listening: socket.socket, host: str) -> None:
    """Serve until the process is interrupted."""
    # Who interrupts in the very moment before the server runs need not know of its coroutine.
    warnings.filterwarnings("ignore", "coroutine 'Server.serve' was never awaited", RuntimeWarning)
    config = uvicorn.Config(
        application(preview, names_of(host)),
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listening])
