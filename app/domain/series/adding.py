"""More dates for a series that is there: drafts like its latest one, to be reviewed as all are."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, planning
from app.domain.activities.in_series import OneOfSeries
from app.domain.audit import trail
from app.domain.series import errors
from app.domain.series.editing import CALLED_OFF, note_how_it_stands
from app.domain.series.holding import hold
from app.domain.series.making import add_occurrence, on_day
from app.domain.series.queries import occurrence_rows
from app.domain.series.rules import why_not_these_dates
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.transaction import transaction


def add_dates(staff: Staff, series_id: UUID, days: Collection[date], *, now: datetime) -> int:
    """Make drafts on further days; how many. A day the series has already is passed over.

    A day whose date was called off or withdrawn is free again.
    """
    with transaction():
        series, path = hold(series_id)
        staff.require(Permission.ACTIVITIES_PLAN, path)
        there = in_series.of_series(series_id)
        own = {row.activity_id for row in occurrence_rows(series_id) if row.keeps_own}
        like = [one for one in there if one.id not in own] or there
        plan = in_series.plan_as_it_stands(like[-1].id)
        fresh = _fresh(days, there, today=local_date(now))
        for day in fresh:
            moved = on_day(plan, day)
            if moved.starts_at <= now:
                raise errors.DayPast(day=day)
            made = planning.draft(
                staff, moved, place_id=series.place_id, series_id=series_id, now=now
            )
            add_occurrence(series_id, made, day)
        session.flush()
        note_how_it_stands(series, plan)
        trail.record(
            staff.actor,
            "series.add_dates",
            "series",
            series_id,
            now=now,
            place_id=series.place_id,
            title=series.title,
            count=len(fresh),
        )
        return len(fresh)


def _fresh(days: Collection[date], there: Sequence[OneOfSeries], *, today: date) -> list[date]:
    """Those of the days that it has no date on; raises what stands against them."""
    if not days:
        raise errors.NothingTicked
    had = {local_date(one.starts_at) for one in there if one.state not in CALLED_OFF}
    fresh = sorted(set(days) - had)
    if not fresh:
        raise errors.DayThere(day=min(days))
    if refusal := why_not_these_dates([*had, *fresh], today=today):
        raise refusal
    return fresh
