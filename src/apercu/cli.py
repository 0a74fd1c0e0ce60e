"""The `apercu` command: finds the verb that was asked for, and ends with an honest exit code."""

import contextlib
import importlib
import keyword
import os
import signal
import sys
import tempfile
import traceback
from types import FrameType

import click

from apercu import __version__
from apercu.commands import COMMANDS
from apercu.diagnostic import ApercuError
from apercu.text import did_you_mean

OUR_BUG, INTERRUPTED = 70, 130


class Verbs(click.Group):
    """Loads only the module of the verb that was named, so that `--version` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            hint = did_you_mean(cmd_name, COMMANDS) or f"known: {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command `{cmd_name}`; {hint}", ctx)
        # `import` is a word of Python, so its module ends in `_`.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"apercu.commands.{name}")
        command = module.command
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Begin with: apercu init notes",
)
@click.version_option(__version__, "-V", "--version", message="apercu %(version)s")
def group() -> None:
    """Publish notes about research papers as a fast static site."""


def main() -> None:
    """Run the command of this process and end it.

    0 fine, 1 problems in the notes, 2 used wrongly, 3 the world refused, 70 our bug,
    130 interrupted.
    """
    if sys.getfilesystemencoding() != "utf-8":
        # A locale such as ISO-8859-1 cannot name the files of most alphabets; the same program can.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    is_verbose = "-v" in sys.argv or "--verbose" in sys.argv
    try:
        code = group.main(prog_name="apercu", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        code = INTERRUPTED
    except ApercuError as error:
        click.echo(f"error: {error}", err=True)
        if error.help:
            click.echo(f"help: {error.help}", err=True)
        code = error.exit_code
    except BrokenPipeError:
        _silence()
        code = 1
    except Exception:  # noqa: BLE001  # the one place where our own bugs end
        code = _report_bug(is_verbose)
    sys.exit(code if isinstance(code, int) else 0)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _silence() -> None:
    """Nobody reads on: Python must not complain about it at the end."""
    with contextlib.suppress(OSError):
        sys.stdout.close()


def _report_bug(is_verbose: bool) -> int:
    report = traceback.format_exc()
    if is_verbose:
        click.echo(report, err=True)
    with tempfile.NamedTemporaryFile(
        "w", prefix="apercu-", suffix=".txt", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.write(f"apercu {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{report}")
    message = f"error: apercu itself failed, which is our bug; the report is in {file.name}"
    click.echo(message, err=True)
    return OUR_BUG
