"""Which plans may be kept, and which may go to review. Numbers: docs/rules.md, "Activities"."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import phonenumbers

from app.domain.activities import errors
from app.domain.activities.not_volunteering import why_not_volunteering
from app.domain.activities.plans import ActivityPlan, PositionPlan
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.vocabulary import (
    ALL_WORK_TYPES,
    CATEGORIES,
    RISK_LEVELS,
    TARGETS,
    TRAINING,
)
from app.kernel.refusal import Refusal

TITLE_MOST = 50
CAPACITY_MOST = 9_999
SESSION_LONGEST = timedelta(hours=12)
WHOLE_LONGEST = timedelta(days=366)
RADIUS_LEAST_METRES = 50
RADIUS_MOST_METRES = 9_999
CANCEL_DEADLINE_MOST_HOURS = 168

# What the columns hold: field, what people call it, most characters.
LENGTHS = (
    ("title", "活动名称", TITLE_MOST),
    ("venue", "活动地点", 100),
    ("content", "活动内容", 5_000),
    ("risk_text", "风险提示", 1_000),
    ("insurance_number", "保单号", 60),
    ("contact_name", "联系人", 50),
    ("contact_phone", "联系电话", 20),
)
FIXED_ONCE_PUBLISHED = (
    ("title", "活动名称"),
    ("work_type", "工作类型"),
    ("category", "服务类别"),
    ("targets", "服务对象"),
    ("risk_level", "风险程度"),
    ("cancel_deadline_hours", "取消报名的时限"),
)
NEEDED = (
    ("content", "活动内容"),
    ("venue", "活动地点"),
    ("contact_name", "联系人"),
    ("contact_phone", "联系电话"),
)


def why_not_keep(plan: ActivityPlan) -> Refusal | None:
    """What even a draft must have, because rows need it."""
    return next(_flaws_of_a_draft(plan), None)


def why_not_submit(plan: ActivityPlan, *, now: datetime) -> Refusal | None:
    """What a plan must have before another person reviews it and again before it is published."""
    return (
        why_not_keep(plan)
        or next(_gaps(plan), None)
        or _why_not_volunteering(plan)
        or next(_flaws_of_times(plan, now), None)
        or next(_flaws_of_risk(plan), None)
    )


def what_is_missing(plan: ActivityPlan) -> list[errors.PlanRefusal]:
    """Everything a plan must still be given before its review, so that it is told at once."""
    return [*_gaps(plan), *_flaws_of_risk(plan)]


def why_not_revise_published(
    old: ActivityPlan, new: ActivityPlan, *, now: datetime
) -> Refusal | None:
    """People have signed up for it: time, place, contact, content and capacity may still change."""
    return (
        why_not_keep(new)
        or next(_what_is_fixed(old, new), None)
        or next(_gaps(new), None)
        or _why_not_volunteering(new)
        or next(_flaws_of_moves(old, new, now), None)
        or next(_flaws_of_lengths(new), None)
        or next(_flaws_of_risk(new), None)
    )


def _why_not_volunteering(plan: ActivityPlan) -> Refusal | None:
    """Learning is no volunteer service, says so, and brings no service hours."""
    if plan.work_type == TRAINING:
        return None
    return why_not_volunteering(plan.title, plan.content)


def _what_is_fixed(old: ActivityPlan, new: ActivityPlan) -> Iterator[Refusal]:
    for field, label in FIXED_ONCE_PUBLISHED:
        before, after = getattr(old, field), getattr(new, field)
        if (set(before) != set(after)) if field == "targets" else before != after:
            yield errors.FixedOncePublished(name=field, label=label)
    before = {each.id: {position.id for position in each.positions} for each in old.sessions}
    if before != {each.id: {position.id for position in each.positions} for each in new.sessions}:
        yield errors.SessionsFixedOncePublished()
        return
    were = {position.id: position for position in old.positions}
    for position in new.positions:
        was = were[position.id]
        if _who_may(was) != _who_may(position):
            yield errors.FixedOncePublished(
                name="sessions", label="岗位的名称、年龄、技能和资格要求"
            )


def _who_may(position: PositionPlan) -> tuple[object, ...]:
    return (
        position.name.strip(),
        position.youngest,
        position.oldest,
        frozenset(position.skills),
        position.qualification_id,
    )


def _flaws_of_moves(old: ActivityPlan, new: ActivityPlan, now: datetime) -> Iterator[Refusal]:
    were = {each.id: each for each in old.sessions}
    for each in new.sessions:
        was = were[each.id]
        if (was.starts_at, was.ends_at) == (each.starts_at, each.ends_at):
            continue
        if was.starts_at <= now:
            yield errors.SessionUnderWay(starts_at=was.starts_at)
        if each.starts_at <= now:
            yield errors.StartsInThePast(starts_at=each.starts_at)


def _flaws_of_a_draft(plan: ActivityPlan) -> Iterator[Refusal]:
    if not plan.title.strip():
        yield errors.TitleNeeded(most=TITLE_MOST)
    for field, label, most in LENGTHS:
        if len(getattr(plan, field) or "") > most:
            yield errors.FieldTooLong(name=field, label=label, most=most)
    if not plan.sessions or not all(each.positions for each in plan.sessions):
        yield errors.NoSessions()
    for each in plan.sessions:
        if each.ends_at <= each.starts_at:
            yield errors.SessionEndsBeforeStart(starts_at=each.starts_at)
    for position in plan.positions:
        yield from _flaws_of_a_position(position)
    if not 0 <= plan.cancel_deadline_hours <= CANCEL_DEADLINE_MOST_HOURS:
        yield errors.DeadlineOutside(most=CANCEL_DEADLINE_MOST_HOURS)


def _flaws_of_a_position(position: PositionPlan) -> Iterator[Refusal]:
    named = 0 < len(position.name.strip()) <= 30
    if not named or not 1 <= position.capacity <= CAPACITY_MOST:
        yield errors.PositionIncomplete(most=CAPACITY_MOST)
    if len(position.duties) > 200:
        yield errors.FieldTooLong(name="sessions", label="岗位职责", most=200)
    both = position.youngest is not None and position.oldest is not None
    if both and (position.youngest or 0) > (position.oldest or 0):
        yield errors.AgesTurnedRound(position=position.name)


def _gaps(plan: ActivityPlan) -> Iterator[errors.PlanRefusal]:
    for field, label in NEEDED:
        if not getattr(plan, field).strip():
            yield errors.FieldNeeded(name=field, label=label)
    if plan.work_type not in ALL_WORK_TYPES:
        yield errors.UnknownTerm(name="work_type", label="工作类型")
    if plan.category not in CATEGORIES:
        yield errors.UnknownTerm(name="category", label="服务类别")
    if not plan.targets or any(target not in TARGETS for target in plan.targets):
        yield errors.UnknownTerm(name="targets", label="服务对象")
    if not _reachable(plan.contact_phone):
        yield errors.PhoneNotReachable()
    radius = plan.check_radius_metres
    if radius is not None and (
        plan.point is None or not RADIUS_LEAST_METRES <= radius <= RADIUS_MOST_METRES
    ):
        yield errors.RadiusWithoutPoint(least=RADIUS_LEAST_METRES, most=RADIUS_MOST_METRES)


def _flaws_of_times(plan: ActivityPlan, now: datetime) -> Iterator[Refusal]:
    if plan.starts_at <= now:
        yield errors.StartsInThePast(starts_at=plan.starts_at)
    yield from _flaws_of_lengths(plan)


def _flaws_of_lengths(plan: ActivityPlan) -> Iterator[Refusal]:
    if any(each.ends_at - each.starts_at > SESSION_LONGEST for each in plan.sessions):
        yield errors.SessionTooLong(most=int(SESSION_LONGEST.total_seconds()) // 3600)
    if plan.ends_at - plan.starts_at > WHOLE_LONGEST:
        yield errors.ActivityTooLong(most=WHOLE_LONGEST.days)
    if not plan.recruits_from < plan.recruits_until <= plan.ends_at:
        yield errors.RecruitmentOutside()


def _flaws_of_risk(plan: ActivityPlan) -> Iterator[errors.PlanRefusal]:
    if plan.risk_level not in RISK_LEVELS:
        yield errors.UnknownTerm(name="risk_level", label="风险程度")
    if not plan.risk_text.strip():
        yield errors.RiskTextNeeded()
    if plan.risk_level != "high":
        return
    if not (plan.insurance_number or "").strip():
        yield errors.InsuranceNeeded()
    for position in plan.positions:
        if position.oldest is not None and position.oldest < ADULT_YEARS:
            yield errors.MinorsAtRisk(adult=ADULT_YEARS, position=position.name)
        if position.youngest is not None and position.youngest < ADULT_YEARS:
            yield errors.MinorsAtRisk(adult=ADULT_YEARS, position=position.name)


def _reachable(phone: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(phone, "CN"))
    except phonenumbers.NumberParseException:
        return False
