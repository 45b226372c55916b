"""Campaigns of the centre: drafted, announced, opened and closed by the clock, given up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit.actors import SYSTEM
from app.domain.nominations import rules
from app.domain.nominations.holding import (
    held_campaign,
    locking,
    move_campaign,
    note_campaign,
)
from app.domain.nominations.models import Campaign
from app.domain.nominations.public_words import why_not_this_wording
from app.domain.nominations.rules import CampaignDecision, CampaignState
from app.domain.nominations.vocabulary import CATEGORIES, KINDS, RANKS
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction

LONGEST_TITLE = 60
LONGEST_ABOUT = 1000
LEAST_NOTICE_DAYS, MOST_NOTICE_DAYS = 5, 30
MOST_QUOTA = 500
MOST_DEED_YEARS = 10
OLDEST_ASKED_FOR = 120
YOUTH_UNTIL = 18


@dataclass(frozen=True)
class Plan:
    """What the centre decides about a campaign before it is announced."""

    kind: str
    title: str
    about: str
    categories: tuple[str, ...]
    least_age: int | None
    most_age: int | None
    residents_only: bool
    holders_out: bool
    deed_within_years: int
    opens_at: datetime
    closes_at: datetime
    levels: tuple[str, ...]
    notice_working_days: int
    quota: int
    approval_number: str = ""


def why_not_this_plan(plan: Plan, *, now: datetime) -> Refusal | None:
    """Words that fit and claim nothing, a window ahead, and numbers within bounds."""
    return _why_not_these_words(plan) or _why_not_these_numbers(plan, now)


def _why_not_these_words(plan: Plan) -> Refusal | None:
    if plan.kind not in KINDS:
        return BadInput(field="kind", problem="请选择推选的种类")
    if not plan.title.strip() or len(plan.title) > LONGEST_TITLE:
        return BadInput(field="title", problem=f"请填写名称，最多 {LONGEST_TITLE} 个字")
    if not plan.about.strip() or len(plan.about) > LONGEST_ABOUT:
        return BadInput(field="about", problem=f"请写推选说明，最多 {LONGEST_ABOUT} 个字")
    if not plan.categories or set(plan.categories) - set(CATEGORIES):
        return BadInput(field="categories", problem="请至少选择一个类别")
    if set(plan.levels) - set(RANKS) or "centre" not in plan.levels:
        return BadInput(field="levels", problem="至少要有中心终审")
    approved = bool(plan.approval_number.strip())
    return why_not_this_wording(plan.title, field="title", approved=approved) or (
        why_not_this_wording(plan.about, field="about", approved=approved)
    )


def _why_not_these_numbers(plan: Plan, now: datetime) -> Refusal | None:
    if plan.closes_at <= max(plan.opens_at, now):
        return BadInput(field="closes_at", problem="截止要晚于开始，也要晚于现在")
    if not LEAST_NOTICE_DAYS <= plan.notice_working_days <= MOST_NOTICE_DAYS:
        problem = f"公示 {LEAST_NOTICE_DAYS} 到 {MOST_NOTICE_DAYS} 个工作日"
        return BadInput(field="notice_working_days", problem=problem)
    if not 1 <= plan.quota <= MOST_QUOTA:
        return BadInput(field="quota", problem=f"名额在 1 到 {MOST_QUOTA} 之间")
    if not 1 <= plan.deed_within_years <= MOST_DEED_YEARS:
        problem = f"在 1 到 {MOST_DEED_YEARS} 年之间"
        return BadInput(field="deed_within_years", problem=problem)
    for name, age in (("least_age", plan.least_age), ("most_age", plan.most_age)):
        if age is not None and not 0 < age <= OLDEST_ASKED_FOR:
            return BadInput(field=name, problem="请填写合适的年龄，不限可以不填")
    if plan.least_age and plan.most_age and plan.least_age > plan.most_age:
        return BadInput(field="most_age", problem="不能小于最小年龄")
    if plan.kind == "virtue_youth" and not (plan.most_age and plan.most_age <= YOUTH_UNTIL):
        problem = f"新时代好少年请填最大年龄，不超过 {YOUTH_UNTIL} 岁"
        return BadInput(field="most_age", problem=problem)
    return None


def draft(staff: Staff, plan: Plan, *, now: datetime) -> UUID:
    """A new campaign of the centre; nobody sees it before it is announced."""
    centre = places.centre()
    staff.require(Permission.CAMPAIGNS_MANAGE, centre.path)
    refusal = why_not_this_plan(plan, now=now)
    if refusal:
        raise refusal
    with transaction():
        row = Campaign(
            id=new_id(),
            place_id=centre.id,
            place_path=centre.path,
            state=CampaignState.DRAFT.value,
            made_by_id=staff.id,
            made_at=now,
        )
        _write(row, plan)
        session.add(row)
        note_campaign(staff.actor, row, "draft", now=now, title=row.title)
    return row.id


def edit(staff: Staff, campaign_id: UUID, plan: Plan, *, now: datetime) -> None:
    """Change a draft; once announced, the conditions stand."""
    refusal = why_not_this_plan(plan, now=now)
    if refusal:
        raise refusal
    with transaction():
        row = managed(staff, campaign_id, CampaignDecision.EDIT)
        _write(row, plan)
        note_campaign(staff.actor, row, "edit", now=now, title=row.title)


def _write(row: Campaign, plan: Plan) -> None:
    row.kind, row.title, row.about = plan.kind, plan.title.strip(), plan.about.strip()
    row.categories = [one for one in CATEGORIES if one in plan.categories]
    row.least_age, row.most_age = plan.least_age, plan.most_age
    row.residents_only, row.holders_out = plan.residents_only, plan.holders_out
    row.deed_within_years = plan.deed_within_years
    row.opens_at, row.closes_at = plan.opens_at, plan.closes_at
    row.levels = [one for one in RANKS if one in plan.levels]
    row.notice_working_days, row.quota = plan.notice_working_days, plan.quota
    row.approval_number = plan.approval_number.strip()


def announce(staff: Staff, campaign_id: UUID, *, now: datetime) -> None:
    """Everybody may read of it; it opens by itself, at once when its time has come."""
    with transaction():
        row = managed(staff, campaign_id, CampaignDecision.ANNOUNCE)
        if row.closes_at <= now:
            raise BadInput(field="closes_at", problem="截止时间已过，请先修改")
        note_campaign(staff.actor, row, "announce", now=now)
        _open_and_close(row, now)


def withdraw(staff: Staff, campaign_id: UUID, reason: str, *, now: datetime) -> None:
    """Give a campaign up, with a reason; nothing of it is published."""
    refusal = rules.why_not_these_words(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        row = managed(staff, campaign_id, CampaignDecision.WITHDRAW)
        row.reason = reason.strip()[:200]
        note_campaign(staff.actor, row, "withdraw", now=now, reason=row.reason)


def managed(
    staff: Staff,
    campaign_id: UUID,
    decision: CampaignDecision,
    permission: Permission = Permission.CAMPAIGNS_MANAGE,
) -> Campaign:
    """The held campaign in its next state, for who may manage it; within an action."""
    row = held_campaign(campaign_id)
    staff.require(permission, row.place_path)
    move_campaign(row, decision)
    return row


def advance(*, now: datetime) -> int:
    """Open and close what is due; how many. Missed ticks are made up for at once."""
    due = select(Campaign).where(
        (Campaign.state == CampaignState.ANNOUNCED.value) & (Campaign.opens_at <= now)
        | (Campaign.state == CampaignState.OPEN.value) & (Campaign.closes_at <= now)
    )
    if session.scalars(due.limit(1)).first() is None:
        return 0
    with transaction():
        rows = session.scalars(locking(due.order_by(Campaign.id))).all()
        for row in rows:
            _open_and_close(row, now)
    return len(rows)


def _open_and_close(row: Campaign, now: datetime) -> None:
    if row.state == CampaignState.ANNOUNCED.value and row.opens_at <= now:
        move_campaign(row, CampaignDecision.OPEN)
        note_campaign(SYSTEM, row, "open", now=now)
    if row.state == CampaignState.OPEN.value and row.closes_at <= now:
        move_campaign(row, CampaignDecision.CLOSE)
        note_campaign(SYSTEM, row, "close", now=now)
