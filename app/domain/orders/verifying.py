"""Verify an order: take it up, call the requester, and pass it on, ask for more, or refuse it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.orders import errors, rules
from app.domain.orders.holding import move, note, staffs_order, tell_requester
from app.domain.orders.models import ServiceOrder
from app.domain.orders.rules import Decision, State
from app.domain.orders.wanted import why_not_this_brief
from app.domain.people import queries as people
from app.domain.people.search import ids_meant_by
from app.kernel.database import session
from app.kernel.transaction import transaction


def take_up(staff: Staff, order_id: UUID, *, now: datetime) -> None:
    """From now on she verifies it, and colleagues see that. Said again, nothing changes."""
    with transaction():
        row = staffs_order(staff, order_id)
        if row.state == State.VERIFYING and row.verifier_id == staff.id:
            return
        _refuse_anothers(staff, row)
        move(row, Decision.TAKE_UP, staff.actor, now=now)
        row.verifier_id = staff.id


def give_back(staff: Staff, order_id: UUID, *, now: datetime) -> None:
    """Back into the queue; also by a colleague, when she who took it is away."""
    with transaction():
        row = staffs_order(staff, order_id)
        move(row, Decision.GIVE_BACK, staff.actor, now=now)
        row.verifier_id = None


def pass_on(staff: Staff, order_id: UUID, brief: str, *, now: datetime) -> None:
    """It is real and can be done; `brief` is what teams read before they accept."""
    refusal = why_not_this_brief(brief)
    if refusal:
        raise refusal
    with transaction():
        row = staffs_order(staff, order_id)
        _refuse_anothers(staff, row)
        move(row, Decision.PASS, staff.actor, now=now)
        row.brief, row.reason = brief.strip(), ""
        tell_requester(row, "passed", now=now)


def ask(staff: Staff, order_id: UUID, missing: str, *, now: datetime) -> None:
    """Something is missing: the requester reads what."""
    refusal = rules.why_not_this_reason(missing, field="words", what="缺什么")
    if refusal:
        raise refusal
    with transaction():
        row = staffs_order(staff, order_id)
        _refuse_anothers(staff, row)
        row.reason = missing.strip()
        move(row, Decision.ASK, staff.actor, now=now, words=missing)
        tell_requester(row, "asked", now=now, reason=row.reason)


def refuse(staff: Staff, order_id: UUID, reason: str, turn_to: str, *, now: datetime) -> None:
    """It cannot be done here: the requester reads why, and where to turn."""
    refusal = rules.why_not_this_reason(reason, field="words") or rules.why_not_this_reason(
        turn_to, field="turn_to", what="可以找谁办"
    )
    if refusal:
        raise refusal
    with transaction():
        row = staffs_order(staff, order_id)
        _refuse_anothers(staff, row)
        row.reason = f"{reason.strip().rstrip('。')}。可以找：{turn_to.strip()}"[:200]
        move(row, Decision.REFUSE, staff.actor, now=now, words=row.reason)
        tell_requester(row, "refused", now=now, reason=row.reason)


def bind(staff: Staff, order_id: UUID, number: str, *, now: datetime) -> None:
    """The requester has an account now: she follows the order there.

    Her name or her phone must be the order's, so that a slip shows nobody a stranger's order.
    """
    with transaction():
        row = staffs_order(staff, order_id)
        found = session.scalars(ids_meant_by(number.strip()).limit(2)).all()
        cards = people.cards(found)
        person = next(iter(cards.values())) if len(number.strip()) == 10 and cards else None
        same = person is not None and (
            person.name == row.name or (row.phone != "" and person.phone == row.phone)
        )
        if person is None or len(cards) != 1 or not same or person.state == "left":
            raise errors.NobodyBound
        if row.state in [one.value for one in rules.ENDED]:
            raise errors.OrderNotNow(state=State(row.state).title)
        row.requester_id = person.id
        note(staff.actor, row, "bind", now=now)


def next_to_verify(staff: Staff, after: UUID) -> UUID | None:
    """The next one that waits for somebody, for who goes through them one by one."""
    query = select(ServiceOrder.id).where(
        ServiceOrder.place_path.startswith(staff.scope.path, autoescape=True),
        ServiceOrder.state == State.SUBMITTED.value,
        ServiceOrder.id != after,
    )
    return session.scalars(query.order_by(ServiceOrder.due_at, ServiceOrder.id).limit(1)).first()


def _refuse_anothers(staff: Staff, row: ServiceOrder) -> None:
    if row.state == State.VERIFYING and row.verifier_id not in (None, staff.id):
        raise errors.VerifiedByAnother(name=access.names({row.verifier_id})[row.verifier_id])
