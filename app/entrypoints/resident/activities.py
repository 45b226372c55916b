"""Find an activity, and read everything about it before signing up."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.activities import queries as activities
from app.domain.activities.queries import my_sign_ups
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.views import MySignUp
from app.domain.activities.vocabulary import CATEGORIES, RISK_LEVELS
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.entrypoints.display import show_date
from app.entrypoints.guard import current_resident, open_to_all
from app.entrypoints.resident.door import asked_page, door
from app.entrypoints.resident.forms import communities
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound

DAYS_AHEAD = 14


@door.get("/h5/activities", alias=True)
@door.get("/h5/")
@open_to_all
def home() -> ResponseReturnValue:
    """Activities to find, the nearest first."""
    now = clock.now()
    found = activities.published(
        now=now,
        text=request.args.get("q", "")[:50],
        category=request.args.get("category", ""),
        within=_place_asked_for(),
        day=_day_asked_for(),
        only_open=bool(request.args.get("open")),
        page=asked_page(),
    )
    return render_template(
        "resident/activities/list.html",
        found=found,
        categories=CATEGORIES,
        communities=communities(whole_offices=True),
        days=_days(local_date(now)),
        filtered=any(request.args.get(name) for name in ("q", "category", "place", "day", "open")),
        now=now,
    )


def _place_asked_for() -> Scope:
    with suppress(ValueError, NotFound):
        return Scope(places.place(UUID(request.args.get("place", ""))).path)
    return EVERYWHERE


def _day_asked_for() -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(request.args.get("day", ""))
    return None


def _days(today: date) -> list[tuple[str, str]]:
    near = {0: "今天 ", 1: "明天 ", 2: "后天 "}
    days = [(ahead, today + timedelta(days=ahead)) for ahead in range(DAYS_AHEAD)]
    return [(day.isoformat(), near.get(ahead, "") + show_date(day)) for ahead, day in days]


@door.get("/h5/activities/<uuid:activity_id>")
@open_to_all
def activity(activity_id: UUID) -> ResponseReturnValue:
    """Time, place, unit, risks, contact, positions with free places, and where I stand."""
    now = clock.now()
    found = activities.published_activity(activity_id)
    return render_template(
        "resident/activities/activity.html",
        activity=found,
        mine=mine_by_position(),
        recruiting=found.recruiting(now),
        risk=RISK_LEVELS[found.risk_level],
        adult_years=ADULT_YEARS,
        now=now,
    )


def mine_by_position() -> dict[UUID, MySignUp]:
    """The resident's own living sign-ups, by position."""
    person = current_resident().volunteer
    if person is None:
        return {}
    mine = my_sign_ups(person.id, upcoming=True, now=clock.now())
    return {one.position_id: one for one in mine}
