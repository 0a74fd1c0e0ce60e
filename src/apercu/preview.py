"""A site in memory, made anew as far as it changed; nothing is written.

It goes the ways of a build: a text that changed is put into the shells that hold it, and only
where more changed is all linked and rendered again.
"""

from msgspec.structs import replace

from apercu.diagnostic import sort_diagnostics
from apercu.ledger import Ledger
from apercu.memory import Memory
from apercu.outcome import BuildOptions, Outcome
from apercu.patch import find_edits
from apercu.record import Record
from apercu.render import render_pages
from apercu.site import File, Shell, Site
from apercu.slot import fill_shell
from apercu.stages import ledger_of, plan_tree, read_tree
from apercu.stamp import Stamp, changed_paths, with_digests
from apercu.survey import inputs_of


class Made(Record):
    """A site in memory. There are no files if an error would stop a build."""

    site: Site
    files: dict[str, File]
    """By URL; those of the search are not among them."""
    outcome: Outcome


class _Last(Record):
    """What was made last, of which inputs."""

    made: Made
    shells: dict[str, Shell]
    ledger: Ledger
    inputs: dict[str, Stamp]


class LiveSite:
    """A site and what it came to the last time."""

    def __init__(self, options: BuildOptions) -> None:
        self.options = options
        # What builds kept is used, and nothing is added to it.
        self.memory = Memory.of(options.cache, is_read_only=True)
        self._last: _Last | None = None

    def make(self) -> Made:
        """The site as it is now."""
        inputs = self._inputs()
        made = self._edited(self._last, inputs) if self._last else None
        return made or self._made(inputs)

    def _inputs(self) -> dict[str, Stamp]:
        try:
            stamps = inputs_of(self.options.site, self.options.output)
        except OSError:  # what cannot be looked at is told when it is read
            return {}
        # The newest file tells what time it is.
        now = max((int(time) for stamp in stamps.values() for time in stamp[2:3]), default=0)
        return with_digests(stamps, self.options.site, now)

    def _edited(self, last: _Last, inputs: dict[str, Stamp]) -> Made | None:
        changed = changed_paths(last.inputs, inputs, self.options.site)
        if not inputs or not changed or not changed <= last.ledger.keys.keys():
            return None
        notes = self.memory.notes
        said = last.made.outcome.diagnostics
        edits = find_edits(self.options.site, changed, last.ledger, notes, said)
        if edits is None:
            return None
        unchanged = last.made.outcome.read - len(edits.keys)
        outcome = replace(last.made.outcome, diagnostics=edits.diagnostics, unchanged=unchanged)
        if outcome.is_stopped(self.options.strict):
            return None
        files = dict(last.made.files)
        for path in edits.keys:
            for url in last.ledger.shells.get(path, ()):
                files[url] = fill_shell(last.shells[url], notes.prose)
        made = Made(last.made.site, files, outcome)
        ledger = replace(last.ledger, keys=last.ledger.keys | edits.keys)
        self._last = _Last(made, last.shells, ledger, inputs)
        return made

    def _made(self, inputs: dict[str, Stamp]) -> Made:
        self._last = None
        memory = self.memory
        planned = plan_tree(read_tree(self.options), self.options, memory)
        rendered, found = render_pages(planned.pages, planned.chrome, planned.templates)
        said = sort_diagnostics((*planned.outcome.diagnostics, *found))
        outcome = replace(planned.outcome, diagnostics=said)
        if outcome.is_stopped(self.options.strict):
            return Made(planned.site, {}, outcome)
        made = (*rendered, *planned.files)
        shells = {file.url: file for file in made if isinstance(file, Shell)}
        plain = [file for file in made if isinstance(file, File)]
        whole = [fill_shell(shell, memory.notes.prose) for shell in shells.values()]
        whole += memory.with_font(plain, planned.site.symbols)
        memory.save()
        finished = Made(planned.site, {file.url: file for file in whole}, outcome)
        self._last = _Last(finished, shells, ledger_of(planned), inputs)
        return finished
