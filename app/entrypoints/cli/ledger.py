"""`flask ledger …`: what guards the trail."""

import click
from flask.cli import AppGroup

from app.kernel.append_only import grants as rights
from app.kernel.database import Base

ledger = AppGroup("ledger", help="The trail as a ledger anyone can check.")


@ledger.command("grants")
@click.option("--role", default="haoren", help="The application's role on PostgreSQL.")
def grants(role: str) -> None:
    """Print the SQL that gives the application's role its rights and no more (docs/operations.md).

    The tables' owner runs it after each upgrade.
    """
    for line in rights(Base.metadata, role=role):
        click.echo(line)
