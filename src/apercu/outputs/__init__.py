"""Files for machines, made from the Site; one format a file."""

from collections.abc import Callable, Iterable

from apercu.model import File, Site
from apercu.outputs.host import host_files

OUTPUTS: tuple[Callable[[Site], Iterable[File]], ...] = (host_files,)
