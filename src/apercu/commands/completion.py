"""`apercu completion`."""

import click
from click.shell_completion import get_completion_class


@click.command("completion", epilog="For example: source <(apercu completion bash)")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what lets SHELL complete the commands of apercu.

    For each new shell, bash: source <(apercu completion bash) in ~/.bashrc; zsh: the same with zsh
    in ~/.zshrc; fish: apercu completion fish > ~/.config/fish/completions/apercu.fish.
    """
    kind = get_completion_class(shell)
    assert kind is not None  # the three are click's own
    click.echo(kind(ctx.find_root().command, {}, "apercu", "_APERCU_COMPLETE").source())
