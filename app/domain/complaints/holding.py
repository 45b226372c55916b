"""Rows held within an action, a complaint's way through the table, and who is told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of, gave_keys, volunteers_of
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.complaints import rules
from app.domain.complaints.events import ComplainantNews, ForComplainant
from app.domain.complaints.models import Complaint, ComplaintConcern, ComplaintStep
from app.domain.complaints.rules import NEXT, Decision, Facts, State, Who
from app.domain.complaints.subjects import concerned_now
from app.domain.places.queries import PlaceView
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.numbers import spoken_number
from app.kernel.rows import held_row

# The trail names nobody: who could read it could find out who complained.
COMPLAINANT = Actor("volunteer", None, "提意见的居民")
Concerned = tuple[frozenset[UUID], frozenset[UUID]]


def held_complaint(complaint_id: UUID) -> Complaint:
    """A complaint's row, held; raises NotFound."""
    return held_row(Complaint, complaint_id)


def staffs_complaint(staff: Staff, complaint_id: UUID) -> Complaint:
    """One that she may handle, held: who is concerned is looked up anew."""
    row = held_complaint(complaint_id)
    staff.require(Permission.COMPLAINTS_HANDLE, row.place_path)
    concern(row)
    refusal = rules.why_not_handle(facts_of(row), who(staff, row))
    if refusal:
        raise refusal
    return row


def may_see_name(staff: Staff, row: Complaint) -> bool:
    """Its handler and the centre may; the centre alone where she asked not to be named."""
    at_centre = staff.place.level == "centre"
    return at_centre or (row.handler_id == staff.id and not row.hides_name)


def concern(row: Complaint, also: tuple[str, UUID] | None = None) -> None:
    """Write down whoever is behind the thing by now, or is named; nobody is taken out again.

    `also`: a thing whose page it was sent from, and who is behind that.
    """
    staff_ids, volunteer_ids = concerned_now(row.subject, row.subject_id)
    staff_ids |= named(row, access.staff_serving(rules.upwards(row.handled_path)))
    if row.handler_id is not None:  # she keeps it when it has gone up past her
        staff_ids |= named(row, access.staff_by_ids([row.handler_id]))
    if also is not None:
        more_staff, more_volunteers = concerned_now(*also)
        staff_ids, volunteer_ids = staff_ids | more_staff, volunteer_ids | more_volunteers
    known_staff, known_volunteers = concerned(row.id)
    for one in sorted(staff_ids - known_staff):
        session.add(ComplaintConcern(id=new_id(), complaint_id=row.id, staff_id=one))
    for one in sorted(volunteer_ids - known_volunteers):
        session.add(ComplaintConcern(id=new_id(), complaint_id=row.id, volunteer_id=one))
    session.flush()


def named(row: Complaint, staff: Iterable[Staff]) -> frozenset[UUID]:
    """Those of the staff whose full name stands in what was said, at first or later."""
    hers = select(ComplaintStep.words).where(
        ComplaintStep.complaint_id == row.id, ComplaintStep.by_kind == "complainant"
    )
    texts = (row.text, *session.scalars(hers))
    return frozenset(one.id for one in staff if rules.is_named(one.name, texts))


def concerned(complaint_id: UUID) -> Concerned:
    """Staff and volunteers it concerns, as written down."""
    rows = session.execute(
        select(ComplaintConcern.staff_id, ComplaintConcern.volunteer_id).where(
            ComplaintConcern.complaint_id == complaint_id
        )
    ).all()
    return (
        frozenset(row.staff_id for row in rows if row.staff_id),
        frozenset(row.volunteer_id for row in rows if row.volunteer_id),
    )


def facts_of(row: Complaint) -> Facts:
    """A complaint as the rules see it."""
    staff_ids, volunteer_ids = concerned(row.id)
    return Facts(
        handled_path=row.handled_path,
        complainant_id=row.complainant_id,
        concerned_staff=staff_ids,
        concerned_volunteers=volunteer_ids,
        former_handler_id=row.former_handler_id,
    )


def who(staff: Staff, row: Complaint) -> Who:
    """A member of staff as the rules about this complaint see her."""
    staff_ids, _ = concerned(row.id)
    since = row.made_at - rules.KEYS_COUNT_FOR
    keys = bool(staff_ids) and gave_keys(staff, staff_ids, since=since)
    return Who(
        accounts_of(staff),
        staff.place.path,
        keys,
        has_it=row.handler_id == staff.id,
        volunteer_ids=volunteers_of(staff),
    )


