"""Disk → Tree: all that a build reads of a site, in one place and in a fixed order.

Nothing outside the site is read but the default templates and theme. What cannot be read is
reported; it never hangs the build and never unpublishes a paper in silence.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct, field

from apercu.diagnostic import Diagnostic, Span, diagnose
from apercu.model import Source
from apercu.picture import ENDINGS, UNKNOWN, picture_size
from apercu.svg import live_part
from apercu.text import visible

MAX_NOTE = 2_000_000
"""Bytes of a note. The longest of 910 real ones has 62,000."""
MAX_LIBRARY = 100_000_000
LIBRARY = (".bib", ".csl.json")

_SKIPPED = frozenset({"node_modules", "__pycache__", "templates", "theme"})
_PRIVATE = (".md", ".bib", ".yml", ".yaml", ".py", ".toml", ".lock", ".pem", ".key")
"""Endings of files that no link publishes: notes are pages, the rest is nobody's reading."""


class Tree(Struct):
    """What was read. Paths are relative to the site, with `/`, and sorted."""

    config: Source | None = None
    notes: tuple[Source, ...] = ()
    pages: tuple[Source, ...] = ()
    """Notes of content/pages, which are about no paper."""
    libraries: tuple[Source, ...] = ()
    """All .bib and .csl.json files."""
    files: tuple[str, ...] = ()
    """Files that a note may link to."""
    sizes: tuple[tuple[str, tuple[int, int]], ...] = ()
    """Of the images among them and in static/, in CSS pixels, where they can be told."""
    live: tuple[tuple[str, str], ...] = ()
    """SVG files among them that would run something by themselves, and what."""
    static: tuple[str, ...] = ()
    """Files of static/, published as they are."""
    templates: tuple[Source, ...] = ()
    """The site's own; the path is the name: `paper.html`."""
    default_templates: tuple[Source, ...] = ()
    theme: tuple[tuple[str, bytes], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def is_site(self) -> bool:
        broken = any(d.severity == "error" for d in self.diagnostics)
        return self.config is not None or bool(self.notes) or bool(self.pages) or broken


class _Walk(Struct):
    """The files below a site, found in one pass, and what was passed over."""

    site: Path
    output: Path
    files: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def enter(self, folder: str) -> None:
        try:
            with os.scandir(self.site / folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            message = f"the folder cannot be read: {_cause(error)}"
            help = "give this user the right to read it, or move it out of the site"
            self.diagnostics.append(diagnose("AP117", message, Span(folder or "."), help))
            return
        if folder and any(e.name in ("pyvenv.cfg", ".apercu-manifest") for e in entries):
            return
        for entry in entries:
            self._take(entry, f"{folder}/{entry.name}" if folder else entry.name)

    def _take(self, entry: os.DirEntry[str], path: str) -> None:
        if path == "static/.well-known" and entry.is_dir(follow_symlinks=False):
            self.enter(path)
        if entry.name.startswith(".") or entry.name.endswith("~"):
            return
        if not _is_portable(entry.name):
            reason = "its name holds what no URL can hold"
            self._pass_over(path, reason, "give it a name of ordinary letters")
        elif entry.is_symlink():
            self._follow(path)
        elif entry.is_dir(follow_symlinks=False):
            is_output = Path(entry.path) == self.output
            if not is_output and (path.count("/") or entry.name not in _SKIPPED):
                self.enter(path)
        elif entry.is_file(follow_symlinks=False):
            self.files.append(path)
        elif path.endswith(".md"):
            self._pass_over(path, "it is no regular file", "put a text file in its place")

    def _follow(self, path: str) -> None:
        """Take a link to a file of the site; say so of every other that would matter."""
        try:
            target = (self.site / path).resolve(strict=True)
            inside = target.relative_to(self.site)
        except (OSError, RuntimeError, ValueError):
            self._pass_over(path, "it links to nothing in the site", "copy the file into the site")
            return
        is_hidden = any(part.startswith(".") for part in inside.parts)
        if target.is_file() and not is_hidden:
            self.files.append(path)
        else:
            self._pass_over(path, "links to folders are not followed", "move the folder itself")

    def _pass_over(self, path: str, reason: str, help: str) -> None:
        message = f"passed over, because {reason}"
        self.diagnostics.append(diagnose("AP116", message, Span(visible(path)), help))


def read_site(site: Path, output: Path) -> Tree:
    """Read all of a site but its output. `site` and `output` are resolved paths."""
    walk = _Walk(site, output)
    walk.enter("")
    has_content = any(path.startswith("content/") for path in walk.files)
    diagnostics = walk.diagnostics
    sources: dict[str, list[Source]] = {"notes": [], "pages": []}
    libraries: list[Source] = []
    files: list[str] = []
    static: list[str] = []
    for path in walk.files:
        if path.startswith("static/"):
            static.append(path)
        elif _is_note(path, has_content):
            source = _read_text(site, path, diagnostics)
            is_page = path.startswith("content/pages/")
            if source is not None:
                sources["pages" if is_page else "notes"].append(source)
        elif path.endswith(LIBRARY):
            library = _read_text(site, path, diagnostics, MAX_LIBRARY)
            libraries += [library] if library else []
        elif not path.endswith(_PRIVATE):
            files.append(path)
    config = None
    if "apercu.yml" in walk.files:
        config = _read_text(site, "apercu.yml", diagnostics) or Source("apercu.yml", "")
    return Tree(
        config=config,
        notes=tuple(sources["notes"]),
        pages=tuple(sources["pages"]),
        libraries=tuple(libraries),
        files=tuple(files),
        sizes=tuple(_sizes(site, (*files, *static))),
        live=tuple(_live(site, files)),
        static=tuple(static),
        templates=_templates(site / "templates", diagnostics),
        default_templates=_templates(default_folder("templates"), diagnostics),
        theme=_theme(site, diagnostics),
        diagnostics=tuple(diagnostics),
    )


def read_note(site: Path, path: str) -> Source | None:
    """One note of a site; None if there is anything to be said about its file."""
    found: list[Diagnostic] = []
    source = _read_text(site, path, found)
    return None if found or (site / path).is_symlink() else source


def default_folder(name: str) -> Path:
    """The built-in `templates` or `theme`: in the wheel beside us, in a checkout above src."""
    packaged = Path(__file__).parent / name
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / name


def _is_note(path: str, has_content: bool) -> bool:
    if not path.endswith(".md") or path.rpartition("/")[2].lower() == "readme.md":
        return False
    return path.startswith("content/") or not has_content


def _read_text(
    site: Path, path: str, diagnostics: list[Diagnostic], limit: int = MAX_NOTE
) -> Source | None:
    content = _read_bytes(site / path, path, diagnostics, limit)
    if content is None:
        return None
    if len(content) > limit:
        message = f"the file is larger than {limit:,} bytes"
        help = "split it, or move it out of content/"
        diagnostics.append(diagnose("AP114", message, Span(path), help))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        message = "the file is UTF-16, not UTF-8" if is_utf16 else "the file is not UTF-8 text"
        help = "save it again with the encoding UTF-8"
        diagnostics.append(diagnose("AP108", message, Span(path, 1 if is_utf16 else line), help))
        return None
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def _sizes(site: Path, files: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in files:
        if path.lower().endswith(ENDINGS):
            # What cannot be read is reported when it is copied, if anybody links it.
            with suppress(OSError), (site / path).open("rb") as file:
                size = picture_size(file, path)
                if size != UNKNOWN:
                    yield path, size


def _live(site: Path, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    for path in files:
        if path.lower().endswith(".svg"):
            with suppress(OSError):
                part = live_part((site / path).read_bytes())
                if part:
                    yield path, part


def _read_bytes(
    path: Path, name: str, diagnostics: list[Diagnostic], limit: int = -1
) -> bytes | None:
    try:
        # Without O_NONBLOCK a FIFO put here since the walk would hang the build.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError("it is no regular file")
            return file.read(limit + 1) if limit >= 0 else file.read()
    except OSError as error:
        message = f"the file cannot be read: {_cause(error)}"
        help = "give this user the right to read it, or move it out of the site"
        diagnostics.append(diagnose("AP117", message, Span(visible(name)), help))
        return None


def _templates(folder: Path, diagnostics: list[Diagnostic]) -> tuple[Source, ...]:
    names = sorted(_files_below(folder, ".html"))
    found = []
    for name in names:
        content = _read_bytes(folder / name, f"templates/{name}", diagnostics)
        if content is not None:
            found.append(Source(name, content.decode("utf-8", "replace")))
    return tuple(found)


def _theme(site: Path, diagnostics: list[Diagnostic]) -> tuple[tuple[str, bytes], ...]:
    """The files of the default theme, the site's own instead where it has one of that name."""
    folders = {name: default_folder("theme") for name in _files_below(default_folder("theme"), "")}
    folders |= dict.fromkeys(_files_below(site / "theme", ""), site / "theme")
    found = []
    for name, folder in sorted(folders.items()):
        content = _read_bytes(folder / name, f"theme/{name}", diagnostics)
        if content is not None:
            found.append((name, content))
    return tuple(found)


def _files_below(folder: Path, ending: str) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        is_shown = not any(part.startswith(".") for part in name.split("/"))
        if is_shown and name.endswith(ending) and path.is_file() and not path.is_symlink():
            yield name


def _is_portable(name: str) -> bool:
    """Whether a name is UTF-8 without backslashes and control characters."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return "\\" not in name and name.isprintable()


def _cause(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
