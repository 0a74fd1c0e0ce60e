"""Shells as a pack keeps them."""

from collections.abc import Iterable

from apercu.codec import decode, encode
from apercu.pack import Pack
from apercu.site import Shell


def keep_shells(pack: Pack, shells: Iterable[Shell]) -> None:
    """Keep these, and of others those that the pack was told to keep. A page and the document of it
    for the search have one URL but that the page's file is named."""
    for shell in shells:
        pack.put(shell.url, encode(shell))
    pack.save()


def read_shell(pack: Pack, url: str) -> Shell | None:
    """The shell at a URL; None if there is none, or a damaged one."""
    text = pack.get(url)
    try:
        return None if text is None else decode(Shell, text)
    except ValueError:
        return None
