"""What the clock does: deadlines that passed, and contacts nobody needs any more.

Every order is decided by what stands in its row: asked late, it does once what is due.
"""

from datetime import datetime

from sqlalchemy import Select, and_, exists, not_, select

from app.domain.audit.actors import SYSTEM
from app.domain.orders import rules
from app.domain.orders.events import StaffCalled
from app.domain.orders.forgetting import forget_contact
from app.domain.orders.holding import (
    move,
    present_round,
    tell_leader,
    tell_requester,
    who_dispatches,
)
from app.domain.orders.models import ServiceOrder, ServiceRound
from app.domain.orders.rules import (
    BY_THE_CLOCK,
    CONTACT_KEPT,
    LOW_STARS,
    REMINDS_LEADER,
    REMINDS_STAFF,
    Decision,
    State,
)
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 200
NO_ANSWER = "超过时限没有答复"


def advance(*, now: datetime) -> int:
    """Time-outs go back to the queue, services begin, what nobody rated closes; how many."""
    if not session.scalars(_due(now).limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            _due(now)
            .order_by(ServiceOrder.id)
            .limit(AT_ONCE)
            .with_for_update(key_share=True, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        return sum(_advance(row, now) for row in rows)


def _due(now: datetime) -> Select[ServiceOrder]:
    low = exists().where(
        ServiceRound.order_id == ServiceOrder.id,
        ServiceRound.number == ServiceOrder.rounds,
        ServiceRound.stars <= LOW_STARS,
    )
    # Rated low, or not satisfied when called: that waits for a person, however late.
    for_a_person = and_(
        ServiceOrder.state == State.RATED.value,
        low | (ServiceOrder.call_state == "unsatisfied"),
    )
    return select(ServiceOrder).where(
        ServiceOrder.state.in_([state.value for state in BY_THE_CLOCK]),
        ServiceOrder.due_at <= now,
        not_(for_a_person),
    )


def _advance(row: ServiceOrder, now: datetime) -> int:
    state, served, team_id = State(row.state), present_round(row), row.team_id
    decision = rules.clock_decides(state, served.stars if served else None)
    if decision is None:
        return 0
    words = NO_ANSWER if decision is not Decision.START else ""
    move(row, decision, SYSTEM, now=now, words=words, served=served)
    if row.call_state == "drawn" and row.state == State.CLOSED:
        row.call_state = "lapsed"
    if decision is Decision.TIME_OUT:
        tell_leader(row, "taken_back", team_id, now=now, reason=NO_ANSWER)
    if state is State.NEED_INFO:
        tell_requester(row, "lapsed", now=now, reason=row.reason)
    return 1


def remind(*, now: datetime) -> int:
    """Who should have verified, dispatched or reported is told once that time is over; how many."""
    states = (*REMINDS_STAFF, REMINDS_LEADER)
    late = select(ServiceOrder).where(
        ServiceOrder.state.in_([state.value for state in states]),
        ServiceOrder.due_at <= now,
        ServiceOrder.reminded_at.is_(None),
    )
    if not session.scalars(late.limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            late.order_by(ServiceOrder.due_at, ServiceOrder.id)
            .limit(AT_ONCE)
            .with_for_update(key_share=True, skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        for row in rows:
            row.reminded_at = now
            _remind(row, now)
        return len(rows)


def _remind(row: ServiceOrder, now: datetime) -> None:
    kind = REMINDS_STAFF.get(State(row.state))
    if kind is None:
        tell_leader(row, "report_due", row.team_id, now=now)
    elif told := {one.volunteer_id for one in who_dispatches(row) if one.volunteer_id}:
        happened(StaffCalled(kind, row.number, row.title, tuple(sorted(told)), now))


def forget_contacts(*, now: datetime) -> int:
    """Wipe name, phone, address and wish of orders that ended long ago; how many."""
    old = select(ServiceOrder).where(
        ServiceOrder.ended_at <= now - CONTACT_KEPT, ServiceOrder.phone_index.is_not(None)
    )
    if not session.scalars(old.limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            old.order_by(ServiceOrder.id).limit(AT_ONCE).with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            forget_contact(row)
        return len(rows)
