"""Take a call-back, call, and write down what came of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.call_backs import rules
from app.domain.call_backs.models import CallBack
from app.domain.call_backs.rules import CallBackFacts, Checker
from app.domain.hours.decided import who_is_behind
from app.domain.hours.weighing import flag_by_call_back
from app.kernel.database import session
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def take(staff: Staff, call_back_id: UUID, *, now: datetime) -> None:
    """From now on she, and she alone, sees the phone; that she does stands in the trail."""
    with transaction():
        row = _held(staff, call_back_id)
        facts = facts_of(row)
        refusal = rules.why_not_take(facts, checker(staff), now=now)
        if refusal is not None:
            raise refusal
        if rules.has_it(facts, staff.id, now=now):
            return
        row.taken_by_id, row.taken_at = staff.id, now
        _tell(staff, row, "take", now=now)


def give_back(staff: Staff, call_back_id: UUID, *, now: datetime) -> None:
    """Somebody else may take it."""
    with transaction():
        row = _mine(staff, call_back_id, now=now)
        row.taken_by_id, row.taken_at = None, None
        _tell(staff, row, "give_back", now=now)


def not_reached(staff: Staff, call_back_id: UUID, *, now: datetime) -> bool:
    """She did not answer; the third time ends it. Whether it has ended."""
    with transaction():
        row = _mine(staff, call_back_id, now=now)
        refusal = rules.why_not_count_a_try(facts_of(row), now=now)
        if refusal is not None:
            raise refusal
        row.tries, row.tried_at = row.tries + 1, now
        row.taken_at = now  # who is at it keeps it
        over = row.tries >= rules.TRIES
        if over:
            _close(staff, row, "not_reached", now=now)
        _tell(staff, row, "not_reached", now=now, count=row.tries)
        return over


def confirm(staff: Staff, call_back_id: UUID, *, now: datetime) -> None:
    """The person says the same as the record."""
    with transaction():
        row = _mine(staff, call_back_id, now=now)
        _close(staff, row, "confirmed", now=now)
        _tell(staff, row, "confirm", now=now)


def differs(staff: Staff, call_back_id: UUID, said: str, *, now: datetime) -> None:
    """The person says otherwise: the record is flagged for those above, who let it stand or not."""
    with transaction():
        row = _mine(staff, call_back_id, now=now)
        refusal = rules.why_not_this_text(said)
        if refusal is not None:
            raise refusal
        row.said = said.strip()
        _close(staff, row, "differs", now=now)
        _tell(staff, row, "differs", now=now, reason=row.said)
        flag_by_call_back(row.record_id, row.said, now=now)


def checker(staff: Staff) -> Checker:
    """A member of staff as the rules see her."""
    return Checker(staff.id, staff.volunteer_id, staff.scope, staff.place.level == "centre")


def facts_of(row: CallBack) -> CallBackFacts:
    """A row as the rules see it."""
    names = access.names({row.taken_by_id} if row.taken_by_id else set())
    return CallBackFacts(
        state=row.state,
        place_path=row.place_path,
        checker_path=row.checker_path,
        volunteer_id=row.volunteer_id,
        behind=who_is_behind(row.record_id),
        taken_by_id=row.taken_by_id,
        taken_by=names.get(row.taken_by_id, "") if row.taken_by_id else "",
        taken_at=row.taken_at,
        tried_at=row.tried_at,
    )


def _held(staff: Staff, call_back_id: UUID) -> CallBack:
    row = session.scalar(
        select(CallBack)
        .where(CallBack.id == call_back_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    staff.require(Permission.HOURS_CALL_BACK, row.checker_path)
    return row


def _mine(staff: Staff, call_back_id: UUID, *, now: datetime) -> CallBack:
    row = _held(staff, call_back_id)
    refusal = rules.why_not_answer(facts_of(row), checker(staff), now=now)
    if refusal is not None:
        raise refusal
    return row


def _close(staff: Staff, row: CallBack, state: str, *, now: datetime) -> None:
    row.state, row.closed_by_id, row.closed_at = state, staff.id, now


def _tell(staff: Staff, row: CallBack, word: str, *, now: datetime, **detail: object) -> None:
    trail.record(
        staff.actor,
        f"call_back.{word}",
        "call_back",
        row.id,
        now=now,
        place_id=row.checker_place_id,
        **detail,
    )
