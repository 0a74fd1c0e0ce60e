"""`apercu explain`."""

import click

from apercu.advice import ADVICE
from apercu.diagnostic import CODES
from apercu.text import did_you_mean


def _codes(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    del ctx, parameter
    return [code for code in sorted(CODES) if code.startswith(begun.upper())]


@click.command("explain", epilog="For example: apercu explain AP101")
@click.argument("code", shell_complete=_codes)
def command(code: str) -> None:
    """Say what a CODE of a diagnostic means."""
    name = code.upper()
    known = CODES.get(name)
    if known is None:
        hint = did_you_mean(name, sorted(CODES)) or "codes run from AP101"
        raise click.UsageError(f"there is no code `{code}`; {hint}")
    click.echo(f"{known.severity}[{name}]: {known.sentence}\n\n{ADVICE[name]}")
