"""Posts that stand all day, so that at any moment one can sign up and check in within minutes.

Sign-up ends when a session starts and check-in opens half an hour earlier; with a session every
half hour, the next one is always within reach.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.entrypoints.cli.demo_district.districtwide import MARKET_POST, SERVICE_DESK
from app.entrypoints.cli.demo_district.season import Planned
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, MARKET_STATION, Sites
from app.kernel.calendar import local_date, start_of_day

EVERY = timedelta(minutes=30)
DESK_DAYS = 7
MARKET_DAYS = 2


def posts(sites: Sites, *, now: datetime) -> Iterator[Planned]:
    """The service desk for a week, the market for two days; one activity a day."""
    for kind, station, days in (
        (SERVICE_DESK, FIRST_STATION, DESK_DAYS),
        (MARKET_POST, MARKET_STATION, MARKET_DAYS),
    ):
        for ahead in range(days):
            day = local_date(now) + timedelta(days=ahead)
            yield Planned(
                kind,
                sites.stations[station],
                tuple(_half_hours(day, now=now)),
                "running" if ahead == 0 else "published",
                f"{kind.title}（{day.month}月{day.day}日）",
            )


def _half_hours(day: date, *, now: datetime) -> Iterator[datetime]:
    """Every start of the day that still matters: today from the sessions now under way."""
    start = start_of_day(day)
    while local_date(start) == day:
        if start + 2 * EVERY > now:
            yield start
        start += EVERY
