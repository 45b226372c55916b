"""Say that one is related to a person: from then on one decides nothing in her case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.holding import held_case, move, note
from app.domain.nominations.review_models import NominationRelation
from app.domain.nominations.rules import Decision
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction

LONGEST_RELATION = 60


def declare(staff: Staff, nomination_id: UUID, words: str, *, now: datetime) -> None:
    """She is kin, a friend, a creditor …; said twice is once. It cannot be taken back."""
    said = words.strip()
    if not said or len(said) > LONGEST_RELATION:
        problem = f"请写明是什么关系，最多 {LONGEST_RELATION} 个字"
        raise BadInput(field="words", problem=problem)
    with transaction():
        case, _ = held_case(nomination_id)
        staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
        there = session.scalar(
            select(NominationRelation.id).where(
                NominationRelation.nomination_id == case.id,
                NominationRelation.staff_id == staff.id,
            )
        )
        if there is not None:
            return
        move(case, Decision.RELATE)
        session.add(
            NominationRelation(
                id=new_id(),
                nomination_id=case.id,
                staff_id=staff.id,
                words=said,
                declared_at=now,
            )
        )
        note(staff.actor, case, Decision.RELATE, now=now)
