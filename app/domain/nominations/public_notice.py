"""The public notice: begun by the centre, ended by the clock, its outcome published."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM
from app.domain.nominations import errors, rules
from app.domain.nominations.campaigns import managed
from app.domain.nominations.consultation.standing import why_not_unheard
from app.domain.nominations.events import (
    HonourFacts,
    HonourRevoked,
    HonoursConferred,
    NoticeBegun,
)
from app.domain.nominations.holding import (
    cases_of,
    held_case,
    locking,
    move,
    move_campaign,
    nominators_of,
    note,
    note_campaign,
    tell,
)
from app.domain.nominations.models import Campaign, Nomination, NominationObjection
from app.domain.nominations.parts import part_of
from app.domain.nominations.polls.arranging import refuse_while_voting
from app.domain.nominations.rules import CampaignDecision, CampaignState, Decision, State
from app.domain.nominations.vocabulary import AGREED
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


def publish(staff: Staff, campaign_id: UUID, *, now: datetime) -> int:
    """Show everybody who passed, for the campaign's working days; how many they are."""
    with transaction():
        campaign = managed(staff, campaign_id, CampaignDecision.PUBLISH)
        refuse_while_voting(campaign.id)
        waiting = len(cases_of(campaign.id, State.IN_REVIEW, State.RETURNED))
        passed = cases_of(campaign.id, State.PASSED)
        asked = cases_of(campaign.id, State.CONSULTING)
        refusal = why_not_unheard(campaign.id, passed, asked)
        refusal = refusal or _why_not_publish(passed, waiting, campaign.quota)
        if refusal:
            raise refusal
        _refuse_own(staff, passed)
        campaign.notice_from = now
        campaign.notice_until = rules.notice_ends(now, campaign.notice_working_days)
        note_campaign(staff.actor, campaign, "publish", now=now, count=len(passed))
        order = sorted(passed, key=lambda one: (campaign.categories.index(one.category), one.id))
        for number, case in enumerate(order, 1):
            case.number = number
            move(case, Decision.PUBLISH)
            note(staff.actor, case, Decision.PUBLISH, now=now)
        session.flush()
        happened(NoticeBegun(campaign.id, campaign.title, len(passed), campaign.notice_until, now))
    return len(passed)


def _why_not_publish(passed: Sequence[Nomination], waiting: int, quota: int) -> Refusal | None:
    if waiting:
        return errors.CasesStillOpen(count=waiting)
    if not passed:
        return errors.NobodyPassed()
    if len(passed) > quota:
        return errors.OverQuota(count=len(passed), quota=quota)
    silent = [one.name for one in passed if one.consent not in AGREED]
    if silent:
        return errors.ConsentMissing(names="、".join(silent))
    untold = [one.name for one in passed if not one.story]
    return errors.StoryMissing(names="、".join(untold)) if untold else None


def _refuse_own(staff: Staff, cases: Sequence[Nomination]) -> None:
    if staff.volunteer_id and staff.volunteer_id in {one.volunteer_id for one in cases}:
        raise errors.OwnCase


def end_notices(*, now: datetime) -> int:
    """Notices whose days are over end by themselves; a missed tick catches up once."""
    due = select(Campaign).where(
        Campaign.state == CampaignState.IN_NOTICE.value, Campaign.notice_until <= now
    )
    if session.scalars(due.limit(1)).first() is None:
        return 0
    with transaction():
        ended = session.scalars(locking(due.order_by(Campaign.id))).all()
        for campaign in ended:
            move_campaign(campaign, CampaignDecision.END_NOTICE)
            note_campaign(SYSTEM, campaign, "end_notice", now=now)
            for case in cases_of(campaign.id, State.IN_NOTICE):
                move(case, Decision.END_NOTICE)
                note(SYSTEM, case, Decision.END_NOTICE, now=now)
    return len(ended)


def conclude(staff: Staff, campaign_id: UUID, *, now: datetime) -> int:
    """Publish on the roll who came through the notice, and tell them; how many.

    Refused while an objection waits for its answer.
    """
    with transaction():
        campaign = managed(staff, campaign_id, CampaignDecision.CONCLUDE)
        through = cases_of(campaign.id, State.NOTICE_OVER)
        count = session.scalar(
            select(func.count(NominationObjection.id))
            .join(Nomination, Nomination.id == NominationObjection.nomination_id)
            .where(
                Nomination.campaign_id == campaign.id,
                NominationObjection.answered_at.is_(None),
                Nomination.state == State.NOTICE_OVER.value,
            )
        )
        if count:
            raise errors.ObjectionsOpen(count=count)
        _refuse_own(staff, through)
        campaign.concluded_at = now
        note_campaign(staff.actor, campaign, "conclude", now=now, count=len(through))
        for case in through:
            move(case, Decision.CONFER)
            case.conferred_at = now
            note(staff.actor, case, Decision.CONFER, now=now, name=case.name)
            told = [case.volunteer_id] if case.volunteer_id else []
            told += nominators_of(case.id)
            tell("honour_conferred", case, campaign, told, now=now)
        happened(HonoursConferred(tuple(_with_accounts(through)), now))
    return len(through)


def _with_accounts(cases: Sequence[Nomination]) -> Iterator[HonourFacts]:
    for case in cases:
        if case.volunteer_id is not None:
            yield HonourFacts(case.id, case.volunteer_id)


def revoke(staff: Staff, nomination_id: UUID, reason: str, *, now: datetime) -> None:
    """Take an honour off the roll, with a reason the person reads; the history stays."""
    refusal = rules.why_not_these_words(reason, field="reason", what="撤销的理由")
    if refusal:
        raise refusal
    with transaction():
        case, campaign = held_case(nomination_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
        if part_of(staff, case).is_nominee:
            raise errors.OwnCase
        move(case, Decision.REVOKE)
        case.revoked_at = now
        note(staff.actor, case, Decision.REVOKE, now=now, words=reason.strip())
        told = [case.volunteer_id] if case.volunteer_id else []
        tell("honour_revoked", case, campaign, told, now=now, reason=reason.strip())
        for honour in _with_accounts([case]):
            happened(HonourRevoked(honour, now))
