"""The command as a process: what it does when it is stopped or fails, and its exit code."""

import codecs
import contextlib
import gc
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from apercu import __version__
from apercu.diagnostic import ApercuError
from apercu.glance import plain_build
from apercu.survey import Begun

OUR_BUG, INTERRUPTED = 70, 130
_ASCII = {"→": "->", "…": "...", "·": "-", "×": "x", "━": "#", "─": "-"}


def run(words: list[str], begun: Begun | None) -> NoReturn:
    """Do what a command line asks and end the process; `begun` is what was seen of a site.

    0 fine, 1 problems in the notes, 2 used wrongly, 3 the world refused, 70 our bug,
    130 interrupted.
    """
    if sys.getfilesystemencoding() != "utf-8":
        # A locale such as ISO-8859-1 cannot name the files of most alphabets; the same program can.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    _soften()
    try:
        code = _code(words, begun)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except ApercuError as error:
        help = f"help: {error.help}\n" if error.help else ""
        sys.stderr.write(f"error: {error}\n{help}")
        code = error.exit_code
    except BrokenPipeError:
        _silence()
        code = 1
    except Exception:  # noqa: BLE001  # the one place where our own bugs end
        code = _report_bug(is_verbose="-v" in words or "--verbose" in words)
    sys.exit(code)


def _code(words: list[str], begun: Begun | None) -> int:
    plain = plain_build(words)
    if plain:
        from apercu.brush import brushed_up

        code = brushed_up(*plain, begun)
        if code is not None:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # as `entry` does
    gc.enable()
    from apercu.cli import run_group  # with click, of which an edit has no need

    return run_group()


def _soften() -> None:
    """Write what the encoding of a stream lacks in ASCII, or as `?`, rather than fail."""
    codecs.register_error("apercu", _in_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="apercu")


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_ASCII.get(letter, "?") for letter in letters), error.end


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _silence() -> None:
    """Nobody reads on: Python must not complain about it at the end."""
    with contextlib.suppress(OSError):
        sys.stdout.close()


def _report_bug(*, is_verbose: bool) -> int:
    import tempfile
    import traceback

    report = traceback.format_exc()
    if is_verbose:
        sys.stderr.write(report)
    with tempfile.NamedTemporaryFile(
        "w", prefix="apercu-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.write(f"apercu {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{report}")
    message = "error: apercu itself failed, which is our bug; the report is in"
    sys.stderr.write(f"{message} {file.name}\n")
    return OUR_BUG
