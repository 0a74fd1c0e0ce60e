"""`apercu explain`."""

import click

from apercu.advice import ADVICE
from apercu.diagnostic import CODES
from apercu.text import did_you_mean


@click.command("explain", epilog="For example: apercu explain AP101")
@click.argument("code")
def command(code: str) -> None:
    """Say what a CODE of a diagnostic means."""
    name = code.upper()
    known = CODES.get(name)
    if known is None:
        hint = did_you_mean(name, sorted(CODES)) or "codes run from AP101"
        raise click.UsageError(f"there is no code `{code}`; {hint}")
    click.echo(f"{known.severity}[{name}]: {known.sentence}\n\n{ADVICE[name]}")
