"""A weekly series with a holiday in it, one that waits for review, one still a draft; templates."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.activities import kept_plans, planning
from app.domain.activities.plans import ActivityPlan
from app.domain.places.queries import PlaceView
from app.domain.series import deciding, making, queries, templates
from app.domain.series.making import Wish
from app.domain.series.recurrence import BY_WEEKDAY, WEEKLY, Recurrence
from app.domain.series.rules import MOVE, SKIP, PlannedDate, dates_of
from app.domain.series.shipped_templates import SHIPPED
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

WEEKS = 30
WEEKDAYS = (2, 3, 1, 4, 0)


def repeat_some(team: Team, *, now: datetime) -> None:
    """All of it at the station of the one with the phone."""
    place = team.sites.stations[FIRST_STATION]
    clerk, above = team.at(place), team.above(place)
    first = local_date(now) + timedelta(days=1)
    weekly = _make(clerk, place, "smartphone", _with_a_holiday(first), now=now)
    then(deciding.submit, clerk, weekly, now=now)
    then(deciding.approve, above, weekly, now=now)
    then(deciding.publish, clerk, weekly, now=now)
    _change_one(clerk, weekly, now=now)
    saturdays = Recurrence(
        frequency=BY_WEEKDAY, weekdays=(5,), ordinal=2, until=first + timedelta(days=180)
    )
    monthly = _make(clerk, place, "reading", Wish(saturdays, first, SKIP), now=now)
    then(deciding.submit, clerk, monthly, now=now)
    sundays = Recurrence(frequency=WEEKLY, interval=2, weekdays=(6,), count=6)
    _make(clerk, place, "elders", Wish(sundays, first, MOVE), now=now)
    _save_templates(clerk, weekly, now=now)


def _with_a_holiday(first: date) -> Wish:
    """The first weekday on which a holiday moves a date of the next thirty weeks."""
    wishes = [
        Wish(Recurrence(frequency=WEEKLY, weekdays=(day,), count=WEEKS), first, MOVE)
        for day in WEEKDAYS
    ]
    moved = (wish for wish in wishes if any(one.on != one.rule_day for one in _dates(wish)))
    return next(moved, wishes[0])


def _dates(wish: Wish) -> list[PlannedDate]:
    return dates_of(wish.rule.days(wish.first), wish.on_holidays)


def _make(clerk: Staff, place: PlaceView, key: str, wish: Wish, *, now: datetime) -> UUID:
    days = [one.on for one in _dates(wish) if one.on]
    plan = _plan(key, clerk, place, days[0])
    draft = then(planning.draft, clerk, plan, place_id=place.id, now=now)
    return then(making.make, clerk, draft, wish, days, now=now)


def _plan(key: str, clerk: Staff, place: PlaceView, day: date) -> ActivityPlan:
    shipped = next(one for one in SHIPPED if one.key == key)
    kept = {
        **shipped.kept(),
        "venue": f"{place.short_name}党群服务中心一楼",
        "contact_name": clerk.name,
        "contact_phone": place.contact_phone,
    }
    return kept_plans.as_plan(kept, day)


def _change_one(clerk: Staff, series_id: UUID, *, now: datetime) -> None:
    """The third is held elsewhere."""
    found = queries.series(series_id, within=clerk.scope).dates[2].activity
    plan, version = planning.plan_of_activity(clerk, found.id)
    other = replace(plan, venue="社区老年食堂")
    then(planning.revise, clerk, found.id, other, version=version, now=now)


def _save_templates(clerk: Staff, series_id: UUID, *, now: datetime) -> None:
    first = queries.series(series_id, within=clerk.scope).dates[0].activity
    then(
        templates.save,
        clerk,
        first.id,
        name="手机课堂（每周）",
        team_kind="科学普及",
        for_whom="为老",
        now=now,
    )
