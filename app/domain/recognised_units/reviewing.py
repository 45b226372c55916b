"""Tell staff in time that units must be looked at again; once for each review."""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.rules import Permission
from app.domain.places import queries as places
from app.domain.recognised_units.events import ReviewsNear
from app.domain.recognised_units.models import RecognisedUnit
from app.domain.recognised_units.rules import TOLD_BEFORE, State
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 200


def remind(*, now: datetime) -> int:
    """Tell whoever decides on units there or above; how many units. For the worker's clock."""
    with transaction():
        rows = session.scalars(
            select(RecognisedUnit)
            .where(
                RecognisedUnit.state != State.WITHDRAWN.value,
                RecognisedUnit.review_due_on <= local_date(now) + TOLD_BEFORE,
                RecognisedUnit.told_for.is_(None)
                | (RecognisedUnit.told_for != RecognisedUnit.review_due_on),
            )
            .order_by(RecognisedUnit.review_due_on, RecognisedUnit.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        ).all()
        if not rows:
            return 0
        _tell([(row.place_id, row.review_due_on or local_date(now)) for row in rows], now=now)
        for row in rows:
            row.told_for = row.review_due_on
        return len(rows)


def _tell(due: list[tuple[UUID, date]], *, now: datetime) -> None:
    """One letter each, to whoever has a volunteer's account; the console counts for the others."""
    where = places.places({place_id for place_id, _ in due})
    above = {
        one.path[: end + 1]
        for one in where.values()
        for end, sign in enumerate(one.path)
        if sign == "/"
    }
    serving = [
        one
        for one in access.staff_serving(above)
        if one.volunteer_id is not None and one.may(Permission.UNITS_MANAGE)
    ]
    days: dict[UUID, list[date]] = defaultdict(list)
    for place_id, day in due:
        for one in serving:
            if one.volunteer_id is not None and one.scope.covers(where[place_id].path):
                days[one.volunteer_id].append(day)
    for volunteer_id, hers in sorted(days.items()):
        happened(ReviewsNear((volunteer_id,), len(hers), min(hers), now))
