"""`flask keys rotate`: what is sealed at rest comes under the key that now stands first."""

import click
from flask.cli import AppGroup

from app.kernel.crypto import Undecipherable
from app.kernel.resealing import left_to_reseal, reseal_some

keys = AppGroup("keys", help="The keys that seal ID numbers and secrets.")


@keys.command("rotate")
def rotate() -> None:
    """Seal again what an older key sealed, in batches, while everything runs."""
    done = 0
    try:
        while sealed := reseal_some():
            done += sealed
    except Undecipherable as error:
        raise click.ClickException(
            f"{error}: a value no key opens; its key is missing in ID_ENCRYPTION_KEYS. "
            f"{done} values were sealed again before."
        ) from error
    click.echo(f"{done} values sealed again; {left_to_reseal()} are left under older keys")


@keys.command("check")
def check() -> None:
    """Say how many values stand under older keys; exit code 1 when an old key is still needed."""
    left = left_to_reseal()
    click.echo(f"{left} values are left under older keys")
    if left:
        raise SystemExit(1)
