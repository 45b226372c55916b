"""`flask docs permissions | settings | environment`: pages that are printed from the code."""

import click
from flask.cli import AppGroup

from app.domain.access.permission_table import as_markdown
from app.entrypoints.cli import settings_table

docs = AppGroup("docs", help="Pages of docs/ that are printed from the code.")


@docs.command("permissions")
def permissions() -> None:
    """Print docs/permissions.md: who may do what, and who appoints whom."""
    click.echo(as_markdown(), nl=False)


@docs.command("settings")
def settings() -> None:
    """Print docs/settings.md: every environment variable and what it means."""
    click.echo(settings_table.as_markdown(), nl=False)


@docs.command("environment")
def environment() -> None:
    """Print deploy/haoren.env.example."""
    click.echo(settings_table.as_environment(), nl=False)
