"""Posts that stand all day, so that at any moment one can sign up and check in within minutes.

Sign-up ends when a session starts and check-in opens half an hour earlier; with a session every
half hour, the next one is always within reach.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.domain.places.queries import PlaceView
from app.entrypoints.cli.demo_district.districtwide import MARKET_POST, SERVICE_DESK
from app.entrypoints.cli.demo_district.kinds import Kind
from app.entrypoints.cli.demo_district.season import Planned
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, MARKET_STATION, Sites
from app.kernel.calendar import local_date, start_of_day

EVERY = timedelta(minutes=30)
WHOLE_DAY = (0, 24)
MARKET_HOURS = (7, 18)
DESK_DAYS = 7
MARKET_DAYS = 2


def posts(sites: Sites, *, now: datetime) -> Iterator[Planned]:
    """The service desk by day and night for a week, the market by day; one activity a day."""
    desk, market = sites.stations[FIRST_STATION], sites.stations[MARKET_STATION]
    yield from _daily(SERVICE_DESK, desk, DESK_DAYS, hours=WHOLE_DAY, now=now)
    yield from _daily(MARKET_POST, market, MARKET_DAYS, hours=MARKET_HOURS, now=now)


def _daily(
    kind: Kind, place: PlaceView, days: int, *, hours: tuple[int, int], now: datetime
) -> Iterator[Planned]:
    for ahead in range(days):
        day = local_date(now) + timedelta(days=ahead)
        starts = tuple(_half_hours(day, hours, now=now))
        if starts:
            title = f"{kind.title}（{day.month}月{day.day}日）"
            yield Planned(kind, place, starts, "published", title)


def _half_hours(day: date, hours: tuple[int, int], *, now: datetime) -> Iterator[datetime]:
    """Every start that still matters: today from the sessions that are under way."""
    first, last = (start_of_day(day) + timedelta(hours=hour) for hour in hours)
    while first < last:
        if first + 2 * EVERY > now:
            yield first
        first += EVERY
