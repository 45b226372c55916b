"""What a member of staff has to do with a case: named, reviewed, scored, visited, related.

Two accounts of one person are one person. Relations are those she declared and those that can be
found: a phone, a household or a place of work that they have in common.
"""

from uuid import UUID

from sqlalchemy import exists, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.nominations.clues.models import Clue
from app.domain.nominations.clues.rules import ClueState
from app.domain.nominations.joining_models import NominationPair
from app.domain.nominations.models import (
    Nomination,
    NominationStep,
    NominationVoice,
    NominationWitness,
)
from app.domain.nominations.part_rules import Part, why_not_reviewed_by
from app.domain.nominations.review_models import NominationRelation, NominationVisit
from app.domain.nominations.rules import REVIEWS, State
from app.domain.nominations.scoring_models import ExpertScore, ScoringRound
from app.domain.people import families
from app.domain.people import queries as people
from app.domain.people.households import households_of
from app.kernel.database import session
from app.kernel.refusal import Refusal

SAME_PHONE = "您和被推荐人留的是同一个电话"
SAME_HOUSEHOLD = "您和被推荐人是一家人"
SAME_UNIT = "您和被推荐人在同一个单位"
WITNESS = "您是这份推荐的证明人"


def part_of(staff: Staff, case: Nomination) -> Part:
    """What she has had to do with a case so far."""
    accounts = accounts_of(staff)
    ids = _with_joined(case.id)
    return Part(
        nominated=_nominated(staff, accounts, ids),
        is_nominee=staff.volunteer_id is not None and staff.volunteer_id == case.volunteer_id,
        reviewed_at=_reviewed_at(accounts, ids),
        relation=_declared(accounts, ids) or _found(staff, case),
        visited=_visited(accounts, ids),
        scored=_scored(accounts, ids),
    )


def _with_joined(nomination_id: UUID) -> list[UUID]:
    """The case and those that were joined into it: who decided on them decided on her."""
    query = select(NominationPair.other_id).where(
        NominationPair.nomination_id == nomination_id, NominationPair.same.is_(True)
    )
    return [nomination_id, *session.scalars(query)]


def why_not_mine(staff: Staff, nomination_id: UUID) -> Refusal | None:
    """Why she could not decide on this case at its level now; to be said before she tries."""
    case = session.get_one(Nomination, nomination_id)
    if case.state != State.IN_REVIEW.value or not staff.may(Permission.NOMINATIONS_REVIEW):
        return None
    return why_not_reviewed_by(part_of(staff, case), her_level=staff.place.level, level=case.level)


def _nominated(staff: Staff, accounts: frozenset[UUID], ids: list[UUID]) -> bool:
    by_her = (NominationVoice.by_kind == "staff") & NominationVoice.by_id.in_(accounts)
    if staff.volunteer_id is not None:
        by_her |= (NominationVoice.by_kind == "volunteer") & (
            NominationVoice.by_id == staff.volunteer_id
        )
    query = exists().where(NominationVoice.nomination_id.in_(ids), by_her)
    from_a_clue = exists().where(
        Clue.nomination_id.in_(ids),
        Clue.state == ClueState.NOMINATED.value,
        Clue.handled_by_id.in_(accounts),  # the giver is the nominator, but she wrote it down
    )
    return bool(session.scalar(select(query | from_a_clue)))


def _reviewed_at(accounts: frozenset[UUID], ids: list[UUID]) -> frozenset[str]:
    query = select(NominationStep.level).where(
        NominationStep.nomination_id.in_(ids),
        NominationStep.by_kind == "staff",
        NominationStep.by_id.in_(accounts),
        NominationStep.decision.in_([one.value for one in REVIEWS]),
    )
    return frozenset(session.scalars(query))


def _scored(accounts: frozenset[UUID], ids: list[UUID]) -> bool:
    query = (
        exists()
        .where(ScoringRound.nomination_id.in_(ids))
        .where(ExpertScore.round_id == ScoringRound.id)
        .where(ExpertScore.staff_id.in_(accounts), ExpertScore.recused.is_(False))
    )
    return bool(session.scalar(select(query)))


def _visited(accounts: frozenset[UUID], ids: list[UUID]) -> bool:
    query = exists().where(
        NominationVisit.nomination_id.in_(ids), NominationVisit.by_id.in_(accounts)
    )
    return bool(session.scalar(select(query)))


def _declared(accounts: frozenset[UUID], ids: list[UUID]) -> str:
    query = select(NominationRelation.words).where(
        NominationRelation.nomination_id.in_(ids),
        NominationRelation.staff_id.in_(accounts),
    )
    found = session.scalars(query.limit(1)).first()
    return f"您声明过和被推荐人的关系（{found}）" if found else ""


def _found(staff: Staff, case: Nomination) -> str:
    if _is_witness(staff, case.id):
        return WITNESS
    # Where nobody stands above, colleagues decide: else a colleague's case could never end.
    works_below = staff.place.level != "centre"
    if works_below and "".join(case.unit.split()) == staff.place.name:
        return SAME_UNIT
    if case.volunteer_id is None:
        return ""
    if works_below and access.serves_at(staff.place.id, case.volunteer_id):
        return SAME_UNIT
    return _of_one_household(staff, case.volunteer_id)


def _is_witness(staff: Staff, nomination_id: UUID) -> bool:
    query = (
        select(NominationWitness)
        .join(NominationVoice, NominationVoice.id == NominationWitness.voice_id)
        .where(NominationVoice.nomination_id == nomination_id)
    )
    return any(one.phone == staff.phone for one in session.scalars(query))


def _of_one_household(staff: Staff, nominee_id: UUID) -> str:
    hers = [nominee_id, *([staff.volunteer_id] if staff.volunteer_id else [])]
    cards = people.cards(hers)
    phones = {staff.phone, *(one.phone for one in cards.values() if one.id != nominee_id)} - {""}
    nominee = cards.get(nominee_id)
    if nominee is not None and nominee.phone in phones and staff.volunteer_id != nominee_id:
        return SAME_PHONE
    guardian = families.guardian_of(nominee_id)
    if guardian is not None and guardian.phone in phones:
        return SAME_HOUSEHOLD
    words = households_of(hers)
    alike = staff.volunteer_id not in (None, nominee_id) and len(set(words.values())) == 1
    return SAME_HOUSEHOLD if alike else ""
