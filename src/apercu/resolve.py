"""What the links of a note lead to: a page of ours, a file to publish, or nowhere."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from apercu.citing import CITATIONS, Citer
from apercu.diagnostic import Diagnostic, diagnose
from apercu.late import late
from apercu.model import NAMED, Ref, Summary, Target
from apercu.record import Record
from apercu.site import Copied
from apercu.slug import fold
from apercu.text import Guesser, did_you_mean, is_device, slugify

# A browser would run these on our domain; the notes of others may not bring them.
_LIVE = (".html", ".htm", ".xhtml", ".xht", ".xml", ".js", ".mjs", ".svgz", ".swf", ".wasm")
_UNSAFE = late(r'[\x00-\x1f\x7f<>:"|?*\\]')
NOWHERE = Target("")
MOST_BYTES = 120
"""Of the name of a published file; a prefix and an ending come on top."""


class Place(Record):
    """Where a note is shown."""

    url: str
    anchor: str
    """Its id on that page, and what its own ids begin with."""
    is_page: bool = False
    """Whether it has the page for itself, so that a link to it needs no anchor."""

    @property
    def slug(self) -> str:
        """Of the paper that the note is about; empty for a page."""
        return "" if self.is_page else self.url.removeprefix("papers/").strip("/")

    @property
    def target(self) -> Target:
        return Target(self.url, "" if self.is_page else self.anchor)


class Resolver(Struct):
    """Resolves refs one note after the other, and collects the files that they publish."""

    places: Mapping[str, Place]
    """Of each published note, by path."""
    hidden: Mapping[str, str]
    """Notes that are left out, by path, with the page of their paper, or "" if it has none."""
    urls: frozenset[str]
    """All pages of the site."""
    files: frozenset[str]
    """Files that may be published, those of static/ included."""
    headings: Mapping[str, frozenset[str]]
    """The ids in each published note, by path."""
    citer: Citer
    """Knows the papers, and gathers what cites them."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Of images, by path, in CSS pixels."""
    live: Mapping[str, str] = field(default_factory=dict)
    """What a browser would run of a file, by path."""
    copied: dict[str, Copied] = field(default_factory=dict)
    """By folded URL."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _guesser: Guesser = field(default_factory=Guesser)
    _paths: dict[str, list[str]] = field(default_factory=dict)
    """What can be linked by its name, which is folded; empty until somebody does."""

    def resolve(self, summary: Summary, place: Place) -> Summary:
        """The summary, with what its refs lead to and its references."""
        self.citer.begin(summary.body.refs)
        targets = tuple(self._target(ref, summary, place) for ref in summary.body.refs)
        return replace(summary, targets=targets, references=self.citer.finish())

    def _target(self, ref: Ref, summary: Summary, place: Place) -> Target:
        if ref.kind in CITATIONS:
            return self.citer.cite(ref, summary, place.slug)
        target = self._linked(ref, summary, place)
        if ref.kind == "link":
            self.citer.mention(target.url, summary, place.url, ref.text)
        return target

    def _linked(self, ref: Ref, summary: Summary, place: Place) -> Target:
        if ref.target.startswith(NAMED):
            return self._named(ref, summary, place)
        path, _, fragment = ref.target.partition("#")
        path = path.partition("?")[0]
        if not path:
            return place.target
        for candidate in _candidates(path, summary.path):
            target = self._at(candidate, fragment, ref, place)
            if target is not None:
                return target
        for url in (path.strip("/") + "/", path.strip("/")):
            if path.startswith("/") and url in self.urls:
                return Target(url, fragment)
        if ref.kind != "zoom":
            self._report(ref, path, summary)
        return NOWHERE

    def _named(self, ref: Ref, summary: Summary, place: Place) -> Target:
        """What has a name, with or without its folder: what is nearest to the note."""
        name, _, fragment = ref.target.removeprefix(NAMED).partition("#")
        wanted = name.removesuffix(".md")
        for path in self._called(wanted, summary.path):
            target = self._at(path, fragment, ref, place)
            if target is not None:
                return target
        if ref.kind != "zoom":
            hint = self._guesser.did_you_mean(wanted, lambda: sorted(map(_name_of, self.places)))
            code, what = ("AP303", "file") if ref.kind == "image" else ("AP302", "note")
            message = f"no {what} is called `{name}`"
            self.diagnostics.append(diagnose(code, message, ref.span, hint))
        return NOWHERE

    def _called(self, name: str, note: str) -> Sequence[str]:
        if not self._paths:
            for path in sorted({*self.places, *self.hidden, *self.files}):
                self._paths.setdefault(fold(_name_of(path)), []).append(path)
        ending = f"/{fold(name)}"
        found = self._paths.get(ending.rpartition("/")[2], ())
        here = posixpath.dirname(note)
        return sorted(
            (path for path in found if f"/{fold(path.removesuffix('.md'))}".endswith(ending)),
            key=lambda path: (posixpath.dirname(path) != here, path.count("/"), path),
        )

    def _at(self, path: str, fragment: str, ref: Ref, place: Place) -> Target | None:
        """What stands at a path of the site; None if nothing does."""
        for name in (path, f"{path}.md"):
            if name in self.places and ref.kind == "link":
                return self._note(name, fragment, ref)
            if name in self.hidden:
                return Target(self.hidden[name])
        if path.lower() in ("readme.md", "content/readme.md"):
            return Target("./")
        if path in self.files:
            return self._file(path, ref, place)
        return None

    def _note(self, path: str, fragment: str, ref: Ref) -> Target:
        place = self.places[path]
        if not fragment:
            return place.target
        wanted = slugify(fragment)
        if wanted in self.headings[path]:
            return Target(place.url, f"{place.anchor}-{wanted}")
        message = f"{path} has no heading `{fragment}`"
        hint = did_you_mean(wanted, sorted(self.headings[path]))
        self.diagnostics.append(diagnose("AP308", message, ref.span, hint))
        return place.target

    def _file(self, path: str, ref: Ref, place: Place) -> Target:
        width, height = self.sizes.get(path, (0, 0)) if ref.kind == "image" else (0, 0)
        if path.startswith("static/"):
            return Target(quote(path.removeprefix("static/")), "", width, height)
        if path.lower().endswith(_LIVE) or path in self.live:
            what = f"`{self.live[path]}` in it" if path in self.live else "it"
            message = f"`{path}` is not published, because a browser would run {what}"
            help = "put it into static/ if you trust it"
            self.diagnostics.append(diagnose("AP205", message, ref.span, help))
            return NOWHERE
        name = _portable(path.rpartition("/")[2])
        for url in self._urls(place, name):
            known = self.copied.setdefault(fold(url), Copied(path, url))
            if known.path == path:
                return Target(quote(known.url), "", width, height)
        raise AssertionError("the names never end")

    def _urls(self, place: Place, name: str) -> Iterator[str]:
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (name, "")
        yield place.url + name
        yield f"{place.url}{place.anchor}-{name}"
        for number in count(2):
            yield f"{place.url}{place.anchor}-{stem}-{number}{ending}"

    def _report(self, ref: Ref, path: str, summary: Summary) -> None:
        if path.endswith(".md"):
            hint = self._guess(path, self.places, summary.path)
            message = f"no note is at `{path}`"
            self.diagnostics.append(diagnose("AP302", message, ref.span, hint))
            return
        hint = self._guess(path, self.files, summary.path)
        kind = "image" if ref.kind == "image" else "file"
        message = f"no {kind} is at `{path}`"
        if _leaves(path, summary.path):
            message = f"`{path}` leads out of the site"
            hint = "copy the file into the site"
        self.diagnostics.append(diagnose("AP303", message, ref.span, hint))

    def _guess(self, path: str, paths: Iterable[str], note: str) -> str:
        return self._guesser.did_you_mean(path, lambda: _relative(paths, note), note)


def _name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _portable(name: str) -> str:
    """The name of a file as every disk takes it, with room for a prefix below 255 bytes."""
    if is_device(name):
        name = f"x-{name}"
    stem, dot, ending = _UNSAFE.sub("-", name).rpartition(".")
    short = stem.encode()[:MOST_BYTES].decode("utf-8", "ignore")
    return f"{short}{dot}{ending.encode()[:20].decode('utf-8', 'ignore')}"


def _candidates(path: str, note: str) -> Sequence[str]:
    """Where a link may lead, the likeliest first: `/x` is relative to the site's root."""
    if path.startswith("/"):
        inner = posixpath.normpath(path.lstrip("/"))
        return [] if inner.startswith("..") else [f"static/{inner}", f"content/{inner}", inner]
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(note), path))
    return [] if joined.startswith("..") else [joined]


def _leaves(path: str, note: str) -> bool:
    return not _candidates(path, note)


def _relative(paths: Iterable[str], note: str) -> list[str]:
    folder = posixpath.dirname(note)
    return sorted(posixpath.relpath(path, folder) for path in paths if path != note)
