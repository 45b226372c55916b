"""Lists for staff: how many activities stand where, and a list to take out of the house."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.errors import TooManyToList
from app.domain.activities.models import Activity
from app.domain.activities.queries import for_staff
from app.domain.activities.views import ActivityCard
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.paging import LARGEST_PAGE_SIZE
from app.kernel.transaction import transaction

LONGEST_LIST = 5_000


def counts_by_state(within: Scope) -> dict[str, int]:
    """How many activities of a subtree are in each state; states without any are missing."""
    rows = session.execute(
        select(Activity.state, func.count())
        .where(Activity.place_id.in_(places.ids_within(within)))
        .group_by(Activity.state)
    )
    return {state: int(count) for state, count in rows}


def take_out(by: Staff, *, state: str, text: str, now: datetime) -> list[ActivityCard]:
    """The activities of her subtree that a list shows on all its pages; who asked is kept."""
    by.require(Permission.EXPORT, by.place.path)
    with transaction():
        cards = list(_all(by, state, text, now))
        trail.record(
            by.actor,
            "activity.export",
            "activity",
            None,
            now=now,
            place_id=by.place.id,
            count=len(cards),
        )
    return cards


def _all(by: Staff, state: str, text: str, now: datetime) -> Iterator[ActivityCard]:
    number = 1
    while True:
        page = for_staff(
            by.scope, now=now, state=state, text=text, page=number, size=LARGEST_PAGE_SIZE
        )
        if page.total > LONGEST_LIST:
            raise TooManyToList(count=page.total, most=LONGEST_LIST)
        yield from page.items
        if not page.has_next:
            return
        number += 1
