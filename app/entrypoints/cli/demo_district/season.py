"""A season of activities: what is planned where and when, and how far it has come."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.districtwide import NEIGHBOURS_DAY, WIDER_KINDS
from app.entrypoints.cli.demo_district.kinds import Kind
from app.entrypoints.cli.demo_district.neighbourly import STATION_KINDS
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, Sites
from app.kernel.calendar import local_date, start_of_day

# How many days ago the activities of one station, and of the first one, were held.
PAST_SPANS = ((1, 9), (13, 45), (46, 100))
NEIGHBOURS_DAY_AGO = 2
SECOND_OFFERS = 4  # stations with something in the next days, too
FIRST_STATION_DAYS = (88, 67, 51, 37, 24, 16, 6, 3)


@dataclass(frozen=True)
class Planned:
    """An activity to be brought to a stage: the words of its states, `ended` and `running` too."""

    kind: Kind
    place: PlaceView
    starts: tuple[datetime, ...]
    stage: str
    title: str | None = None


class Calendar:
    """Draws days and hours around the moment of loading."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance = chance
        self.now = now

    def day(self, days: int, kind: Kind) -> datetime:
        """An hour at which such things begin, so many days from today."""
        day = start_of_day(local_date(self.now) + timedelta(days=days))
        return day + timedelta(hours=self.chance.choice(kind.starts))

    def under_way(self) -> datetime:
        """A half hour that has just passed, an hour or so ago."""
        minutes = self.now.minute % 30 + self.chance.choice((30, 60))
        return self.now.replace(second=0, microsecond=0) - timedelta(minutes=minutes)


def season(sites: Sites, chance: random.Random, *, now: datetime) -> Iterator[Planned]:
    """Everything but the daily posts."""
    calendar = Calendar(chance, now)
    near, wide = cycle(STATION_KINDS), cycle(WIDER_KINDS)
    yield from _past(sites, calendar, near, wide)
    stations, offices = list(sites.stations.values()), list(sites.offices.values())
    for place in chance.sample(stations[1:], 6):
        yield Planned(next(near), place, (calendar.under_way(),), "running")
    for place in stations[:SECOND_OFFERS]:
        yield _ahead(next(near), place, calendar, "published", days=(2, 5))
    for place in stations:
        yield _ahead(next(near), place, calendar, "published", days=(6, 24))
    for place in (*offices[:5], sites.centre):
        yield _ahead(next(wide), place, calendar, "published")
    for stage, count in (("submitted", 8), ("draft", 6), ("approved", 3), ("returned", 3)):
        for place in chance.sample(stations, count - 1):
            yield _ahead(next(near), place, calendar, stage)
        yield _ahead(next(wide), chance.choice(offices), calendar, stage)
    for stage, count in (("withdrawn", 2), ("cancelled", 3)):
        for place in chance.sample(stations[1:], count):
            yield _ahead(next(near), place, calendar, stage)


def _past(
    sites: Sites, calendar: Calendar, near: Iterator[Kind], wide: Iterator[Kind]
) -> Iterator[Planned]:
    for days in FIRST_STATION_DAYS:
        kind = next(near)
        starts = calendar.day(-days, kind)
        yield Planned(kind, sites.stations[FIRST_STATION], (starts,), "ended")
    yield _neighbours_day(sites, calendar)
    for name, place in sites.stations.items():
        for span in PAST_SPANS if name != FIRST_STATION else ():
            kind = next(near)
            yield Planned(kind, place, _days(calendar, kind, span), "ended")
    for place in (*sites.offices.values(), sites.centre, sites.centre):
        kind = next(wide)
        yield Planned(kind, place, (calendar.day(-calendar.chance.randint(2, 60), kind),), "ended")


def _neighbours_day(sites: Sites, calendar: Calendar) -> Planned:
    """A morning and an afternoon; who came to both has more than eight hours that day."""
    day = start_of_day(local_date(calendar.now) - timedelta(days=NEIGHBOURS_DAY_AGO))
    starts = (day + timedelta(hours=8), day + timedelta(hours=13))
    return Planned(NEIGHBOURS_DAY, sites.stations[FIRST_STATION], starts, "ended")


def _days(calendar: Calendar, kind: Kind, span: tuple[int, int]) -> tuple[datetime, ...]:
    """One day, now and then two."""
    days = calendar.chance.randint(*span)
    again = calendar.chance.random() < 0.15 and days - 1 >= span[0]
    first = calendar.day(-days, kind)
    return (first, first + timedelta(days=1)) if again else (first,)


def _ahead(
    kind: Kind,
    place: PlaceView,
    calendar: Calendar,
    stage: str,
    *,
    days: tuple[int, int] = (2, 24),
) -> Planned:
    return Planned(kind, place, (calendar.day(calendar.chance.randint(*days), kind),), stage)
