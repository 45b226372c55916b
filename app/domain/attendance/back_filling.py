"""Stays that staff typed in afterwards: written once somebody above has confirmed them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.engagements import SessionOutline
from app.domain.attendance.models import Attendance
from app.domain.attendance.rules import BACK_FILL
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class TypedStay:
    """When a person came and left, as it was typed; `sign_up_id` may be a walk-in's."""

    volunteer_id: UUID
    sign_up_id: UUID
    in_at: datetime
    out_at: datetime


def who_has_a_stay(session_id: UUID, volunteer_ids: Collection[UUID]) -> set[UUID]:
    """Those of several people who were scanned, or entered, at a session."""
    query = select(Attendance.volunteer_id).where(
        Attendance.session_id == session_id, Attendance.volunteer_id.in_(volunteer_ids)
    )
    return set(session.scalars(query))


def enter_stays(
    plan: SessionOutline, stays: Collection[TypedStay], *, staff_id: UUID
) -> Mapping[UUID, UUID]:
    """Write them, entered by a member of staff; attendance id by person. Their rows are held.

    Nothing is announced: who confirms a back-fill draws up the records in the same action.
    """
    with transaction():
        rows = [
            Attendance(
                id=new_id(),
                activity_id=plan.activity_id,
                session_id=plan.session_id,
                sign_up_id=stay.sign_up_id,
                volunteer_id=stay.volunteer_id,
                in_at=stay.in_at,
                in_way=BACK_FILL,
                in_staff_id=staff_id,
                out_at=stay.out_at,
                out_way=BACK_FILL,
                out_staff_id=staff_id,
            )
            for stay in stays
        ]
        session.add_all(rows)
        session.flush()
        return {row.volunteer_id: row.id for row in rows}
