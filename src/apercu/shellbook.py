"""Shells as a pack keeps them."""

from apercu.codec import decode, encode
from apercu.pack import Pack
from apercu.site import Shell


def packed(shell: Shell) -> tuple[str, bytes]:
    """Under which key a pack keeps a shell, and as what. A page and the document of it for the
    search have one URL but that the page's file is named."""
    return shell.url, encode(shell)


def read_shell(pack: Pack, url: str) -> Shell | None:
    """The shell at a URL; None if there is none, or a damaged one."""
    text = pack.get(url)
    try:
        return None if text is None else decode(Shell, text)
    except ValueError:
        return None
