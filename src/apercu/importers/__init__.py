"""What notes of other tools become, one format a file."""

from collections.abc import Callable, Mapping, Sequence

from apercu.imported import Facts, ImportedNote
from apercu.importers.shortscience import import_shortscience

IMPORTERS: Mapping[str, Callable[[str, Sequence[Facts]], tuple[ImportedNote, ...]]] = {
    "shortscience": import_shortscience,
}
