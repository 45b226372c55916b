"""The centre arranges a poll or stops it; the clock opens it and closes it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM
from app.domain.nominations import errors as cases
from app.domain.nominations.holding import cases_of, held_campaign
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import errors, rules
from app.domain.nominations.polls.holding import held_poll, move_poll, note_poll, poll_row
from app.domain.nominations.polls.models import Poll, PollCandidate
from app.domain.nominations.polls.rules import (
    LEAST_CANDIDATES,
    LONGEST_REASON,
    PollDecision,
    PollPlan,
    PollState,
)
from app.domain.nominations.rules import CAMPAIGN_TITLES, CampaignState, State
from app.domain.nominations.vocabulary import AGREED
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction

ALIVE = (CampaignState.ANNOUNCED, CampaignState.OPEN, CampaignState.REVIEWING)
_ALIVE = [one.value for one in ALIVE]
_UNDER_WAY = [PollState.ARRANGED.value, PollState.OPEN.value]
_WAITING = (State.IN_REVIEW, State.RETURNED)
NEVER_BEGAN = "到结束时间还没有定下候选人，没有开始"
CAMPAIGN_OVER = "这次推选已经往下进行，不再投票"


def arrange(staff: Staff, campaign_id: UUID, plan: PollPlan, *, now: datetime) -> UUID:
    """Switch voting on for a campaign, or change it before it begins; at once when it is time."""
    with transaction():
        campaign = held_campaign(campaign_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
        if CampaignState(campaign.state) not in ALIVE:
            standing = CAMPAIGN_TITLES[CampaignState(campaign.state)]
            raise cases.CampaignNotNow(standing=standing)
        refusal = rules.why_not_this_poll(plan, nominations_close_at=campaign.closes_at, now=now)
        if refusal:
            raise refusal
        row = poll_row(campaign.id)
        if row is None:
            row = Poll(id=new_id(), campaign_id=campaign.id, state=PollState.ARRANGED.value)
            session.add(row)
        else:
            move_poll(row, PollDecision.REARRANGE)
        _write(row, plan)
        row.arranged_by_id, row.arranged_at = staff.id, now
        session.flush()
        facts = {"most_names": plan.most_names, "shown_to_public": plan.shown_to_public}
        note_poll(staff.actor, campaign, "arrange", now=now, facts=facts)
        _move_on(row, campaign, now)
    return row.id


def _write(row: Poll, plan: PollPlan) -> None:
    row.opens_at, row.closes_at = plan.opens_at, plan.closes_at
    row.most_names, row.shown_to_public = plan.most_names, plan.shown_to_public
    row.kept_days = plan.kept_days


def call_off(staff: Staff, campaign_id: UUID, reason: str, *, now: datetime) -> None:
    """Stop it, with a reason; what has been cast is shown to nobody outside."""
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise BadInput(field="reason", problem=f"请写明理由，最多 {LONGEST_REASON} 个字")
    with transaction():
        row, campaign = held_poll(campaign_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, campaign.place_path)
        move_poll(row, PollDecision.CALL_OFF)
        row.reason = reason.strip()
        note_poll(staff.actor, campaign, "call_off", now=now, reason=row.reason)


def refuse_while_voting(campaign_id: UUID) -> None:
    """Nothing is published while neighbours vote; within an action that holds the campaign."""
    row = poll_row(campaign_id)
    if row is not None and row.state == PollState.OPEN.value:
        raise errors.PollStillOpen(until=row.closes_at)


def advance(*, now: datetime) -> int:
    """Open and close what is due; how many moved. Missed ticks are made up for at once."""
    due = (
        select(Poll.campaign_id)
        .join(Campaign, Campaign.id == Poll.campaign_id)
        .where(
            Poll.state.in_(_UNDER_WAY),
            or_(
                and_(Poll.state == PollState.ARRANGED.value, Poll.opens_at <= now),
                Poll.closes_at <= now,
                Campaign.state.not_in(_ALIVE),
            ),
        )
        .order_by(Poll.campaign_id)
    )
    moved = 0
    for campaign_id in session.scalars(due).all():
        with transaction():
            row, campaign = held_poll(campaign_id)
            moved += _move_on(row, campaign, now)
    return moved


def _move_on(row: Poll, campaign: Campaign, now: datetime) -> bool:
    """Whether the poll moved; asked twice, it finds nothing left."""
    before = row.state
    if row.state not in _UNDER_WAY:
        return False
    if CampaignState(campaign.state) not in ALIVE:
        _lapse(row, campaign, CAMPAIGN_OVER, now)
    if row.state == PollState.ARRANGED.value and row.opens_at <= now:
        if row.closes_at <= now:
            _lapse(row, campaign, NEVER_BEGAN, now)
        elif campaign.state == CampaignState.REVIEWING.value:
            _open(row, campaign, now)
    if row.state == PollState.OPEN.value and row.closes_at <= now:
        move_poll(row, PollDecision.CLOSE)
        note_poll(SYSTEM, campaign, "close", now=now)
    return row.state != before


def _lapse(row: Poll, campaign: Campaign, reason: str, now: datetime) -> None:
    move_poll(row, PollDecision.LAPSE)
    row.reason = reason
    note_poll(SYSTEM, campaign, "lapse", now=now, reason=reason)


def _open(row: Poll, campaign: Campaign, now: datetime) -> None:
    waiting = len(cases_of(campaign.id, *_WAITING))
    passed = cases_of(campaign.id, State.PASSED)
    if why_not_open(passed, waiting):
        return
    move_poll(row, PollDecision.OPEN)
    session.add_all(PollCandidate(poll_id=row.id, nomination_id=one.id) for one in passed)
    note_poll(SYSTEM, campaign, "open", now=now, facts={"candidates": len(passed)})


def why_not_open(passed: Sequence[Nomination], waiting: int) -> Refusal | None:
    """All candidates begin at the same moment: nobody is still reviewed, all may be shown."""
    if waiting:
        return cases.CasesStillOpen(count=waiting)
    if len(passed) < LEAST_CANDIDATES:
        return errors.TooFewCandidates(least=LEAST_CANDIDATES)
    silent = [one.name for one in passed if one.consent not in AGREED]
    if silent:
        return cases.ConsentMissing(names="、".join(silent))
    untold = [one.name for one in passed if not one.story]
    return cases.StoryMissing(names="、".join(untold)) if untold else None


def what_it_waits_for(campaign_id: UUID) -> Refusal | None:
    """Why a poll could not begin now, for its page; nothing is held."""
    here = select(Nomination).where(Nomination.campaign_id == campaign_id)
    states = [one.value for one in _WAITING]
    waiting = session.scalar(
        select(func.count(Nomination.id)).where(
            Nomination.campaign_id == campaign_id, Nomination.state.in_(states)
        )
    )
    passed = session.scalars(here.where(Nomination.state == State.PASSED.value)).all()
    return why_not_open(passed, waiting or 0)


def forget_at(closes_at: datetime, kept_days: int) -> datetime:
    """When the ballots of a poll are deleted."""
    return closes_at + timedelta(days=kept_days)
