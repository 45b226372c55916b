"""Which accounts are one person's, as far as we can know: nobody decides twice by another name."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import CTE, or_, select
from sqlalchemy.orm import aliased

from app.domain.access.models import StaffMember
from app.domain.access.queries import Staff
from app.domain.audit import queries as audit
from app.kernel.database import session


def accounts_of(staff: Staff) -> frozenset[UUID]:
    """Every account that is hers: by phone, by her volunteer's account, or through a third."""
    return frozenset(session.scalars(select(_hers(staff).c.id))) | {staff.id}


def volunteers_of(staff: Staff) -> frozenset[UUID]:
    """The volunteers' accounts that belong to any of her accounts_of."""
    hers = _hers(staff)
    query = select(hers.c.volunteer_id).where(hers.c.volunteer_id.is_not(None))
    return frozenset(session.scalars(query))


def _hers(staff: Staff) -> CTE:
    """Joined until nothing more joins: A and B by a phone, B and C by a volunteer, are one."""
    one, other = StaffMember, aliased(StaffMember)
    hers = select(one.id, one.phone, one.volunteer_id).where(one.id == staff.id)
    known = hers.cte("hers", recursive=True)
    same = or_(other.phone == known.c.phone, other.volunteer_id == known.c.volunteer_id)
    return known.union(select(other.id, other.phone, other.volunteer_id).join(known, same))


def gave_keys(by: Staff, staff_ids: Collection[UUID], *, since: datetime) -> bool:
    """Whether she has appointed one of these, or reset a password or second factor, since then.

    Whoever gives a first password, or takes a second factor away, could sign in as that person. It
    counts under whichever of her accounts she did it.
    """
    return audit.was_done(
        accounts_of(by),
        ("staff.appoint", "staff.reset_password", "staff.reset_factor"),
        staff_ids,
        since=since,
    )
