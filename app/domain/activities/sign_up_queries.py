"""Reading sign-ups: a resident's own, and the list of a session."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.domain.activities.engagements import ALIVE
from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.views import ActiveSignUp, MySignUp, SignUpView
from app.domain.people import queries as people
from app.kernel.database import session as database
from app.kernel.paging import LARGEST_PAGE_SIZE
from app.kernel.refusal import NotFound


def my_sign_ups(
    volunteer_id: UUID, *, upcoming: bool, now: datetime, limit: int = LARGEST_PAGE_SIZE
) -> list[MySignUp]:
    """Her living sign-ups yet to end, the nearest first; or all the rest, the latest first."""
    ahead = SignUp.state.in_(ALIVE) & (SignUp.ends_at > now)
    query = (
        select(SignUp, Activity, Position.name.label("position"), _place_in_queue().label("place"))
        .join(Activity, Activity.id == SignUp.activity_id)
        .join(Position, Position.id == SignUp.position_id)
        .where(SignUp.volunteer_id == volunteer_id, ahead if upcoming else ~ahead)
        .order_by(SignUp.starts_at if upcoming else SignUp.starts_at.desc(), SignUp.id)
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_mine(row) for row in database.execute(query)]


def sign_ups_of_session(session_id: UUID) -> list[SignUpView]:
    """Everyone who signed up, cancelled ones too: who has a place, then who waits, in order."""
    rows = database.execute(
        select(SignUp, Position.name.label("position"))
        .join(Position, Position.id == SignUp.position_id)
        .where(SignUp.session_id == session_id)
        .order_by(SignUp.queued_at, SignUp.id)
        .execution_options(populate_existing=True)
    ).all()
    persons = people.cards([row.SignUp.volunteer_id for row in rows])
    order = ("signed_up", "waiting", "walked_in", "cancelled", "released")
    rows = sorted(rows, key=lambda row: order.index(row.SignUp.state))
    return [_listed(row.SignUp, row.position, persons) for row in rows]


def count_ahead(volunteer_id: UUID, work_type: str, *, now: datetime) -> int:
    """In how many activities of a type she has a place, or waits for one, ahead; one statement."""
    query = (
        select(func.count(SignUp.activity_id.distinct()))
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.volunteer_id == volunteer_id,
            SignUp.state.in_(ALIVE),
            SignUp.ends_at > now,
            Activity.work_type == work_type,
        )
    )
    return database.scalar(query) or 0


def active_sign_up(session_id: UUID, volunteer_id: UUID) -> ActiveSignUp | None:
    """Her place in a session, or her place in its queue."""
    row = database.execute(
        select(SignUp.id, SignUp.position_id, SignUp.state).where(
            SignUp.session_id == session_id,
            SignUp.volunteer_id == volunteer_id,
            SignUp.state.in_(ALIVE),
        )
    ).first()
    return ActiveSignUp(row.id, row.position_id, row.state) if row else None


def activity_of_sign_up(sign_up_id: UUID, volunteer_ids: Collection[UUID]) -> UUID:
    """Which activity a sign-up of theirs is for; anybody else's is not found."""
    row = database.get(SignUp, sign_up_id)
    if row is None or row.volunteer_id not in volunteer_ids:
        raise NotFound
    return row.activity_id


def _place_in_queue() -> ColumnElement[int]:
    """One more than those who wait for the same position and came before."""
    other = aliased(SignUp)
    return (
        select(func.count() + 1)
        .where(
            other.position_id == SignUp.position_id,
            other.state == "waiting",
            other.queued_at < SignUp.queued_at,
        )
        .correlate(SignUp)
        .scalar_subquery()
    )


def _mine(row: Any) -> MySignUp:
    own, its = row.SignUp, row.Activity
    return MySignUp(
        id=own.id,
        activity_id=own.activity_id,
        session_id=own.session_id,
        position_id=own.position_id,
        state=own.state,
        title=its.title,
        activity_state=its.state,
        venue=its.venue,
        place_id=its.place_id,
        position=row.position,
        starts_at=own.starts_at,
        ends_at=own.ends_at,
        contact_name=its.contact_name,
        contact_phone=its.contact_phone,
        cancel_deadline_hours=its.cancel_deadline_hours,
        place_in_queue=row.place if own.state == "waiting" else None,
        cancelled_late=own.cancelled_late,
        confirm_by=own.confirm_by,
        taken_by_leader=own.taken_by_leader,
    )


def _listed(own: SignUp, position: str, persons: dict[UUID, people.PersonCard]) -> SignUpView:
    person = persons[own.volunteer_id]
    return SignUpView(
        id=own.id,
        volunteer_id=own.volunteer_id,
        name=person.name,
        number=person.number,
        phone=person.phone,
        position_id=own.position_id,
        position=position,
        state=own.state,
        queued_at=own.queued_at,
        moved_up_at=own.moved_up_at,
        cancelled_at=own.cancelled_at,
        cancelled_late=own.cancelled_late,
        cancel_reason=own.cancel_reason,
        at_the_door=own.at_the_door,
    )
