"""`flask places open-centre`: the one place that has none above it to be opened from."""

import click
from flask.cli import AppGroup

from app.domain.audit.actors import SYSTEM
from app.domain.places.opening import open_place
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from app.kernel.refusal import Refusal

places = AppGroup("places", help="The tree of places.")


@places.command("open-centre")
@click.option("--name", required=True, help="高新区新时代文明实践中心, say.")
@click.option("--address", default="", help="Where it is.")
@click.option("--phone", default="", help="Whom people may call.")
def open_centre(name: str, address: str, phone: str) -> None:
    """Open the centre; offices and stations are opened below it in the console."""
    try:
        opened = open_place(
            actor=SYSTEM,
            scope=EVERYWHERE,
            parent_id=None,
            level="centre",
            name=name,
            address=address,
            contact_phone=phone,
            now=clock.now(),
        )
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.sentence} {refusal.advice}".strip()) from refusal
    click.echo(f"{opened.name} is open")
