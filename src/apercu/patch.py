"""A build after edits of nothing but texts of notes: what stands around them is as it was.

All that others may know of a note is in its outline. If that is the same as before, so is what
`link` would make of all notes, and only the files that show the note's text are made anew, from
their shells. Whatever else changed, or cannot be told, is for a whole build.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from apercu.diagnostic import Diagnostic, Span, sort_diagnostics
from apercu.ledger import Ledger, read_ledger, write_ledger
from apercu.model import Parsed
from apercu.notes import Notes, note_key
from apercu.outcome import BuildOptions, Outcome
from apercu.pack import Damaged, Pack
from apercu.parse import parse_source
from apercu.read import read_note
from apercu.record import Record
from apercu.seal import Seal, Survey, break_seal, write_seal
from apercu.sealed import Look
from apercu.shellbook import read_shell
from apercu.site import Copied, File, Shell
from apercu.slot import fill_shell
from apercu.spare import spare_folder, statuses_of
from apercu.stamp import encoded, folders_sum, renewed
from apercu.survey import MANIFEST
from apercu.write import Placed, place_file, staged

_NOWHERE = Span("")
_SEARCH = "pagefind/"


class Edits(Record):
    """Notes whose texts changed."""

    keys: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    """Of the whole build, now."""


def patch_site(options: BuildOptions, look: Look, now: int) -> Outcome | None:
    """What a build comes to after edits of texts alone; None, with nothing done, if more changed.

    `now` is the time on the file system's clock, in nanoseconds. Raises what a build raises.
    """
    if not look.changed or look.survey is None or look.outcome is None or not look.is_intact:
        return None
    ledger = read_ledger(options.cache)
    if ledger is None or not look.changed <= ledger.keys.keys():
        return None
    survey = look.survey.steady(options.site, now)
    notes = Notes(options.cache)
    notes.know(ledger.keys)
    edits = find_edits(options.site, look.changed, ledger, notes, look.outcome.diagnostics)
    if edits is None:
        return None
    files = _files(options, ledger, edits, notes)
    if files is None:
        return None
    outcome = replace(
        look.outcome,
        diagnostics=edits.diagnostics,
        unchanged=look.outcome.read - len(edits.keys),
    )
    if outcome.is_stopped(options.strict):
        return None
    break_seal(options.cache)
    assert look.seal is not None
    survey, ours = _publish(options, survey, look.seal, files)
    notes.save()
    write_ledger(options.cache, replace(ledger, keys=ledger.keys | edits.keys))
    write_seal(options, survey, outcome, ours)
    return outcome


def find_edits(
    site: Path,
    changed: Collection[str],
    ledger: Ledger,
    notes: Notes,
    diagnostics: Sequence[Diagnostic],
) -> Edits | None:
    """What the changed notes come to now; None if more of one changed than its text.

    `diagnostics` are those of the last build. The notes know the new texts then.
    """
    said = list(diagnostics)
    keys: dict[str, str] = {}
    for path in sorted(changed):
        source = read_note(site, path)
        if source is None:
            return None
        keys[path] = note_key(ledger.salt, source)
        pair = notes.swap(source, keys[path], partial(parse_source, options=ledger.parse))
        if pair is None or not _is_alike(*pair):
            return None
        old, new = pair
        for problem in old.diagnostics:
            said.remove(problem)
        if any(problem.span.path == path for problem in said):
            return None  # between the notes something is wrong with this one, and may have moved
        said += new.diagnostics
    return Edits(keys, sort_diagnostics(said))


def _is_alike(old: Parsed, new: Parsed) -> bool:
    """Whether all but the text of a note is as it was, wherever it stands in its file now."""
    return _outline(old) == _outline(new)


def _outline(parsed: Parsed) -> object:
    summary = parsed.summary
    if summary is None:
        return None
    refs = tuple(replace(ref, span=_NOWHERE) for ref in summary.body.refs)
    return replace(summary, body=replace(summary.body, refs=refs), spans={})


def _files(options: BuildOptions, ledger: Ledger, edits: Edits, notes: Notes) -> list[File] | None:
    """All files that show the text of a note that changed; None if the cache lost one."""
    pack = Pack(options.cache / "shells.pack")
    urls = {url: None for path in edits.keys for url in ledger.shells.get(path, ())}
    documents = [url for shard in ledger.shards for url in shard]
    shells = {url: read_shell(pack, url) for url in dict.fromkeys((*urls, *documents))}
    found = {url: shell for url, shell in shells.items() if shell is not None}
    if len(found) < len(shells):
        return None
    try:
        made = [fill_shell(found[url], notes.prose) for url in urls]
        shards = [tuple(found[url] for url in shard) for shard in ledger.shards]
        index = _index(shards, edits, ledger, notes, options) if shards else []
    except Damaged:
        return None
    copies = [
        File(url, Copied(path, url)) for path in edits.keys for url in ledger.copies.get(path, ())
    ]
    return [*made, *copies, *index]


def _index(
    shards: Sequence[tuple[Shell, ...]],
    edits: Edits,
    ledger: Ledger,
    notes: Notes,
    options: BuildOptions,
) -> Sequence[File]:
    """The files of the shards that hold a text that changed; the others are as they were."""
    from apercu.indexing import search_files

    wanted = {
        number
        for number, shard in enumerate(shards)
        if any(slot.note in edits.keys for document in shard for slot in document.slots)
    }
    return search_files(shards, notes, ledger.lang, options.cache / "search", wanted)


def _superseded(old: Iterable[str], placed: Collection[str]) -> set[str]:
    """What is left of the shards of the search that were made anew, whose files have new names."""
    if not any(url.startswith(_SEARCH) for url in placed):
        return set()
    from apercu.indexing import shard_of

    made = {shard_of(url) for url in placed} - {None}
    return {url for url in old if url not in placed and shard_of(url) in made}


def _publish(
    options: BuildOptions, survey: Survey, seal: Seal, files: list[File]
) -> tuple[Survey, tuple[str, ...]]:
    """Write the files that differ; the survey with the sums of then, and the names of our files."""
    with staged(options.output, options.cache, is_intact=True) as staging:
        # A file that is written anew gives up a name of the old one, whose inode notes the time.
        looked = staging.stat(file.url for file in files)
        folders = staging.folders(file.url for file in files)
        top = statuses_of(options.output, (".",))
        placed = {file.url: place_file(file, options.site, staging) for file in files}
        gone = _superseded(staging.old, placed)
        kept = [
            Placed(url, digest, is_new=False)
            for url, digest in staging.old.items()
            if url not in placed and url not in gone
        ]
        touched = {MANIFEST, *gone, *(url for url, file in placed.items() if file.is_new)}
        touched |= set(staging.caught_up.before) if staging.caught_up else set()
        known = staging.stat(touched) | looked
        written = staging.publish((*placed.values(), *kept))
    names = (*written.ours, MANIFEST)
    output, spare = options.output, spare_folder(options.cache)
    if not staging.caught_up:
        return survey.published(output, spare, names), names
    before = {url: known.get(url) for url in touched}
    ours = renewed(seal.ours, before, statuses_of(output, touched))
    if seal.spare is None or staging.old.keys() ^ set(written.ours):
        # The two trees do not have the same folders.
        sum_of_folders = folders_sum(output, encoded(names))
        return replace(survey, ours=ours, folders=sum_of_folders, spare=None), names
    # With a change, what was the spare tree is the output now, and the output the spare tree.
    caught_up, other = (output, spare) if written.changed else (spare, output)
    sums = (
        renewed(seal.spare, folders, statuses_of(caught_up, folders)),
        renewed(seal.folders, top, statuses_of(other, top)),
    )
    in_output, in_spare = sums if written.changed else sums[::-1]
    return replace(survey, ours=ours, folders=in_output, spare=in_spare), names
