"""Files for machines, made from the Site; one format a file."""

from collections.abc import Callable, Iterable

from apercu.outputs.bibliography import bibliography_files
from apercu.outputs.feeds import feed_files
from apercu.outputs.host import host_files
from apercu.outputs.index import index_files
from apercu.outputs.sitemap import sitemap_files
from apercu.outputs.sources import source_files
from apercu.site import File, Shell, Site

OUTPUTS: tuple[Callable[[Site], Iterable[File | Shell]], ...] = (
    host_files,
    bibliography_files,
    index_files,
    source_files,
    sitemap_files,
    feed_files,
)
