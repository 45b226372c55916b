"""`flask staff`: what nobody in the console can do, for centre administrators have nobody above."""

import click
from flask.cli import AppGroup

from app.domain.access import address_ranges, second_factor
from app.domain.access.appointment import first_administrator, reset_password_on_server
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

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


@staff.command("reset-second-factor")
@click.option("--username", required=True, help="Whose authenticator is lost.")
@click.option("--reason", required=True, help="Why; it is kept in the trail and told to her.")
def reset_second_factor(username: str, reason: str) -> None:
    """Take a second factor away, a centre administrator's too; she enrols anew."""
    if not reason.strip():
        raise click.ClickException("Say why: --reason")
    try:
        second_factor.reset_on_server(username, reason=reason.strip(), now=clock.now())
    except NotFound as refusal:
        raise click.ClickException(f"Nobody signs in as {username}.") from refusal
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{username}: signed out everywhere; enrols anew at the next sign-in")


@staff.command("reset-password")
@click.option("--username", required=True, help="Who cannot sign in any more.")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def reset_password(username: str, reason: str) -> None:
    """Give anybody a new first password and open her account again; her devices are signed out."""
    if not reason.strip():
        raise click.ClickException("Say why: --reason")
    try:
        password = reset_password_on_server(username, reason=reason.strip(), now=clock.now())
    except NotFound as refusal:
        raise click.ClickException(f"Nobody signs in as {username}.") from refusal
    click.echo(f"{username}: {password} (to be changed at the first sign-in)")


@staff.command("open-addresses")
@click.option("--reason", required=True, help="Why; it is kept in the trail.")
def open_addresses(reason: str) -> None:
    """Lift every limit to networks, when the network has changed and nobody can decide."""
    if not reason.strip():
        raise click.ClickException("Say why: --reason")
    count = address_ranges.clear_on_server(reason=reason.strip(), now=clock.now())
    click.echo(f"{count} ranges removed; staff may decide from anywhere")
