"""Handle a complaint: take it up, ask back, answer; pass it up, give it back, take it over."""

from datetime import datetime
from uuid import UUID

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.complaints import errors, rules
from app.domain.complaints.holding import (
    may_see_name,
    move,
    note,
    raise_until_somebody_serves,
    staffs_complaint,
    tell_complainant,
)
from app.domain.complaints.models import Complaint
from app.domain.complaints.queries import queue_query
from app.domain.complaints.rules import Decision, State
from app.domain.people import denials
from app.domain.people import queries as people
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction


def take_up(staff: Staff, complaint_id: UUID, *, now: datetime) -> None:
    """From now on it is hers; what is late now is taken over. Said again, nothing changes."""
    with transaction():
        row = staffs_complaint(staff, complaint_id)
        if row.handler_id == staff.id and row.state == State.TAKEN:
            return
        if row.state == State.TAKEN and not rules.is_late(row.due_at, now):
            raise errors.TakenByAnother(name=_name(row))
        over = row.state == State.TAKEN
        decision = Decision.TAKE_OVER if over else Decision.TAKE_UP
        move(row, decision, staff.actor, now=now)
        row.handler_id = staff.id
        if not over:
            late = rules.is_late(row.due_at, now)
            tell_complainant(row, "taken_late" if late else "taken", now=now)


def give_back(staff: Staff, complaint_id: UUID, *, now: datetime) -> None:
    """Somebody else handles it."""
    with transaction():
        row = _hers(staff, complaint_id)
        move(row, Decision.GIVE_BACK, staff.actor, now=now)
        row.handler_id = None


def pass_up(staff: Staff, complaint_id: UUID, words: str, *, now: datetime) -> None:
    """It is not for this level: who reads on above learns why."""
    refusal = rules.why_not_these_words(words, what="为什么报上一级")
    if refusal:
        raise refusal
    with transaction():
        row = staffs_complaint(staff, complaint_id)
        if row.state == State.TAKEN and row.handler_id != staff.id:
            raise errors.TakenByAnother(name=_name(row))
        if rules.above(row.handled_path) == row.handled_path:
            raise errors.NobodyAbove
        move(row, Decision.PASS_UP, staff.actor, now=now, words=words)
        row.handler_id, row.handled_path = None, rules.above(row.handled_path)
        raise_until_somebody_serves(row)
        tell_complainant(row, "passed_up", now=now)


def ask(staff: Staff, complaint_id: UUID, words: str, *, now: datetime) -> None:
    """Something is not clear: she reads what, and the time stands still meanwhile."""
    refusal = rules.why_not_these_words(words, what="要补充什么")
    if refusal:
        raise refusal
    with transaction():
        row = _hers(staff, complaint_id)
        if not _can_be_asked(row):
            raise BadInput(field="words", problem="没有留联系方式，问不到本人，请按现有情况办理")
        move(row, Decision.ASK, staff.actor, now=now, words=words)
        tell_complainant(row, "asked", now=now)


def answer(staff: Staff, complaint_id: UUID, outcome: str, words: str, *, now: datetime) -> None:
    """What came of it, in a word for the count and in words for her."""
    refusal = rules.why_not_these_words(words, what="答复")
    if refusal is None and outcome not in rules.OUTCOMES:
        refusal = BadInput(field="outcome", problem="请选择办理结果")
    if refusal:
        raise refusal
    with transaction():
        row = _hers(staff, complaint_id)
        if denials.is_open(row.id):
            raise errors.SettleInstead
        give_answer(row, staff, outcome, words, now=now)


def give_answer(row: Complaint, staff: Staff, outcome: str, words: str, *, now: datetime) -> None:
    """Into its history, and to her who waits for it; within an action that holds the row."""
    row.outcome, row.answered_at = outcome, row.answered_at or now
    move(row, Decision.ANSWER, staff.actor, now=now, words=words)
    tell_complainant(row, "answered", now=now)


def look(staff: Staff, complaint_id: UUID, *, now: datetime) -> tuple[str, str]:
    """Name and phone of who said it, for who may_see_name; that she looked is in the trail."""
    with transaction():
        row = staffs_complaint(staff, complaint_id)
        if not may_see_name(staff, row):
            raise errors.NameNotForYou
        note(staff.actor, row, "look", now=now)
        if row.complainant_id is None:
            if not row.phone:
                raise errors.NobodyToName
            return "没有登录的居民", row.phone
        card = people.cards([row.complainant_id])[row.complainant_id]
        return card.name, card.phone


def next_waiting(staff: Staff, after: UUID) -> UUID | None:
    """The next one that nobody has taken, for who goes through them one by one."""
    query = queue_query(staff, "new").where(Complaint.id != after)
    return session.scalars(query.with_only_columns(Complaint.id).limit(1)).first()


def _hers(staff: Staff, complaint_id: UUID) -> Complaint:
    row = staffs_complaint(staff, complaint_id)
    if row.handler_id is None:
        raise errors.NotTaken
    refuse_of_another(staff, row)
    return row


def refuse_of_another(staff: Staff, row: Complaint) -> None:
    """Raise for one that somebody else has; within an action that holds the row."""
    if row.handler_id != staff.id:
        raise errors.TakenByAnother(name=_name(row))


def _name(row: Complaint) -> str:
    return access.names({row.handler_id}).get(row.handler_id or row.id, "同事")


def _can_be_asked(row: Complaint) -> bool:
    """As it reaches her: her account, her phone, or the WeChat id that she parted."""
    return row.complainant_id is not None or bool(row.phone or denials.open_id_of(row.id))
