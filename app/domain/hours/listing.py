"""Take a list of records out of the house; who did, and how many were on it, is written down."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.hours.errors import TooManyToList
from app.domain.hours.queries import QueueFilter, queue
from app.domain.hours.rules import LONGEST_LIST
from app.domain.hours.views import RecordRow
from app.kernel.paging import LARGEST_PAGE_SIZE
from app.kernel.transaction import transaction


def take_out(by: Staff, state: str, filters: QueueFilter, *, now: datetime) -> list[RecordRow]:
    """Every record of her subtree in one state that a queue with these filters shows."""
    by.require(Permission.EXPORT, by.place.path)
    with transaction():
        records = list(_all(by, state, filters, now))
        trail.record(
            by.actor,
            "hours.export",
            "hour_record",
            None,
            now=now,
            place_id=by.place.id,
            count=len(records),
            state=state,
        )
    return records


def _all(by: Staff, state: str, filters: QueueFilter, now: datetime) -> Iterator[RecordRow]:
    number = 1
    while True:
        page = queue(by.scope, state, filters, number, now=now, size=LARGEST_PAGE_SIZE)
        if page.total > LONGEST_LIST:
            raise TooManyToList(count=page.total, most=LONGEST_LIST)
        yield from page.items
        if not page.has_next:
            return
        number += 1
