"""The district's limits on booking: how many at once, and who often does not come waits."""

from datetime import datetime

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.facilities.models import BookingLimits
from app.domain.facilities.rules import LIMITS, Limits, why_not_these_limits
from app.domain.places import queries as places
from app.domain.places.holding import hold_place
from app.kernel.database import session
from app.kernel.transaction import transaction


def limits_in_force() -> Limits:
    """What the centre has set, else the usual."""
    row = session.scalars(select(BookingLimits).limit(1)).one_or_none()
    if row is None:
        return LIMITS
    return Limits(row.most_open, row.most_missed, row.within_days, row.wait_days)


def set_limits(staff: Staff, limits: Limits, *, now: datetime) -> None:
    """From now on, for everybody in the district; the centre's."""
    refusal = why_not_these_limits(limits)
    if refusal:
        raise refusal
    with transaction():
        centre = places.centre()
        staff.require(Permission.FACILITIES_MANAGE, centre.path)
        hold_place(centre.id)
        row = session.get(BookingLimits, centre.id, populate_existing=True)
        if row is None:
            row = BookingLimits(place_id=centre.id)
            session.add(row)
        row.most_open, row.most_missed = limits.most_open, limits.most_missed
        row.within_days, row.wait_days = limits.within_days, limits.wait_days
        row.changed_by_id, row.changed_at = staff.id, now
        trail.record(
            staff.actor,
            "facilities.set_limits",
            "place",
            centre.id,
            now=now,
            place_id=centre.id,
            **vars(limits),
        )
