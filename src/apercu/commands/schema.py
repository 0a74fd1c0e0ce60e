"""`apercu schema`."""

import json

import click

from apercu.schema import note_schema, site_schema

_KINDS = {"site": site_schema, "note": note_schema}


@click.command("schema", epilog="For example: apercu schema site > apercu.schema.json")
@click.argument("kind", type=click.Choice(list(_KINDS)))
def command(kind: str) -> None:
    """Print a JSON schema of settings or notes, for editors."""
    click.echo(json.dumps(_KINDS[kind](), indent=2, ensure_ascii=False))
