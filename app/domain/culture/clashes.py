"""What else is at a venue at the same time: events for audiences and activities alike.

A point and the place that looks after it are one ground: an activity there says the point's name as
its venue, an event says which hall of it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import clashes as of_activities
from app.domain.activities.clashes import VENUE, Clash, Stretch, overlap
from app.domain.activities.plans import ActivityPlan
from app.domain.culture.models import CultureEvent
from app.domain.culture.plan_rules import LONGEST_EVENT
from app.domain.culture.rules import OPEN, State
from app.domain.culture.views import EventView
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.domain.series.last_year import AgainLine
from app.domain.series.making import DateLine, Source, on_day
from app.kernel.calendar import local_date
from app.kernel.database import session

_PLANNED = (State.DRAFT, *OPEN)


def of_plan(
    plan: ActivityPlan, *, place_id: UUID, within: Scope, besides: Sequence[UUID] = ()
) -> list[Clash]:
    """What an activity's plan clashes with: other activities, and events at its venue."""
    found = of_activities.clashes(plan, place_id=place_id, within=within, besides=besides)
    return _in_order([*found, *events_at(plan.venue, place_id, _stretches(plan))])


def of_series(of: Source, lines: Sequence[DateLine]) -> list[DateLine]:
    """The dates of a series that is looked at, with the events at its venue."""
    spans: dict[date | None, list[Stretch]] = {
        line.on: _stretches(on_day(of.plan, line.on)) for line in lines if line.on
    }
    all_spans = [span for its in spans.values() for span in its]
    events = events_at(of.plan.venue, of.activity.place.id, all_spans)
    return [
        replace(
            line,
            clashes=(*line.clashes, *(one for one in events if one.of in spans.get(line.on, ()))),
        )
        for line in lines
    ]


def of_last_year(place_id: UUID, lines: Sequence[AgainLine]) -> list[AgainLine]:
    """Last year's plans on this year's days, with the events at their venues."""
    return [replace(line, clashes=(*line.clashes, *_of_again(place_id, line))) for line in lines]


def _of_again(place_id: UUID, line: AgainLine) -> list[Clash]:
    if line.on is None:
        return []
    later = timedelta(days=(line.on - local_date(line.past.starts_at)).days)
    stretch = (line.past.starts_at + later, line.past.ends_at + later)
    return events_at(line.past.venue, place_id, [stretch])


def of_event(event: EventView, *, now: datetime) -> list[Clash]:
    """What an event clashes with while it is ahead: activities and events at its venue."""
    if event.state not in _PLANNED or event.ends_at <= now:
        return []
    names, stretch = _names(event.place, event.venue), (event.starts_at, event.ends_at)
    ground = _ground(event.place)
    found = [
        *of_activities.at_venues(names, list(ground), [stretch]),
        *_events(names, ground, [stretch], besides={event.id}),
    ]
    return _in_order(found)


def events_at(venue: str, place_id: UUID, stretches: Sequence[Stretch]) -> list[Clash]:
    """Events at a venue of a place, or at its point of this name; at most three statements."""
    if not venue.strip() or not stretches:
        return []
    return _in_order(_events({venue.strip()}, _ground(places.site(place_id)), stretches))


def _stretches(plan: ActivityPlan) -> list[Stretch]:
    return [(each.starts_at, each.ends_at) for each in plan.sessions]


def _ground(place: PlaceView) -> dict[UUID, PlaceView]:
    """A place with its points; of a point, those of the place above it."""
    above = places.who_runs(place)
    return {one.id: one for one in (above, *places.points_of([above.id]))}


def _names(place: PlaceView, venue: str) -> set[str]:
    """What the venue is called: at a point also by the point's name."""
    return {venue.strip(), place.name} if place.level == "point" else {venue.strip()}


def _events(
    names: Collection[str],
    ground: dict[UUID, PlaceView],
    stretches: Sequence[Stretch],
    *,
    besides: Collection[UUID] = (),
) -> Iterator[Clash]:
    since, until = min(each[0] for each in stretches), max(each[1] for each in stretches)
    rows = session.execute(
        select(
            *(CultureEvent.id, CultureEvent.title, CultureEvent.venue, CultureEvent.place_id),
            *(CultureEvent.starts_at, CultureEvent.ends_at),
        ).where(
            CultureEvent.place_id.in_(ground),
            CultureEvent.state.in_([one.value for one in _PLANNED]),
            CultureEvent.starts_at > since - LONGEST_EVENT,
            CultureEvent.starts_at < until,
            CultureEvent.ends_at > since,
        )
    )
    for row in rows:
        if row.id not in besides and _names(ground[row.place_id], row.venue) & set(names):
            yield from _overlapping(row, stretches)


def _overlapping(row: Any, stretches: Sequence[Stretch]) -> Iterator[Clash]:
    for each in stretches:
        if overlap(each, (row.starts_at, row.ends_at)):
            yield Clash(each, VENUE, row.id, row.title, row.venue, row.starts_at, row.ends_at)


def _in_order(found: Iterable[Clash]) -> list[Clash]:
    """By the stretch they overlap, then by time."""
    return sorted(found, key=lambda one: (one.of, one.starts_at, one.title))
