"""`flask docs permissions`: pages of docs/ that are printed from the code."""

import click
from flask.cli import AppGroup

from app.domain.access.permission_table import as_markdown

docs = AppGroup("docs", help="Pages of docs/ that are printed from the code.")


@docs.command("permissions")
def permissions() -> None:
    """Print docs/permissions.md: who may do what, and who appoints whom."""
    click.echo(as_markdown(), nl=False)
