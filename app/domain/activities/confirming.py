"""Who moves up shortly before a session says that she comes; else the next one moves up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.domain.activities import errors
from app.domain.activities.events import PassedOver
from app.domain.activities.locks import hold_position
from app.domain.activities.models import Activity, SignUp
from app.domain.activities.queue import move_up, place_told
from app.domain.people.holding import hold
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

AT_ONCE = 200


def confirm_place(volunteer_id: UUID, sign_up_id: UUID, *, now: datetime) -> None:
    """She comes. Said again, nothing changes."""
    with transaction():
        hold([volunteer_id])
        own = _own(volunteer_id, sign_up_id)
        hold_position(own.position_id)
        session.refresh(own)
        if own.state == "released" and own.confirm_by is not None:
            raise errors.PassedOverBefore(confirm_by=own.confirm_by)
        if own.state != "signed_up":
            raise errors.NothingToConfirm
        own.confirm_by = None


def pass_over(*, now: datetime) -> int:
    """Give places that nobody confirmed in time to those who wait; how many. For the clock."""
    due = session.scalars(
        select(SignUp.position_id)
        .where(*_unconfirmed(now))
        .distinct()
        .order_by(SignUp.position_id)
        .limit(AT_ONCE)
    ).all()
    return sum(_pass_over_at(position_id, now) for position_id in due)


def _unconfirmed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SignUp.state == "signed_up", SignUp.confirm_by < now, SignUp.starts_at > now)


def _pass_over_at(position_id: UUID, now: datetime) -> int:
    with transaction():
        position = hold_position(position_id)
        rows: Sequence[SignUp] = session.scalars(
            select(SignUp)
            .where(SignUp.position_id == position_id, *_unconfirmed(now))
            .order_by(SignUp.id)
            .execution_options(populate_existing=True)
        ).all()
        if not rows:
            return 0
        activity = session.get_one(Activity, rows[0].activity_id, populate_existing=True)
        for row in rows:
            row.state, row.cancelled_at = "released", now
        position.taken -= len(rows)
        session.flush()
        for row in rows:
            happened(PassedOver(place_told(row, activity, position), now))
        move_up(activity, position, now=now)
        return len(rows)


def _own(volunteer_id: UUID, sign_up_id: UUID) -> SignUp:
    own = session.scalar(
        select(SignUp).where(SignUp.id == sign_up_id, SignUp.volunteer_id == volunteer_id)
    )
    if own is None:
        raise NotFound
    return own
