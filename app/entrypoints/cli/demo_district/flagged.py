"""A few records that somebody has to look at: one phone for two people, one scan from far away."""

from datetime import datetime, timedelta

from app.domain.attendance.seeding import scan_again
from app.domain.hours import queries
from app.domain.hours.seeding import weigh_again
from app.domain.hours.views import RecordRow
from app.entrypoints.cli.demo_district.crowd import CLERK_TOO
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

ONE_PHONE_FOR_TWO = "d3" * 16
FAR_AWAY_METRES = 1_260


def flag_some(team: Team, *, now: datetime) -> None:
    """Of what waits at the first clerk's station, and what her office approved lately."""
    clerk = team.by_username[CLERK_TOO.username]
    waiting = [
        row
        for row in queries.queue(clerk.scope, "pending", now=now).items
        if row.plan.ends_at < now - timedelta(hours=1) and row.minutes and not row.back_filled
    ]
    two = _two_of_one_session(waiting)
    far = next((row for row in waiting if row not in two), None)
    then(scan_again, [row.stay for row in two], phone_mark=ONE_PHONE_FOR_TWO)
    if far is not None:
        then(scan_again, [far.stay], metres=FAR_AWAY_METRES)
        two = [*two, far]
    then(weigh_again, [row.id for row in two], now=now)


def _two_of_one_session(rows: list[RecordRow]) -> list[RecordRow]:
    for row in rows:
        same = [one for one in rows if one.plan.session_id == row.plan.session_id]
        if len(same) > 1:
            return same[:2]
    return rows[:1]
