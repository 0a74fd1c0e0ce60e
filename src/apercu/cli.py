"""The `apercu` command: finds the verb that was asked for, and ends with an honest exit code."""

import codecs
import contextlib
import importlib
import io
import keyword
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import click

from apercu import __version__
from apercu.commands import COMMANDS
from apercu.diagnostic import ApercuError

OUR_BUG, INTERRUPTED = 70, 130


_ASCII = {"→": "->", "…": "...", "·": "-", "×": "x", "━": "#", "─": "-"}


def _set_color(ctx: click.Context, parameter: click.Parameter, when: str) -> None:
    """Say it as the environment does (no-color.org), for all who ask there."""
    del ctx, parameter
    if when == "never":
        os.environ["NO_COLOR"] = "1"
    elif when == "always":
        os.environ.pop("NO_COLOR", None)
        os.environ["FORCE_COLOR"] = "1"


def _shared_options() -> list[click.Option]:
    """Of every verb that has none of that name."""
    return [
        click.Option(
            ["--color"], type=click.Choice(["auto", "always", "never"]), default="auto",
            expose_value=False, is_eager=True, callback=_set_color, help="When to use colors.",
        ),
        click.Option(
            ["-v", "--verbose"], is_flag=True, expose_value=False, help="Say more of what fails."
        ),
    ]  # fmt: skip


class Verbs(click.Group):
    """Loads only the module of the verb that was named, so that `--version` is quick."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            if Path("apercu.yml").is_file():
                click.echo("\nThis folder is a site: apercu serve shows it, apercu build makes it.")
            ctx.exit()
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            from apercu.text import did_you_mean  # only a slip of the finger needs it

            hint = did_you_mean(cmd_name, COMMANDS) or f"known: {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command `{cmd_name}`; {hint}", ctx)
        # `import` is a word of Python, so its module ends in `_`.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        module = importlib.import_module(f"apercu.commands.{name}")
        command = module.command
        assert isinstance(command, click.Command)
        known = {name for option in command.params for name in option.opts}
        command.params += [o for o in _shared_options() if not known.intersection(o.opts)]
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
    _soften()
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


def _report_bug(is_verbose: bool) -> int:
    import tempfile
    import traceback

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
