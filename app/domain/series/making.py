"""From one plan to many: look at all dates first, then make an activity of each that is chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import clashes as clashing
from app.domain.activities import in_series, planning
from app.domain.activities import queries as activities
from app.domain.activities.clashes import Clash
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.rules import State
from app.domain.activities.views import ActivityView
from app.domain.activities.vocabulary import TRAINING
from app.domain.audit import trail
from app.domain.series import errors
from app.domain.series.models import ActivitySeries, SeriesOccurrence
from app.domain.series.recurrence import Recurrence, in_short, why_not_this_rule
from app.domain.series.rules import (
    OPENS_DAYS,
    PlannedDate,
    dates_of,
    remark_on,
    why_not_these_dates,
)
from app.kernel.calendar import local, local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Wish:
    """What staff chose: a rule, from which day on, and what holidays do to it.

    Recruitment for each date opens so many days before it; a draft that is the first keeps its own.
    """

    rule: Recurrence
    first: date
    on_holidays: str
    opens_days: int = OPENS_DAYS


@dataclass(frozen=True)
class DateLine:
    """One date of the preview. `own`: the draft the series is made from, which stays."""

    rule_day: date
    on: date | None
    remark: str
    clashes: tuple[Clash, ...]
    own: bool = False


@dataclass(frozen=True)
class Source:
    """The activity whose plan comes again; a draft that stands alone becomes one of the series."""

    activity: ActivityView
    plan: ActivityPlan
    becomes_first: bool

    @property
    def day(self) -> date:
        return local_date(self.plan.starts_at)


def source(staff: Staff, activity_id: UUID, *, now: datetime) -> Source:
    """The activity to repeat; refuses courses, and what she may not plan."""
    found = activities.activity(activity_id, within=staff.scope)
    staff.require(Permission.ACTIVITIES_PLAN, found.place.path)
    if found.work_type == TRAINING:
        raise errors.CoursesHaveSessions
    joins = found.state in (State.DRAFT, State.RETURNED) and found.series_id is None
    plan = in_series.plan_as_it_stands(activity_id)
    return Source(found, plan, joins and plan.starts_at > now)


def preview(
    staff: Staff, of: Source, wish: Wish, *, more: Collection[date] = (), now: datetime
) -> list[DateLine]:
    """All dates with what happens to each; nothing is made. `more` are days added by hand."""
    if refusal := why_not_this_rule(wish.rule):
        raise refusal
    today = local_date(now)
    days = [day for day in wish.rule.days(wish.first) if day > today]
    if of.becomes_first:
        days = [day for day in days if day != of.day]
    lines = dates_of(days, wish.on_holidays)
    known = {line.on for line in lines} | ({of.day} if of.becomes_first else set())
    lines += [PlannedDate(day, day, remark_on(day)) for day in more if day not in known]
    if of.becomes_first:
        lines.append(PlannedDate(of.day, of.day, remark_on(of.day)))
    held = [line.on for line in lines if line.on]
    if refusal := why_not_these_dates(held, today=today):
        raise refusal
    return _looked_at(staff, of, sorted(lines, key=lambda one: one.on or one.rule_day))


def make(
    staff: Staff,
    activity_id: UUID,
    wish: Wish,
    days: Collection[date],
    *,
    another: bool = False,
    now: datetime,
) -> UUID:
    """Make the chosen dates activities, as drafts; the id of the series.

    Refuses when a series of the same name has some of these dates, unless `another` is wanted.
    """
    with transaction():
        in_series.hold_to_repeat(activity_id)
        of = source(staff, activity_id, now=now)
        chosen = _chosen(of, days, now=now)
        if not another:
            _refuse_a_second(of, chosen)
        given = {one.on: one.rule_day for one in dates_of(_rule_days(wish), wish.on_holidays)}
        series_id = _begin(staff, of, wish, chosen, now=now)
        for day in chosen:
            if of.becomes_first and day == of.day:
                made = activity_id
                in_series.join(made, series_id)
            else:
                made = _draft(staff, of, day, series_id, opens_days=wish.opens_days, now=now)
            add_occurrence(series_id, made, given.get(day, day))
        session.flush()
        trail.record(
            staff.actor,
            "series.make",
            "series",
            series_id,
            now=now,
            place_id=of.activity.place.id,
            title=of.plan.title,
            count=len(chosen),
        )
        return series_id


def on_day(plan: ActivityPlan, day: date) -> ActivityPlan:
    """The same plan on another day, at the same times."""
    return plan.moved_by(timedelta(days=(day - local_date(plan.starts_at)).days))


def add_occurrence(series_id: UUID, activity_id: UUID, rule_day: date) -> None:
    """Note that an activity is one of a series; within an action."""
    session.add(SeriesOccurrence(activity_id=activity_id, series_id=series_id, rule_day=rule_day))


def times_of(plan: ActivityPlan) -> list[tuple[datetime, datetime]]:
    """The local times of a plan's sessions."""
    return [(local(each.starts_at), local(each.ends_at)) for each in plan.sessions]


