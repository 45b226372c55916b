"""A year's stars: computed, looked through by somebody else, shown to everybody, confirmed."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.hours.sums import approved_minutes_by_person
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.recognition import errors, star_rules
from app.domain.recognition.events import StarFacts, StarsConfirmed
from app.domain.recognition.models import (
    StarBatch,
    StarCandidate,
    StarObjection,
    StarScale,
)
from app.domain.recognition.proving import proven_star
from app.domain.recognition.star_queries import levels, scale_on
from app.domain.recognition.star_rules import NEXT_STATE, Decision, State
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


def set_scale(staff: Staff, hours: list[int], valid_from: date, *, now: datetime) -> None:
    """The hours for one to five stars, for batches computed from a day on."""
    centre = places.centre()
    staff.require(Permission.STARS_MANAGE, centre.path)
    refusal = star_rules.why_not_this_scale(hours, valid_from, today=local_date(now))
    if refusal:
        raise refusal
    with transaction():
        row = StarScale(
            id=new_id(), valid_from=valid_from, hours=hours, made_by_id=staff.id, made_at=now
        )
        session.add(row)
        trail.record(
            staff.actor,
            "stars.set_scale",
            "star_scale",
            row.id,
            now=now,
            place_id=centre.id,
            valid_from=valid_from.isoformat(),
            hours=hours,
        )


def compute(staff: Staff, *, counted_until: date, now: datetime) -> UUID:
    """Everybody whose approved hours come to another star than she has; refuses a second batch."""
    centre = places.centre()
    staff.require(Permission.STARS_MANAGE, centre.path)
    today = local_date(now)
    if counted_until > today:
        raise BadInput(field="counted_until", problem="不能晚于今天")
    with transaction():
        _refuse_second(today.year)
        scale = scale_on(today)
        row = StarBatch(
            id=new_id(),
            place_id=centre.id,
            year=today.year,
            state=State.COMPUTED.value,
            counted_until=counted_until,
            hours=list(scale),
            computed_by_id=staff.id,
            computed_at=now,
            decided_at=now,
        )
        changes = list(_changes(row))
        if not changes:
            raise errors.NobodyToPromote
        session.add(row)
        session.flush()
        session.add_all(changes)
        _note(staff.actor, row, "compute", now=now, count=len(changes))
    return row.id


def _refuse_second(year: int) -> None:
    query = select(StarBatch).where(
        StarBatch.state != State.WITHDRAWN.value,
        (StarBatch.year == year) | (StarBatch.state != State.CONFIRMED.value),
    )
    found = session.scalars(query.limit(1)).first()
    if found is not None:
        standing = star_rules.STATE_TITLES[State(found.state)]
        raise errors.BatchOpen(year=found.year, standing=standing)


def _changes(batch: StarBatch) -> Iterator[StarCandidate]:
    before = levels()
    least = batch.hours[0] * star_rules.MINUTES_AN_HOUR
    minutes = approved_minutes_by_person(until=batch.counted_until, least=least, also=set(before))
    everyone = people.cards(set(minutes) | set(before))
    here = [one for one in everyone.values() if one.state != "left"]
    number = 0
    for person in sorted(here, key=lambda one: (-minutes.get(one.id, 0), one.number)):
        level = star_rules.level_of(minutes.get(person.id, 0), batch.hours)
        was = before.get(person.id, 0)
        if level == was:
            continue
        number += level > was
        yield StarCandidate(
            id=new_id(),
            batch_id=batch.id,
            volunteer_id=person.id,
            number=number if level > was else None,
            level=level,
            before=was,
            minutes=minutes.get(person.id, 0),
        )


def exclude(staff: Staff, candidate_id: UUID, reason: str, *, now: datetime) -> None:
    """Leave somebody out, with a reason; her star stays as it is."""
    refusal = star_rules.why_not_this_text(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        candidate = _candidate(candidate_id)
        batch = _decided(staff, candidate.batch_id, Decision.EXCLUDE, now=now)
        _refuse_interested(staff, batch)
        _leave_out(staff, candidate, reason.strip())
        _note(
            staff.actor,
            batch,
            "exclude",
            now=now,
            volunteer_id=str(candidate.volunteer_id),
            reason=reason.strip(),
        )


def leave_out(staff: Staff, candidate_id: UUID, reason: str) -> None:
    """Within the action that upholds an objection."""
    _leave_out(staff, _candidate(candidate_id), reason)


def _leave_out(staff: Staff, candidate: StarCandidate, reason: str) -> None:
    candidate.excluded_reason = reason
    candidate.excluded_by_id = staff.id


def review(staff: Staff, batch_id: UUID, *, now: datetime) -> None:
    """Somebody else than who computed it has looked through the list."""
    with transaction():
        batch = _decided(staff, batch_id, Decision.REVIEW, now=now)
        _refuse_interested(staff, batch)
        batch.reviewed_by_id = staff.id
        _note(staff.actor, batch, "review", now=now)


def publish(staff: Staff, batch_id: UUID, *, now: datetime) -> None:
    """Show the list to everybody for at least five working days, names masked."""
    with transaction():
        batch = _decided(staff, batch_id, Decision.PUBLISH, now=now)
        batch.notice_from, batch.notice_until = now, star_rules.ends_at(now)
        _note(staff.actor, batch, "publish", now=now)


def withdraw(staff: Staff, batch_id: UUID, reason: str, *, now: datetime) -> None:
    """Give a batch up, with a reason; nobody's star changes."""
    refusal = star_rules.why_not_this_text(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        batch = _decided(staff, batch_id, Decision.WITHDRAW, now=now)
        batch.reason = reason.strip()
        _note(staff.actor, batch, "withdraw", now=now, reason=batch.reason)


def confirm(staff: Staff, batch_id: UUID, *, now: datetime) -> int:
    """Write the stars into people's records and tell them; how many.

    Refused while an objection waits for its answer.
    """
    with transaction():
        batch = _decided(staff, batch_id, Decision.CONFIRM, now=now)
        waiting = session.scalars(
            select(StarObjection.id).where(
                StarObjection.batch_id == batch.id, StarObjection.answered_at.is_(None)
            )
        ).all()
        if waiting:
            raise errors.ObjectionsOpen(count=len(waiting))
        rows = session.scalars(
            select(StarCandidate)
            .where(StarCandidate.batch_id == batch.id, StarCandidate.excluded_reason.is_(None))
            .order_by(StarCandidate.id)
        ).all()
        session.add_all(proven_star(batch, row, by=staff.actor, now=now) for row in rows)
        _note(staff.actor, batch, "confirm", now=now, count=len(rows))
        session.flush()
        told = (StarFacts(row.volunteer_id, row.level, row.before, row.minutes) for row in rows)
        happened(StarsConfirmed(batch.id, tuple(told), now))
    return len(rows)


def end_notices(*, now: datetime) -> int:
    """Notices whose days are over end by themselves."""
    due = select(StarBatch).where(
        StarBatch.state == State.IN_NOTICE.value, StarBatch.notice_until <= now
    )
    if session.scalars(due.limit(1)).first() is None:
        return 0
    with transaction():
        rows = session.scalars(due.with_for_update().execution_options(populate_existing=True))
        ended = rows.all()
        for batch in ended:
            batch.state = NEXT_STATE[State.IN_NOTICE, Decision.END_NOTICE].value
            batch.decided_at = now
            _note(SYSTEM, batch, "end_notice", now=now)
    return len(ended)


def held_batch(batch_id: UUID) -> StarBatch:
    """A batch's row, held; raises NotFound."""
    row = session.scalars(
        select(StarBatch)
        .where(StarBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


_PERMISSIONS = {Decision.REVIEW: Permission.STARS_REVIEW, Decision.EXCLUDE: Permission.STARS_REVIEW}


def _decided(staff: Staff, batch_id: UUID, decision: Decision, *, now: datetime) -> StarBatch:
    """The held batch in its next state; refuses what the table does not know."""
    batch = held_batch(batch_id)
    staff.require(
        _PERMISSIONS.get(decision, Permission.STARS_MANAGE), places.place(batch.place_id).path
    )
    refusal = star_rules.why_not(State(batch.state), decision)
    if refusal:
        raise refusal
    batch.state = NEXT_STATE[State(batch.state), decision].value
    batch.decided_at = now
    return batch


def _refuse_interested(staff: Staff, batch: StarBatch) -> None:
    query = select(StarCandidate.volunteer_id).where(
        StarCandidate.batch_id == batch.id, StarCandidate.volunteer_id == staff.volunteer_id
    )
    refusal = star_rules.why_not_by_her(
        batch.computed_by_id,
        staff.id,
        own_volunteer=staff.volunteer_id,
        candidates=session.scalars(query).all() if staff.volunteer_id else (),
    )
    if refusal:
        raise refusal


def _candidate(candidate_id: UUID) -> StarCandidate:
    return row_with(StarCandidate, candidate_id)


def _note(by: Actor, batch: StarBatch, word: str, *, now: datetime, **detail: object) -> None:
    trail.record(
        by,
        f"stars.{word}",
        "star_batch",
        batch.id,
        now=now,
        place_id=batch.place_id,
        year=batch.year,
        **detail,
    )
