"""The notes themselves, beside the pages that show them: `papers/<slug>/<writer>.md`."""

from collections.abc import Iterator

from apercu.site import Copied, File, Site


def source_files(site: Site) -> Iterator[File]:
    """The file of each published note, as its author wrote it."""
    for paper in site.papers:
        for summary in paper.summaries:
            url = f"{paper.url}{summary.anchor}.md"
            yield File(url, Copied(summary.path, url))
