"""Where a preview listens, and by which names it may be asked."""

import contextlib
import os
import socket

from apercu.diagnostic import ApercuError

PORTS = range(8000, 8100)


def listen(host: str, port: int | None) -> socket.socket:
    """A socket at a port, or at the first free one from 8000 on.

    Raises ApercuError if the port is taken.
    """
    for number in PORTS if port is None else (port,):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio sends at once only what it knows to be TCP; else a page waits 40 ms for its body.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, number))
        except OSError as error:
            listening.close()
            if port is not None:
                cause = os.strerror(error.errno or 0).lower()
                help = "name another with --port, or leave it out for the next free one"
                raise ApercuError(f"cannot listen at {host}:{port}: {cause}", help, 2) from error
            continue
        # Whoever opens the address before the server runs waits and is not refused.
        listening.listen()
        return listening
    raise ApercuError(f"no port of {PORTS.start} to {PORTS.stop - 1} is free", "name one: --port")


def url_of(listening: socket.socket) -> str:
    """The address of a socket, as a browser takes it."""
    name, port = listening.getsockname()[:2]
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def names_of(host: str) -> list[str]:
    """The hosts that a request may name; for all of this machine also its name and numbers."""
    names = ["127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host]
    if host in ("0.0.0.0", "::"):
        own = socket.gethostname()
        with contextlib.suppress(OSError):
            names += [own, *(str(found[4][0]) for found in socket.getaddrinfo(own, None))]
    return names
