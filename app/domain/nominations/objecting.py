"""Objections to a person in notice, with a name or with a clue, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.nominations import errors, rules
from app.domain.nominations.answering import why_not_answer
from app.domain.nominations.holding import (
    held_campaign,
    held_case,
    locking,
    move,
    note,
    tell,
)
from app.domain.nominations.models import Nomination, NominationObjection
from app.domain.nominations.review_models import ObjectionPicture
from app.domain.nominations.rules import ANSWERABLE, CampaignState, Decision, State
from app.domain.people.rules import clean_phone
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

SHORTEST_CLUE = 20
LONGEST_NAME = 50
MOST_WAITING_OF_ONE = 3
MOST_UNSIGNED_A_DAY = 10


@dataclass(frozen=True)
class Said:
    """An objection as it is written: with a name and a phone, or with neither and a clue.

    `pictures` are loose ones that `by` has sent: evidence.
    """

    text: str
    name: str = ""
    phone: str = field(default="", repr=False)
    volunteer_id: UUID | None = None
    pictures: Sequence[UUID] = ()
    by: Actor | None = None

    @property
    def signed(self) -> bool:
        """Whether somebody stands behind it."""
        return self.volunteer_id is not None or bool(self.name.strip())


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
    """Say something against a line of the notice, until its last moment.

    Said again in the same words it is the first; refuses a fourth of one person while three wait,
    and more unsigned ones in a day than anybody can check.
    """
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
        before = _said_before(case.id)
        again = [one for one in before if _same_author(one, said) and one.text == said.text.strip()]
        if again:
            return again[0].id
        refusal = why_not_more(said, before, now=now)
        if refusal:
            raise refusal
        move(case, Decision.OBJECT)
        row = _written(case.id, said, due_on=rules.answer_due(until), now=now)
        session.add(row)
        session.flush()
        _add_evidence(row.id, said, now=now)
    return row.id


def _written(
    nomination_id: UUID, said: Said, *, due_on: date, now: datetime
) -> NominationObjection:
    return NominationObjection(
        id=new_id(),
        nomination_id=nomination_id,
        volunteer_id=said.volunteer_id,
        name=said.name.strip(),
        phone=clean_phone(said.phone) or "",
        text=said.text.strip(),
        said_at=now,
        due_on=due_on,
    )


def why_not_more(
    said: Said, before: Sequence[NominationObjection], *, now: datetime
) -> Refusal | None:
    """Nobody floods a notice: so many of one person at a time, so many unsigned in a day."""
    if said.signed:
        waiting = [one for one in before if one.answered_at is None and _same_author(one, said)]
        enough = len(waiting) >= MOST_WAITING_OF_ONE
        return errors.SaidThreeTimes(most=MOST_WAITING_OF_ONE) if enough else None
    today = start_of_day(local_date(now))
    unsigned = [
        one
        for one in before
        if one.volunteer_id is None and not one.name and today <= one.said_at <= now
    ]
    enough = len(unsigned) >= MOST_UNSIGNED_A_DAY
    return errors.TooManyUnsigned(most=MOST_UNSIGNED_A_DAY) if enough else None


def _said_before(nomination_id: UUID) -> Sequence[NominationObjection]:
    query = select(NominationObjection).where(NominationObjection.nomination_id == nomination_id)
    return session.scalars(query.order_by(NominationObjection.id)).all()


def _same_author(one: NominationObjection, said: Said) -> bool:
    if said.volunteer_id is not None:
        return one.volunteer_id == said.volunteer_id
    phone = clean_phone(said.phone) or ""
    return one.volunteer_id is None and one.phone == phone and bool(one.name) == said.signed


def _add_evidence(objection_id: UUID, said: Said, *, now: datetime) -> None:
    if said.by is None or not said.pictures:
        return
    kept = keeping.attach(said.by, said.pictures, now=now)
    session.add_all(ObjectionPicture(objection_id=objection_id, attachment_id=one) for one in kept)


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
        row = session.scalars(
            locking(select(NominationObjection).where(NominationObjection.id == objection_id))
        ).one()
        refusal = why_not_answer(staff, case, row)
        if row.answered_at is not None:
            raise errors.AlreadyAnswered
        if refusal:
            raise refusal
        decision = Decision.UPHOLD if upheld else Decision.ANSWER
        if State(case.state) not in ANSWERABLE:
            move(case, decision)
        row.answer, row.upheld = text.strip(), upheld
        row.answered_by_id, row.answered_at = staff.id, now
        note(staff.actor, case, decision, now=now, words=text.strip())
        told = [row.volunteer_id] if row.volunteer_id else []
        tell("case_objection_answered", case, campaign, told, now=now, reason=text.strip())
