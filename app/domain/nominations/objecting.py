"""Objections to a person in notice, with a name or with a clue, and their answers."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations import errors, rules
from app.domain.nominations.holding import (
    held_campaign,
    held_case,
    locking,
    move,
    note,
    part_of,
    tell,
)
from app.domain.nominations.models import Nomination, NominationObjection
from app.domain.nominations.rules import ANSWERABLE, CampaignState, Decision, State
from app.domain.people.rules import clean_phone
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

SHORTEST_CLUE = 20
LONGEST_NAME = 50


@dataclass(frozen=True)
class Said:
    """An objection as it is written: with a name and a phone, or with neither and a clue."""

    text: str
    name: str = ""
    phone: str = field(default="", repr=False)
    volunteer_id: UUID | None = None


def why_not_said(said: Said) -> Refusal | None:
    """With a name there is a phone to answer at; without one there is something to check."""
    refusal = rules.why_not_these_words(said.text, field="text", what="您的意见")
    if refusal:
        return refusal
    if said.volunteer_id is not None:
        return None
    if said.name.strip():
        if len(said.name.strip()) > LONGEST_NAME:
            return BadInput(field="name", problem=f"最多 {LONGEST_NAME} 个字")
        if clean_phone(said.phone) is None:
            return BadInput(field="phone", problem="请填写 11 位手机号，答复时联系您")
        return None
    if len(said.text.strip()) < SHORTEST_CLUE:
        problem = f"不署名时请写清可以核实的线索（时间、地点、谁知道），至少 {SHORTEST_CLUE} 个字"
        return BadInput(field="text", problem=problem)
    return None


def object_to(campaign_id: UUID, number: int, said: Said, *, now: datetime) -> UUID:
    """Say something against a line of the notice, until its last moment."""
    refusal = why_not_said(said)
    if refusal:
        raise refusal
    with transaction():
        campaign = held_campaign(campaign_id)
        until = campaign.notice_until
        if campaign.state != CampaignState.IN_NOTICE.value or until is None or until <= now:
            raise errors.NoticeOver
        case = session.scalars(
            locking(
                select(Nomination).where(
                    Nomination.campaign_id == campaign_id, Nomination.number == number
                )
            )
        ).one_or_none()
        if case is None:
            raise NotFound
        move(case, Decision.OBJECT)
        row = NominationObjection(
            id=new_id(),
            nomination_id=case.id,
            volunteer_id=said.volunteer_id,
            name=said.name.strip(),
            phone=clean_phone(said.phone) or "",
            text=said.text.strip(),
            said_at=now,
            due_on=rules.answer_due(until),
        )
        session.add(row)
    return row.id


def answer(staff: Staff, objection_id: UUID, text: str, *, upheld: bool, now: datetime) -> None:
    """Answer an objection; upheld, the case ends and is taken out of the notice."""
    refusal = rules.why_not_these_words(text, field="text", what="答复")
    if refusal:
        raise refusal
    with transaction():
        nomination_id = session.scalar(
            select(NominationObjection.nomination_id).where(NominationObjection.id == objection_id)
        )
        if nomination_id is None:
            raise NotFound
        case, campaign = held_case(nomination_id)
        staff.require(Permission.OBJECTIONS_ANSWER, case.place_path)
        row = session.scalars(
            locking(select(NominationObjection).where(NominationObjection.id == objection_id))
        ).one()
        if row.answered_at is not None:
            raise errors.AlreadyAnswered
        hers = staff.volunteer_id is not None and staff.volunteer_id == row.volunteer_id
        refusal = rules.why_not_answered_by(part_of(staff, case))
        if refusal or hers:
            raise refusal or errors.Involved()
        decision = Decision.UPHOLD if upheld else Decision.ANSWER
        if State(case.state) not in ANSWERABLE:
            move(case, decision)
        row.answer, row.upheld = text.strip(), upheld
        row.answered_by_id, row.answered_at = staff.id, now
        note(staff.actor, case, decision, now=now, words=text.strip())
        told = [row.volunteer_id] if row.volunteer_id else []
        tell("case_objection_answered", case, campaign, told, now=now, reason=text.strip())
