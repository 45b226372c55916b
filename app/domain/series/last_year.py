"""Last year's plans again: the same week and weekday this year, with this year's holidays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import clashes as clashing
from app.domain.activities import in_series, past_plans, planning
from app.domain.activities.clashes import Clash
from app.domain.activities.past_plans import PastActivity
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.series import errors
from app.domain.series.making import add_occurrence, on_day, times_of
from app.domain.series.models import ActivitySeries
from app.domain.series.recurrence import MOST_OCCURRENCES, in_short, read
from app.domain.series.rules import AHEAD_AT_MOST, PlannedDate, dates_of, same_week_next_year
from app.kernel.calendar import holiday_name, local, local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Again:
    """What staff chose: activities of a place and a year, and what holidays do to them."""

    place_id: UUID
    year: int
    chosen: tuple[UUID, ...]
    on_holidays: str


@dataclass(frozen=True)
class AgainLine:
    """One of last year's activities: when it would be this year (None: not), and what to say."""

    past: PastActivity
    on: date | None
    remark: str
    clashes: tuple[Clash, ...]


def last_years(staff: Staff, place_id: UUID, year: int) -> list[PastActivity]:
    """A place's activities of a year that took place, in order of time."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.ACTIVITIES_PLAN, place.path)
    return past_plans.of_year(place_id, year)


def preview(staff: Staff, wish: Again, *, now: datetime) -> list[AgainLine]:
    """What would become of the chosen ones; nothing is made. Days that are past are left out."""
    chosen = set(wish.chosen)
    past = [one for one in last_years(staff, wish.place_id, wish.year) if one.id in chosen]
    if len(past) > MOST_OCCURRENCES:
        raise errors.TooManyAtOnce(most=MOST_OCCURRENCES, count=len(past))
    planned = _dates_again(past, wish.on_holidays)
    begins = {one.id: _begins(one, planned[one.id].on) for one in past}
    wanted = {(one.title, moment) for one in past if (moment := begins[one.id])}
    there = in_series.there_already(wish.place_id, wanted)
    return [
        AgainLine(one, None, "这一天这个时间已经排了同名活动", ())
        if (one.title, begins[one.id]) in there
        else _line(staff, wish, one, planned[one.id], now=now)
        for one in past
    ]


def make(staff: Staff, wish: Again, *, now: datetime) -> int:
    """Make drafts of the chosen ones, those of one series as a series again; how many."""
    with transaction():
        lines = [one for one in preview(staff, wish, now=now) if one.on is not None]
        if not lines:
            raise errors.NothingTicked
        again: dict[UUID, list[AgainLine]] = {}
        for line in lines:
            if line.past.series_id is not None:
                again.setdefault(line.past.series_id, []).append(line)
        made = {
            old: _begin(staff, old, theirs, wish.on_holidays, now=now)
            for old, theirs in again.items()
            if len(theirs) > 1
        }
        for line in lines:
            series_id = made.get(line.past.series_id) if line.past.series_id else None
            _draft(staff, wish.place_id, line, series_id, now=now)
        session.flush()
        trail.record(
            staff.actor,
            "series.again",
            "series",
            None,
            now=now,
            place_id=wish.place_id,
            count=len(lines),
        )
        return len(lines)


def _begins(past: PastActivity, on: date | None) -> datetime | None:
    return past.starts_at + (on - local_date(past.starts_at)) if on else None


def _dates_again(past: Sequence[PastActivity], on_holidays: str) -> dict[UUID, PlannedDate]:
    """This year's date of each, in order of time: those of a series at one hour have none twice."""
    together: dict[object, list[PastActivity]] = {}
    for one in past:
        hers = (one.series_id, local(one.starts_at).time()) if one.series_id else one.id
        together.setdefault(hers, []).append(one)
    found: dict[UUID, PlannedDate] = {}
    for ones in together.values():
        days = [same_week_next_year(local_date(one.starts_at)) for one in ones]
        found |= {
            one.id: planned for one, planned in zip(ones, dates_of(days, on_holidays), strict=True)
        }
    return found


def _line(
    staff: Staff, wish: Again, past: PastActivity, planned: PlannedDate, *, now: datetime
) -> AgainLine:
    was = local_date(past.starts_at)
    remark = "；".join(part for part in (planned.remark, _festival(was)) if part)
    if planned.on is None:
        return AgainLine(past, None, remark, ())
    if planned.on > local_date(now) + AHEAD_AT_MOST:
        return AgainLine(past, None, "离现在超过一年，到时候再排", ())
    plan = on_day(in_series.plan_as_it_stands(past.id), planned.on)
    if plan.starts_at <= now:
        return AgainLine(past, None, "这一天已经过去", ())
    found = clashing.clashes(plan, place_id=wish.place_id, within=staff.scope)
    return AgainLine(past, planned.on, remark, tuple(found))


def _festival(was: date) -> str:
    """Festivals of the moon move: whoever plans should know that last year's day was one."""
    name = holiday_name(was)
    return f"去年这次在{name}期间，请核对今年的日期" if name else ""


def _begin(
    staff: Staff, old: UUID, lines: Sequence[AgainLine], on_holidays: str, *, now: datetime
) -> UUID:
    was = session.scalars(select(ActivitySeries).where(ActivitySeries.id == old)).one()
    days = sorted(line.on for line in lines if line.on)
    rule = replace(read(was.rrule), until=days[-1], count=None)
    row = ActivitySeries(
        id=new_id(),
        place_id=was.place_id,
        title=was.title,
        rrule=rule.as_rrule(),
        on_holidays=on_holidays,
        words=in_short(rule, times_of(in_series.plan_as_it_stands(lines[-1].past.id)), days),
        first_on=days[0],
        until=days[-1],
        created_by_id=staff.id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def _draft(
    staff: Staff, place_id: UUID, line: AgainLine, series_id: UUID | None, *, now: datetime
) -> None:
    if line.on is None:
        return
    plan = on_day(in_series.plan_as_it_stands(line.past.id), line.on)
    made = planning.draft(
        staff,
        replace(plan, insurance_number=None),  # last year's policy insures nobody this year
        place_id=place_id,
        copied_from=line.past.id,
        series_id=series_id,
        now=now,
    )
    if series_id is not None:
        add_occurrence(series_id, made, same_week_next_year(local_date(line.past.starts_at)))
