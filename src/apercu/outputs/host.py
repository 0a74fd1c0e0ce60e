"""What GitHub Pages wants to find: `.nojekyll` always, `CNAME` for a domain of one's own."""

from collections.abc import Iterator

from apercu.site import File, Site


def host_files(site: Site) -> Iterator[File]:
    """Without `.nojekyll` Pages would run Jekyll over the site and drop names with `_`."""
    yield File(".nojekyll", b"")
    if site.domain:
        yield File("CNAME", f"{site.domain}\n".encode())
