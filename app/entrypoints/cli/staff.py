"""`flask staff first-administrator`: the one appointment nobody in the console can make."""

import click
from flask.cli import AppGroup

from app.domain.access.appointment import first_administrator
from app.kernel import clock
from app.kernel.refusal import Refusal

staff = AppGroup("staff", help="Staff of the console.")


@staff.command("first-administrator")
@click.option("--name", required=True, help="Her name, as colleagues know it.")
@click.option("--username", required=True, help="What she types to sign in.")
@click.option("--phone", required=True, help="Where she can be reached.")
def appoint_first_administrator(name: str, username: str, phone: str) -> None:
    """Appoint a centre administrator and print her first password, once."""
    try:
        done = first_administrator(name=name, username=username, phone=phone, now=clock.now())
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.advice}".strip()) from refusal
    click.echo(f"{username}: {done.initial_password} (to be changed at the first sign-in)")
