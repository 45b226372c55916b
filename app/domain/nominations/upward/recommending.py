"""Recommend somebody to a level above, change the form, and write down what came back."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations.consultation.standing import refuse_kin
from app.domain.nominations.holding import held_case, locking, move, note, tell
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.rules import Decision
from app.domain.nominations.upward import errors, rules
from app.domain.nominations.upward.models import UpwardRecommendation
from app.domain.nominations.upward.rules import Answer, FormFacts
from app.domain.nominations.vocabulary import AGREED
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


def recommend(
    staff: Staff, nomination_id: UUID, to: tuple[str, str], facts: FormFacts, *, now: datetime
) -> UUID:
    """Somebody on the roll, or who came through the notice, to a level for a title.

    Refused while an earlier one to the same level is unanswered, and without the person's word.
    """
    level, title = to
    refusal = rules.why_not_recommend(level, title) or rules.why_not_these_facts(facts)
    if refusal:
        raise refusal
    with transaction():
        case, _ = _held(staff, nomination_id)
        move(case, Decision.RECOMMEND)
        if case.consent not in AGREED:
            raise errors.NoConsentToPassOn
        waiting = select(UpwardRecommendation.id).where(
            UpwardRecommendation.nomination_id == case.id,
            UpwardRecommendation.level == level,
            UpwardRecommendation.outcome.is_(None),
        )
        if session.scalars(waiting.limit(1)).first() is not None:
            raise errors.AlreadyRecommended(level=rules.ABOVE[level])
        row = UpwardRecommendation(
            id=new_id(),
            nomination_id=case.id,
            level=level,
            asked_title=title.strip(),
            typed=as_kept(facts),
            made_by_id=staff.id,
            made_at=now,
        )
        session.add(row)
        words = f"{rules.ABOVE[level]}，{row.asked_title}"
        note(staff.actor, case, Decision.RECOMMEND, now=now, words=words)
    return row.id


def revise(staff: Staff, recommendation_id: UUID, facts: FormFacts, *, now: datetime) -> None:
    """Write the form anew, until it is answered."""
    refusal = rules.why_not_these_facts(facts)
    if refusal:
        raise refusal
    with transaction():
        row, case, _ = held_recommendation(staff, recommendation_id)
        move(case, Decision.RECOMMEND)
        row.typed = as_kept(facts)
        note(staff.actor, case, Decision.RECOMMEND, now=now, words="修改推荐表")


def record_answer(staff: Staff, recommendation_id: UUID, answer: Answer, *, now: datetime) -> None:
    """What came back from above; an honour there is shown beside the story from now on."""
    refusal = rules.why_not_this_answer(answer, today=local_date(now))
    if refusal:
        raise refusal
    with transaction():
        row, case, campaign = held_recommendation(staff, recommendation_id)
        move(case, Decision.RECOMMEND)
        honoured = answer.outcome == "honoured"
        row.outcome, row.answered_on = answer.outcome, answer.on
        row.title = answer.title.strip() if honoured else ""
        row.document_number = answer.document_number.strip()
        row.recorded_by_id, row.recorded_at = staff.id, now
        words = f"{rules.ABOVE[row.level]}，{row.title or row.asked_title}"
        words += f"：{rules.OUTCOMES[answer.outcome]}"
        note(staff.actor, case, Decision.RECOMMEND, now=now, words=words)
        if honoured and case.volunteer_id:
            tell("honour_above", case, campaign, [case.volunteer_id], now=now, reason=row.title)


def held_recommendation(
    staff: Staff, recommendation_id: UUID
) -> tuple[UpwardRecommendation, Nomination, Campaign]:
    """A recommendation that awaits its answer, held after its campaign and case."""
    nomination_id = session.scalar(
        select(UpwardRecommendation.nomination_id).where(
            UpwardRecommendation.id == recommendation_id
        )
    )
    if nomination_id is None:
        raise NotFound
    case, campaign = _held(staff, nomination_id)
    query = select(UpwardRecommendation).where(UpwardRecommendation.id == recommendation_id)
    row: UpwardRecommendation = session.scalars(locking(query)).one()
    if row.outcome is not None:
        raise errors.AnsweredAbove(outcome=rules.OUTCOMES[row.outcome])
    return row, case, campaign


def as_kept(facts: FormFacts) -> str:
    """The form's facts as text."""
    return json.dumps(asdict(facts), ensure_ascii=False)


def as_typed(text: str) -> FormFacts:
    """The way back."""
    return FormFacts(**json.loads(text))


def _held(staff: Staff, nomination_id: UUID) -> tuple[Nomination, Campaign]:
    case, campaign = held_case(nomination_id)
    staff.require(Permission.HONOURS_RECOMMEND, campaign.place_path)
    refuse_kin(staff, case)
    return case, campaign
