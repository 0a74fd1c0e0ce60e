"""The index of the full-text search, made by Pagefind's program out of our documents.

Beside the flow: it runs a program over a folder of its own. An index is kept by the content of
its documents, and is the same from run to run.
"""

import gzip
import hashlib
import io
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

from apercu.cache import key_of
from apercu.diagnostic import ApercuError
from apercu.late import late
from apercu.notes import Notes
from apercu.search import search_shards
from apercu.site import File, Shell, Site
from apercu.slot import fill_shell
from apercu.workers import usable_cores

FOLDER = "pagefind/"
"""Where Pagefind's own pages look for it."""
PROGRAM = ("pagefind.js", "pagefind-worker.js")

# Those whose words Pagefind reduces to their stems (https://pagefind.app/docs/multilingual/).
_STEMMED = frozenset(
    (
        *("ar", "ca", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "hi", "hu"),
        *("hy", "id", "it", "lt", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sr", "sv", "ta"),
        *("tr", "yi"),
    )
)
_NAME = late(r"(?:filter/|fragment/|index/)?[\w-][\w.-]*")
_MAGIC = b"pagefind_dcd"
_FILTERS = 3
"""Where in the list of a `.pf_meta` the names of the filters and of their files are."""


def index_site(site: Site, notes: Notes, cache: Path | None) -> list[File]:
    """The files of the full-text search; `cache` is a folder that keeps what did not change."""
    return search_files(search_shards(site), notes, site.lang, cache)


def shard_of(url: str) -> int | None:
    """The number of the shard that a file of the search belongs to; None if it is no such file."""
    if not url.startswith(FOLDER):
        return None
    number = url.removeprefix(FOLDER).partition("/")[0]
    return int(number) if number.isdecimal() else 0


def search_files(
    shards: Sequence[tuple[Shell, ...]],
    notes: Notes,
    lang: str,
    cache: Path | None,
    wanted: Collection[int] | None = None,
) -> list[File]:
    """The files of the index: the first shard and the program in pagefind/, the second shard in
    pagefind/1/ and so on. All shards are of one language, which a browser needs to join them.

    With `wanted` only the files of the shards of these numbers are given. The documents of a shard
    that is kept are not even filled. `cache` is the folder of kept indexes; in it stays what these
    shards used.
    Raises ApercuError where Pagefind is missing or fails.
    """
    if not shards:
        return []
    code = lang.lower().partition("-")[0]
    make = partial(_index, lang=code if code in _STEMMED else "en")
    salt = key_of("2", version("pagefind"), code)
    keys = [key_of(salt, *(part for d in shard for part in _parts(d, notes))) for shard in shards]
    chosen = [n for n in range(len(shards)) if wanted is None or n in wanted]
    paths = {keys[n]: cache / f"{keys[n]}.zip" if cache else None for n in chosen}
    bundles = {key: _unpacked(path) if path else None for key, path in paths.items()}
    missing = {
        keys[n]: tuple(fill_shell(document, notes.prose) for document in shards[n])
        for n in chosen
        if bundles[keys[n]] is None
    }
    with ThreadPoolExecutor(usable_cores()) as executor:
        made = dict(zip(missing, executor.map(make, missing.values()), strict=True))
    for key, bundle in made.items():
        if path := paths[key]:
            _pack(path, bundle)
    if cache and cache.is_dir():
        for path in cache.iterdir():
            if path.stem not in keys:
                path.unlink(missing_ok=True)
    whole = {n: made.get(keys[n]) or bundles[keys[n]] or {} for n in chosen}
    return [file for number, bundle in whole.items() for file in _files(number, bundle)]


def _parts(document: Shell, notes: Notes) -> Iterator[str]:
    """What a document depends on: what it says beside the texts of notes, and which these are."""
    yield document.url
    yield document.text
    for slot in document.slots:
        yield notes.keys[slot.note]


def _text(document: File) -> str:
    assert isinstance(document.content, bytes)
    return document.content.decode()


def _files(number: int, bundle: dict[str, bytes]) -> list[File]:
    folder = f"{FOLDER}{number}/" if number else FOLDER
    shared = {name for name in bundle if name in PROGRAM or name.startswith("wasm.")}
    names = sorted(bundle.keys() - (shared if number else set()))
    return [File(folder + name, bundle[name]) for name in names]


def _unpacked(path: Path) -> dict[str, bytes] | None:
    """The files of a kept index; None if there is none or it is damaged: a zip has checksums."""
    if path.is_symlink() or path.parent.is_symlink():
        return None
    try:
        with zipfile.ZipFile(path) as bundle:
            if not all(_NAME.fullmatch(name) for name in bundle.namelist()):
                return None
            return {name: bundle.read(name) for name in bundle.namelist()}
    except (OSError, zipfile.BadZipFile):
        return None


def _pack(path: Path, bundle: dict[str, bytes]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(bundle.items()):
            archive.writestr(name, content)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        fresh.write_bytes(packed.getvalue())
        fresh.replace(path)
    except OSError as error:
        cause = (error.strerror or "").lower()
        raise ApercuError(f"cannot write the cache {path}: {cause}") from error


def _index(shard: tuple[File, ...], lang: str) -> dict[str, bytes]:
    """The files of one index by name."""
    # Imported here: only a new index needs it.
    from pagefind_bin import get_executable

    with tempfile.TemporaryDirectory(prefix="apercu-") as folder:
        site, out = Path(folder, "site"), Path(folder, "out")
        for document in shard:
            path = site / document.url / "index.html"
            path.parent.mkdir(parents=True)
            path.write_bytes(_text(document).encode())
        try:
            command = [str(get_executable()), "--site", str(site), "--output-path", str(out)]
            command += ["--force-language", lang, "--silent"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            problem = done.stderr.strip() if done.returncode else ""
        except OSError as error:
            problem = str(error)
        if problem:
            raise ApercuError(
                f"the search index cannot be made: {problem.splitlines()[-1]}",
                "install it with `pip install 'pagefind[bin]'`, or write `search: false`",
            )
        found = {p.relative_to(out).as_posix(): p for p in out.rglob("*") if p.is_file()}
        return _sorted({name: p.read_bytes() for name, p in found.items() if _is_used(name, lang)})


def _is_used(name: str, lang: str) -> bool:
    """Not Pagefind's own interfaces, and not the program for other languages."""
    is_index = name.endswith((".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter"))
    return is_index or name in (*PROGRAM, "pagefind-entry.json", f"wasm.{lang}.pagefind")


def _sorted(bundle: dict[str, bytes]) -> dict[str, bytes]:
    """The same index with its filters in order; Pagefind writes them as its hash table has them.

    Filters and `.pf_meta` are gzipped CBOR (RFC 8949) behind a few letters, and named by content.
    """
    names: dict[str, str] = {}
    done: dict[str, bytes] = {}
    for old, content in bundle.items():
        if old.endswith(".pf_filter"):
            name, values = _unwrap(content)
            fresh = _wrap([name, sorted(values)])
            names[Path(old).stem] = stem = f"{Path(old).stem.partition('_')[0]}_{_digest(fresh)}"
            done[f"filter/{stem}.pf_filter"] = fresh
    for old, content in bundle.items():
        if old.endswith(".pf_meta"):
            meta = _unwrap(content)
            meta[_FILTERS] = sorted([name, names[stem]] for name, stem in meta[_FILTERS])
            fresh = _wrap(meta)
            stem = old.removeprefix("pagefind.").removesuffix(".pf_meta")
            names[stem] = new = f"{stem.partition('_')[0]}_{_digest(fresh)}"
            done[f"pagefind.{new}.pf_meta"] = fresh
        elif not old.endswith(".pf_filter"):
            done[old] = content
    entry = done["pagefind-entry.json"].decode()
    for old, new in names.items():
        entry = entry.replace(f'"{old}"', f'"{new}"')
    return {**done, "pagefind-entry.json": entry.encode()}


def _unwrap(content: bytes) -> list:  # type: ignore[type-arg]
    import cbor2

    unzipped = gzip.decompress(content)
    loaded = cbor2.loads(unzipped.removeprefix(_MAGIC))
    assert isinstance(loaded, list)
    return loaded


def _wrap(value: object) -> bytes:
    import cbor2

    return gzip.compress(_MAGIC + cbor2.dumps(value), mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
