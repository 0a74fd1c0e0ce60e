"""Files for machines, made from the Site; one format a file."""

from collections.abc import Callable, Iterable

from apercu.outputs.host import host_files
from apercu.site import File, Site

OUTPUTS: tuple[Callable[[Site], Iterable[File]], ...] = (host_files,)
