"""Objections to a notice of stars, and their answers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.recognition import errors, star_rules
from app.domain.recognition.events import ObjectionAnswered
from app.domain.recognition.models import StarCandidate, StarObjection
from app.domain.recognition.star_batches import held_batch, leave_out
from app.domain.recognition.star_queries import in_notice
from app.domain.recognition.star_rules import Decision, State
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

MOST_OBJECTIONS = 5


def object_to(volunteer_id: UUID, number: int | None, text: str, *, now: datetime) -> UUID:
    """Say something against the list in notice, or against one line of it."""
    refusal = star_rules.why_not_this_text(text, field="text", what="您的看法")
    if refusal:
        raise refusal
    with transaction():
        notice = in_notice(now=now)
        if notice is None:
            raise errors.NoticeOver
        batch = held_batch(notice.id)
        refusal = star_rules.why_not(State(batch.state), Decision.OBJECT)
        if refusal:
            raise refusal
        said = session.scalar(
            select(func.count()).where(
                StarObjection.batch_id == batch.id, StarObjection.volunteer_id == volunteer_id
            )
        )
        if (said or 0) >= MOST_OBJECTIONS:
            raise errors.TooManyObjections(most=MOST_OBJECTIONS)
        row = StarObjection(
            id=new_id(),
            batch_id=batch.id,
            candidate_id=_line(batch.id, number),
            volunteer_id=volunteer_id,
            text=text.strip(),
            said_at=now,
        )
        session.add(row)
    return row.id


def _line(batch_id: UUID, number: int | None) -> UUID | None:
    if number is None:
        return None
    found = session.scalar(
        select(StarCandidate.id).where(
            StarCandidate.batch_id == batch_id,
            StarCandidate.number == number,
            StarCandidate.excluded_reason.is_(None),
        )
    )
    if found is None:
        raise errors.NotInTheNotice(number=number)
    return found


def answer(staff: Staff, objection_id: UUID, text: str, *, upheld: bool, now: datetime) -> None:
    """Answer an objection; upheld, the person it is about is left out of the batch."""
    refusal = star_rules.why_not_this_text(text, field="text", what="答复")
    if refusal:
        raise refusal
    with transaction():
        row = row_with(StarObjection, objection_id)
        batch = held_batch(row.batch_id)
        session.refresh(row)
        staff.require(Permission.STARS_REVIEW, places.place(batch.place_id).path)
        refusal = star_rules.why_not(State(batch.state), Decision.ANSWER)
        if refusal:
            raise refusal
        if row.answered_at is not None:
            raise errors.AlreadyAnswered
        row.answer, row.upheld = text.strip(), upheld
        row.answered_by_id, row.answered_at = staff.id, now
        if upheld and row.candidate_id is not None:
            leave_out(staff, row.candidate_id, f"异议成立：{row.answer}"[:200])
        trail.record(
            staff.actor,
            "stars.answer",
            "star_batch",
            batch.id,
            now=now,
            place_id=batch.place_id,
            upheld=upheld,
            note=row.answer,
        )
        session.flush()
        happened(ObjectionAnswered(row.id, row.volunteer_id, row.answer, upheld, now))
