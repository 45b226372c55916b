"""An authority's answers: by its link, or typed in by staff from the paper that came back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.nominations import rules as case_rules
from app.domain.nominations.consultation import errors, rules
from app.domain.nominations.consultation.links import Visit, authority, behind, held_letter
from app.domain.nominations.consultation.models import ConsultationLetter, ConsultationLine
from app.domain.nominations.consultation.rules import Opinion
from app.domain.nominations.consultation.standing import refuse_kin, settle
from app.domain.nominations.holding import (
    held_campaign,
    held_case,
    locking,
    move,
    note,
)
from app.domain.nominations.models import Nomination
from app.domain.nominations.rules import CampaignDecision, CampaignState, Decision
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


def by_link(visit: Visit, opinions: Mapping[UUID, Opinion], *, now: datetime) -> int:
    """Take what an authority says of the people of its letter; how many.

    What was answered before stands: sent twice, the first counts.
    """
    with transaction():
        letter = _held_behind(visit, now=now)
        lines = _lines(letter.id)
        if set(opinions) - set(lines):
            raise NotFound
        for line_id, opinion in opinions.items():
            _refuse(opinion, line_id)
        waiting = {one: said for one, said in opinions.items() if lines[one].verdict is None}
        for line_id, opinion in sorted(waiting.items()):
            _take(authority(letter), letter, lines[line_id], opinion, way="link", now=now)
    return len(waiting)


def on_paper(
    staff: Staff, line_id: UUID, opinion: Opinion, scans: list[UUID], *, now: datetime
) -> None:
    """Type in what came back on paper, with its picture."""
    refusal = rules.why_not_this_opinion(opinion)
    if refusal:
        raise refusal
    with transaction():
        letter, line, case = _held_line(staff, line_id)
        if line.verdict is not None:
            raise errors.AlreadyHeard(name=case.name)
        refuse_kin(staff, case)
        if not scans:
            raise errors.NoSheet
        line.scan_id = keeping.attach(staff.actor, scans[:1], now=now)[0]
        line.typed_by_id = staff.id
        _take(staff.actor, letter, line, opinion, way="paper", now=now)


def void(staff: Staff, line_id: UUID, reason: str, *, now: datetime) -> None:
    """An agreement was typed in wrongly: it counts no more, and the authority is asked again."""
    refusal = case_rules.why_not_these_words(reason, field="reason", what="作废的原因")
    if refusal:
        raise refusal
    with transaction():
        _, line, case = _held_line(staff, line_id)
        if (line.way, line.verdict) != ("paper", "agree"):
            raise errors.OnlyPaperAgreement
        move(case, Decision.CONSULT)
        line.ended_at = now
        note(staff.actor, case, Decision.CONSULT, now=now, words=reason.strip())


def _refuse(opinion: Opinion, line_id: UUID) -> None:
    """Beside the person it is about: `reason_<id>`."""
    refusal = rules.why_not_this_opinion(opinion)
    if refusal and refusal.field == "reason":
        raise BadInput(field=f"reason_{line_id.hex}", problem=refusal.sentence)
    if refusal:
        raise refusal


def _held_behind(visit: Visit, *, now: datetime) -> ConsultationLetter:
    """The letter, held after its campaign; once the campaign has gone on, the link is over."""
    campaign = held_campaign(behind(visit, now=now).campaign_id)
    query = locking(select(ConsultationLetter).where(ConsultationLetter.id == visit.letter_id))
    session.scalars(query).one()
    if case_rules.why_not_campaign(CampaignState(campaign.state), CampaignDecision.CONSULT):
        raise errors.NoSuchLink
    return behind(visit, now=now)


def _lines(letter_id: UUID) -> dict[UUID, ConsultationLine]:
    query = select(ConsultationLine).where(
        ConsultationLine.letter_id == letter_id, ConsultationLine.ended_at.is_(None)
    )
    rows = session.scalars(locking(query.order_by(ConsultationLine.id)))
    return {one.id: one for one in rows}


def _held_line(
    staff: Staff, line_id: UUID
) -> tuple[ConsultationLetter, ConsultationLine, Nomination]:
    line = session.get(ConsultationLine, line_id)
    if line is None or line.letter_id is None or line.ended_at is not None:
        raise NotFound
    letter, _ = held_letter(staff, line.letter_id)
    case, _ = held_case(line.nomination_id)
    held = session.scalars(
        locking(select(ConsultationLine).where(ConsultationLine.id == line_id))
    ).one()
    return letter, held, case


def _take(
    by: Actor,
    letter: ConsultationLetter,
    line: ConsultationLine,
    opinion: Opinion,
    *,
    way: str,
    now: datetime,
) -> None:
    case, _ = held_case(line.nomination_id)
    move(case, Decision.HEAR)
    line.verdict = "agree" if opinion.agrees else "object"
    line.reason, line.by_name = opinion.reason.strip(), opinion.by_name.strip()
    line.way, line.answered_at = way, now
    # Why is for those who decide: the history says which way only.
    words = f"{letter.addressee}：{rules.VERDICTS[line.verdict]}"
    note(by, case, Decision.HEAR, now=now, words=words)
    settle(case, now=now)
