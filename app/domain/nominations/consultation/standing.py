"""What has been heard about cases: the lines that count, and whether a case may go on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.audit.actors import SYSTEM
from app.domain.nominations.consultation import errors, rules
from app.domain.nominations.consultation.models import ConsultationLine, ConsultedAuthority
from app.domain.nominations.holding import locking, move, note
from app.domain.nominations.models import Nomination
from app.domain.nominations.part_rules import why_not_written_by
from app.domain.nominations.parts import part_of
from app.domain.nominations.rules import Decision, State
from app.kernel.database import session
from app.kernel.refusal import Refusal

Lines = dict[UUID, dict[object, ConsultationLine]]


def authorities_of(campaign_id: UUID) -> list[ConsultedAuthority]:
    """Whom the campaign asks, in the order they were named."""
    query = select(ConsultedAuthority).where(ConsultedAuthority.campaign_id == campaign_id)
    return list(session.scalars(query.order_by(ConsultedAuthority.id)))


def standing_lines(nomination_ids: Sequence[UUID]) -> Lines:
    """By case and authority: the line that counts, held."""
    query = locking(
        select(ConsultationLine)
        .where(
            ConsultationLine.nomination_id.in_(nomination_ids), ConsultationLine.ended_at.is_(None)
        )
        .order_by(ConsultationLine.id)
    )
    found: Lines = {one: {} for one in nomination_ids}
    for line in session.scalars(query):
        found[line.nomination_id][line.authority_id] = line
    return found


def is_settled(authority_ids: Sequence[UUID], lines: dict[object, ConsultationLine]) -> bool:
    """Whether each of them agreed, or need not be asked."""
    return rules.is_settled(authority_ids, {key: one.verdict for key, one in lines.items()})


def refuse_kin(staff: Staff, case: Nomination) -> None:
    """Who is the person, or related to her, asks nobody and types nothing in about her."""
    refusal = why_not_written_by(part_of(staff, case))
    if refusal:
        raise refusal


def settle(case: Nomination, *, now: datetime) -> None:
    """Once every answer is in and nobody objects, the case stands among the passed again."""
    session.flush()
    ids = [one.id for one in authorities_of(case.campaign_id)]
    if State(case.state) is State.CONSULTING and is_settled(
        ids, standing_lines([case.id])[case.id]
    ):
        move(case, Decision.CLEAR)
        note(SYSTEM, case, Decision.CLEAR, now=now)


def why_not_unheard(
    campaign_id: UUID, passed: Sequence[Nomination], consulting: Sequence[Nomination]
) -> Refusal | None:
    """Nobody comes into the notice about whom an answer is missing, or an authority objects."""
    if consulting:
        return errors.AnswersOutstanding(names="、".join(one.name for one in consulting))
    ids = [one.id for one in authorities_of(campaign_id)]
    lines = standing_lines([one.id for one in passed])
    unasked = [one.name for one in passed if not is_settled(ids, lines[one.id])]
    return errors.NotYetAsked(names="、".join(unasked)) if unasked else None
