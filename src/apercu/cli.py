"""The `apercu` command: finds the verb that was asked for."""

import importlib
import keyword
import os
from pathlib import Path

import click

from apercu import __version__
from apercu.commands import COMMANDS


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


def run_group() -> int:
    """Do what this process was asked, and give the code to end it with."""
    try:
        code = group.main(prog_name="apercu", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    return code if isinstance(code, int) else 0
