"""`flask check counters`: does what is counted agree with the rows it was counted from?"""

import click
from flask.cli import AppGroup

from app.domain.activities import counters as activities
from app.domain.attendance import counters as attendance
from app.domain.coupons import counters as coupons
from app.domain.culture import counters as culture
from app.domain.hours import counters as hours
from app.domain.recognition import counters as recognition
from app.domain.training import counters as training
from app.kernel.agreement import disagreements

check = AppGroup("check", help="Whether the database agrees with itself.")
AGREEMENTS = (
    *activities.AGREEMENTS,
    *attendance.AGREEMENTS,
    *culture.AGREEMENTS,
    *coupons.AGREEMENTS,
    *hours.AGREEMENTS,
    *recognition.AGREEMENTS,
    *training.AGREEMENTS,
)


@check.command("counters")
def counters() -> None:
    """Count everything again; say what differs, and end with exit code 1 when anything does."""
    found = list(disagreements(AGREEMENTS))
    for one in found:
        ids = ", ".join(map(str, one.ids))
        click.echo(f"not so: {one.sentence}; {one.count} rows, such as {ids}")
    if found:
        raise SystemExit(1)
    click.echo(f"{len(AGREEMENTS)} agreements hold")
