"""What the clock does: warnings, what is overdue goes up, what nobody says more to is closed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.audit.actors import SYSTEM
from app.domain.complaints import rules
from app.domain.complaints.events import HandlersCalled
from app.domain.complaints.forgetting import wipe
from app.domain.complaints.holding import (
    concern,
    handlers_of,
    move,
    raise_until_somebody_serves,
    tell_complainant,
)
from app.domain.complaints.models import Complaint
from app.domain.complaints.rules import WAITS_FOR_STAFF, WORDS_KEPT, Decision, State
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 200
HALF, OVERDUE = 1, 2


def advance(*, now: datetime) -> int:
    """Close what she says no more to, and go on where she did not reply; how many."""
    waiting = (State.ASKED.value, State.ANSWERED.value)
    return _each(and_(Complaint.state.in_(waiting), Complaint.ends_at <= now), _lapse, now)


def warn(*, now: datetime) -> int:
    """Warn at half of the time; at its end, up one level. Each once; how many."""
    due = and_(
        Complaint.state.in_([one.value for one in WAITS_FOR_STAFF]),
        or_(
            and_(Complaint.warned < OVERDUE, Complaint.due_at <= now),
            and_(Complaint.warned < HALF, Complaint.half_at <= now),
        ),
    )
    return _each(due, _warn, now)


def forget_words(*, now: datetime) -> int:
    """Wipe the words of complaints that ended a year ago; how many."""
    old = and_(Complaint.ended_at <= now - WORDS_KEPT, Complaint.wiped_at.is_(None))
    return _each(old, _wipe, now)


Act = Callable[[Complaint, datetime], int]


def _each(which: ColumnElement[bool], act: Act, now: datetime) -> int:
    query: Any = (
        select(Complaint).where(which).order_by(Complaint.due_at.nulls_last(), Complaint.id)
    )
    if not session.scalars(query.limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            query.limit(AT_ONCE)
            .with_for_update(key_share=True, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        return sum(act(row, now) for row in rows)


def _lapse(row: Complaint, now: datetime) -> int:
    move(row, Decision.LAPSE, SYSTEM, now=now, by_kind="system")
    if row.state == State.CLOSED:
        tell_complainant(row, "closed", now=now)
    return 1


def _warn(row: Complaint, now: datetime) -> int:
    if rules.is_late(row.due_at, now):
        _escalate(row, now)
    else:
        row.warned = HALF
        if row.handler_id is None:  # whom it concerns by now, and who serves there, may be others
            concern(row)
            raise_until_somebody_serves(row)
        _call(row, "half", now)
    return 1


def _escalate(row: Complaint, now: datetime) -> None:
    """Above, somebody may take it over; she who has it may still answer."""
    row.warned, row.overdue = OVERDUE, True
    move(row, Decision.ESCALATE, SYSTEM, now=now, by_kind="system")
    row.handled_path = rules.above(row.handled_path)
    raise_until_somebody_serves(row)
    _call(row, "overdue", now)


def _call(row: Complaint, kind: Any, now: datetime) -> None:
    told = {one.volunteer_id for one in handlers_of(row, now=now) if one.volunteer_id}
    if told:
        happened(HandlersCalled(kind, row.number, tuple(sorted(told)), now))


def _wipe(row: Complaint, now: datetime) -> int:
    wipe(row, now=now)
    return 1
