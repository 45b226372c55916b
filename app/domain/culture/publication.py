"""Publish events, withdraw, record, end and cancel them; the clock begins and ends them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from app.domain.access.queries import Staff
from app.domain.culture import errors
from app.domain.culture.events import CultureEventCancelled, CultureEventNear
from app.domain.culture.holding import holders, move, staffs_event, told
from app.domain.culture.models import CultureEvent
from app.domain.culture.rules import (
    NEXT,
    OPEN,
    REMIND_BEFORE,
    Decision,
    State,
    why_not,
    why_not_publish,
    why_not_this_reason,
)
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction


def publish(staff: Staff, event_id: UUID, *, now: datetime) -> None:
    """Show it to everybody; tickets from the moment it says."""
    with transaction():
        row = staffs_event(staff, event_id)
        refusal = why_not(State(row.state), Decision.PUBLISH) or why_not_publish(
            starts_at=row.starts_at, ends_at=row.ends_at, now=now
        )
        if refusal:
            raise refusal
        move(row, Decision.PUBLISH, staff.actor, now=now)


def withdraw(staff: Staff, event_id: UUID, *, now: datetime) -> None:
    """Back to a draft, as long as nobody has a ticket."""
    with transaction():
        row = staffs_event(staff, event_id)
        if row.seats_taken and row.state == State.PUBLISHED:
            raise errors.HasTickets(seats=row.seats_taken)
        move(row, Decision.WITHDRAW, staff.actor, now=now)


def record(staff: Staff, event_id: UUID, *, now: datetime) -> None:
    """A draft of what has taken place already: it counts, and nobody was invited by us."""
    with transaction():
        row = staffs_event(staff, event_id)
        refusal = why_not(State(row.state), Decision.RECORD)
        if refusal or row.ends_at > now:
            raise refusal or errors.NotOverYet
        move(row, Decision.RECORD, staff.actor, now=now)


def end(staff: Staff, event_id: UUID, *, now: datetime) -> None:
    """It is over earlier than planned."""
    with transaction():
        move(staffs_event(staff, event_id), Decision.END, staff.actor, now=now)


def cancel(staff: Staff, event_id: UUID, *, reason: str, now: datetime) -> int:
    """It does not take place; everybody with a ticket is told. How many were."""
    if refusal := why_not_this_reason(reason):
        raise refusal
    with transaction():
        row = staffs_event(staff, event_id)
        move(row, Decision.CANCEL, staff.actor, now=now, reason=reason.strip())
        row.reason = reason.strip()
        session.flush()
        them = holders(event_id)
        if them:
            happened(CultureEventCancelled(told(row), row.reason, them, now))
        return len(them)


def advance(*, now: datetime) -> int:
    """Begin and end what is due; how many."""
    with transaction():
        begun = _turn(State.PUBLISHED, Decision.START, CultureEvent.starts_at <= now)
        return begun + _turn(State.RUNNING, Decision.END, CultureEvent.ends_at <= now)


def _turn(before: State, decision: Decision, due: ColumnElement[bool]) -> int:
    ids = session.scalars(
        select(CultureEvent.id)
        .where(CultureEvent.state == before.value, due)
        .order_by(CultureEvent.id)
        .with_for_update(key_share=True)
    ).all()
    if ids:
        session.execute(
            update(CultureEvent)
            .where(CultureEvent.id.in_(ids))
            .values(state=NEXT[before, decision].value)
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def remind(*, now: datetime) -> int:
    """Announce each event that begins within a day, once; how many."""
    with transaction():
        due = session.scalars(
            select(CultureEvent)
            .where(
                CultureEvent.state.in_([one.value for one in OPEN]),
                CultureEvent.reminded_at.is_(None),
                CultureEvent.starts_at > now,
                CultureEvent.starts_at <= now + REMIND_BEFORE,
            )
            .order_by(CultureEvent.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        for row in due:
            row.reminded_at = now
        session.flush()
        for row in due:
            if them := holders(row.id):
                happened(CultureEventNear(told(row), them, now))
        return len(due)
