"""Go and see: what a reviewer found where the person lives or works, with photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.nominations import part_rules
from app.domain.nominations.holding import held_case, move, note
from app.domain.nominations.models import Nomination
from app.domain.nominations.parts import part_of
from app.domain.nominations.review_models import NominationVisit, NominationVisitPicture
from app.domain.nominations.rules import Decision
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction

LONGEST_NOTE = 1000
LONGEST_MET = 100


@dataclass(frozen=True)
class Seen:
    """The day, whom one met and where, what one found, and the photos."""

    visited_on: date | None
    met: str
    words: str
    pictures: Sequence[UUID] = ()


@dataclass(frozen=True)
class Visit:
    """A note as reviewers read it."""

    id: UUID
    by: str
    visited_on: date
    met: str
    words: str
    noted_at: datetime
    pictures: tuple[UUID, ...]


def why_not_this_visit(seen: Seen, *, today: date) -> Refusal | None:
    """It has happened, somebody was met, something was found."""
    if seen.visited_on is None or seen.visited_on > today:
        return BadInput(field="visited_on", problem="请填写走访的日期，不晚于今天")
    if not seen.met.strip() or len(seen.met.strip()) > LONGEST_MET:
        return BadInput(field="met", problem=f"请写在哪里、见了谁，最多 {LONGEST_MET} 个字")
    if not seen.words.strip() or len(seen.words.strip()) > LONGEST_NOTE:
        return BadInput(field="words", problem=f"请写了解到的情况，最多 {LONGEST_NOTE} 个字")
    return None


def note_visit(staff: Staff, nomination_id: UUID, seen: Seen, *, now: datetime) -> UUID:
    """Write a visit down; the history says that there was one, reviewers alone read what."""
    refusal = why_not_this_visit(seen, today=local_date(now))
    if refusal:
        raise refusal
    with transaction():
        case, _ = held_case(nomination_id)
        staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
        refusal = part_rules.why_not_touched_by(part_of(staff, case))
        if refusal:
            raise refusal
        move(case, Decision.VISIT)
        row = NominationVisit(
            id=new_id(),
            nomination_id=case.id,
            by_id=staff.id,
            visited_on=seen.visited_on,
            met=seen.met.strip(),
            words=seen.words.strip(),
            noted_at=now,
        )
        session.add(row)
        session.flush()
        kept = keeping.attach(staff.actor, seen.pictures, now=now)
        session.add_all(NominationVisitPicture(visit_id=row.id, attachment_id=one) for one in kept)
        note(staff.actor, case, Decision.VISIT, now=now)
    return row.id


def visits_to(nomination_id: UUID, staff: Staff) -> list[Visit]:
    """The notes on a case, the first first; who may not review reads none."""
    if not staff.may(Permission.NOMINATIONS_REVIEW):
        return []
    query = (
        select(NominationVisit)
        .join(Nomination, Nomination.id == NominationVisit.nomination_id)
        .where(
            NominationVisit.nomination_id == nomination_id,
            Nomination.place_path.startswith(staff.place.path, autoescape=True),
        )
    )
    rows = session.scalars(query.order_by(NominationVisit.noted_at, NominationVisit.id)).all()
    names = access.names({one.by_id for one in rows})
    pictures = session.scalars(
        select(NominationVisitPicture)
        .where(NominationVisitPicture.visit_id.in_([one.id for one in rows]))
        .order_by(NominationVisitPicture.attachment_id)
    ).all()
    return [
        Visit(
            one.id,
            names.get(one.by_id, ""),
            one.visited_on,
            one.met,
            one.words,
            one.noted_at,
            tuple(each.attachment_id for each in pictures if each.visit_id == one.id),
        )
        for one in rows
    ]


def has_visit_picture(nomination_id: UUID, attachment_id: UUID, staff: Staff) -> bool:
    """Whether she may look at this photo of a visit to this case."""
    return any(attachment_id in one.pictures for one in visits_to(nomination_id, staff))