def _chosen(of: Source, days: Collection[date], *, now: datetime) -> list[date]:
    chosen = sorted({*days, *([of.day] if of.becomes_first else [])})
    if len(chosen) < 2:
        raise errors.NothingTicked
    if refusal := why_not_these_dates(chosen, today=local_date(now)):
        raise refusal
    return chosen


def _refuse_a_second(of: Source, chosen: Sequence[date]) -> None:
    wanted = {(of.plan.title, on_day(of.plan, day).starts_at) for day in chosen}
    there = in_series.there_already(of.activity.place.id, wanted)
    ids = [series_id for series_id in there.values() if series_id is not None]
    if ids:
        raise errors.SeriesThere(title=of.plan.title, count=len(ids), series_id=ids[0])


def _rule_days(wish: Wish) -> list[date]:
    return wish.rule.days(wish.first)


def _begin(staff: Staff, of: Source, wish: Wish, chosen: Sequence[date], *, now: datetime) -> UUID:
    row = ActivitySeries(
        id=new_id(),
        place_id=of.activity.place.id,
        title=of.plan.title,
        rrule=wish.rule.as_rrule(),
        on_holidays=wish.on_holidays,
        words=in_short(wish.rule, times_of(of.plan), chosen),
        first_on=chosen[0],
        until=chosen[-1],
        created_by_id=staff.id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _draft(
    staff: Staff, of: Source, day: date, series_id: UUID, *, opens_days: int, now: datetime
) -> UUID:
    moved = on_day(of.plan, day)
    if moved.starts_at <= now:
        raise errors.DayPast(day=day)
    moved = replace(moved, recruits_from=moved.starts_at - timedelta(days=opens_days))
    place_id = of.activity.place.id
    return planning.draft(staff, moved, place_id=place_id, series_id=series_id, now=now)


def _looked_at(staff: Staff, of: Source, lines: Sequence[PlannedDate]) -> list[DateLine]:
    plans = {line.on: on_day(of.plan, line.on) for line in lines if line.on}
    spans = {
        day: [(each.starts_at, each.ends_at) for each in plan.sessions]
        for day, plan in plans.items()
    }
    besides = [of.activity.id] if of.becomes_first else []
    found = clashing.clashes(
        of.plan,
        place_id=of.activity.place.id,
        within=staff.scope,
        stretches=[span for each in spans.values() for span in each],
        besides=besides,
    )
    ends = _ends_before(list(plans.values()))
    return [
        DateLine(
            line.rule_day,
            line.on,
            line.remark + (_overlap(plans[line.on], ends) if line.on else ""),
            tuple(one for one in found if line.on and one.of in spans[line.on]),
            own=of.becomes_first and line.on == of.day,
        )
        for line in lines
    ]


def _ends_before(plans: Sequence[ActivityPlan]) -> dict[datetime, datetime]:
    """When the one before each ends, by its start."""
    return {later.starts_at: earlier.ends_at for earlier, later in pairwise(plans)}


def _overlap(plan: ActivityPlan, ends: dict[datetime, datetime]) -> str:
    """A sentence where an occurrence begins before the one before it is over."""
    if ends.get(plan.starts_at, plan.starts_at) <= plan.starts_at:
        return ""
    return "（与上一次的时间重叠）"