def raise_until_somebody_serves(row: Complaint) -> None:
    """Up from its place until somebody serves there whom it does not concern; at most the centre.

    Who complains is no stranger to her own: she counts as concerned here.
    """
    facts = facts_of(row)
    while rules.above(row.handled_path) != row.handled_path:
        here = replace(facts, handled_path=row.handled_path)
        if any(_may(one, here) for one in access.staff_serving([row.handled_path])):
            return
        row.handled_path = rules.above(row.handled_path)


def _may(one: Staff, facts: Facts) -> bool:
    if not one.may(Permission.COMPLAINTS_HANDLE):
        return False
    who_she_is = Who(accounts_of(one), one.place.path, volunteer_ids=volunteers_of(one))
    return rules.why_not_handle(facts, who_she_is) is None


def handlers_of(row: Complaint, *, now: datetime) -> list[Staff]:
    """Who must act: she who took it, else those at its level whom it does not concern.

    While it is late, both: those may take it over, she may still answer.
    """
    hers = access.staff_by_ids([row.handler_id]) if row.handler_id is not None else []
    if hers and not rules.is_late(row.due_at, now):
        return hers
    facts = facts_of(row)
    there = access.staff_serving([row.handled_path])
    return hers + [one for one in there if one.id != row.handler_id and _may(one, facts)]


def move(
    row: Complaint,
    decision: Decision,
    by: Actor,
    *,
    now: datetime,
    words: str = "",
    by_kind: str = "staff",
) -> None:
    """Into the state the table says; a step of the history, and of the trail without the words."""
    before = State(row.state)
    refusal = rules.why_not(before, decision)
    if refusal:
        raise refusal
    following = NEXT[before, decision]
    row.state = following.value
    _set_times(row, following, decision, now=now)
    step = ComplaintStep(
        id=new_id(),
        complaint_id=row.id,
        at=now,
        by_kind=by_kind,
        staff_id=by.id if by_kind == "staff" else None,
        decision=decision.value,
        state=row.state,
        words=words.strip(),
    )
    session.add(step)
    note(by, row, decision.value, now=now)
    session.flush()


def open_complaint(place: PlaceView, *, known: bool, now: datetime, **said: Any) -> Complaint:
    """A new row where it happened, its time running; `known`: it names the very thing."""
    row = Complaint(
        number=spoken_number("YJ", now),
        place_id=place.id,
        place_path=place.path,
        handled_path=rules.handled_from(said["subject"], place.path, known=known),
        state=State.RECEIVED.value,
        made_at=now,
        overdue=False,
        **said,
    )
    begin(row, now=now)
    session.add(row)
    session.flush()
    return row


def begin(row: Complaint, *, now: datetime) -> None:
    """The time to answer begins."""
    row.waits_since, row.due_at, row.warned = now, rules.due_at(now), 0
    row.half_at = rules.half_of(now, row.due_at)


def _set_times(row: Complaint, following: State, decision: Decision, *, now: datetime) -> None:
    if following is State.ASKED:
        row.ends_at = now + rules.REPLY_WITHIN
    elif following is State.ANSWERED:
        row.ends_at, row.due_at = now + rules.RATE_WITHIN, None
    else:
        row.ends_at = None
    if decision in (Decision.REPLY, Decision.LAPSE) and following is State.TAKEN:
        _give_time_after_reply(row, now)
    if decision is Decision.REOPEN:
        begin(row, now=now)
    if following in rules.ENDED:
        row.ended_at, row.due_at = now, None


def _give_time_after_reply(row: Complaint, now: datetime) -> None:
    """Where that moves the deadline, its half and its end are warned of anew."""
    due = rules.due_after_reply(row.due_at, now)
    if due != row.due_at:
        row.due_at, row.half_at, row.warned = due, rules.half_of(now, due), 0


def note(by: Actor, row: Complaint, word: str, *, now: datetime) -> None:
    """An entry of the trail: which complaint, in which state; no words, and not by whom."""
    trail.prove(
        by,
        f"complaints.{word}",
        "complaint",
        row.id,
        now=now,
        facts={"state": row.state, "subject": row.subject},
        place_id=row.place_id,
        detail={"name": row.number},
    )


def tell_complainant(row: Complaint, kind: ForComplainant, *, now: datetime) -> None:
    """Announce what she should hear; the words stand on her page alone."""
    happened(
        ComplainantNews(
            kind=kind,
            complaint_id=row.id,
            number=row.number,
            complainant_id=row.complainant_id,
            phone=row.phone,
            now=now,
            due_at=row.due_at,
        )
    )
