"""Of the hours in public notice, one line was reported and waits, another is to be corrected."""

from datetime import datetime, timedelta

from app.domain.hours import notice, queries
from app.domain.hours.reports import correcting, reporting
from app.domain.hours.reports.reporting import Report
from app.domain.hours.rules import Stretch
from app.domain.hours.views import RecordRow
from app.domain.people import queries as people
from app.domain.people.queries import Resident
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team

NOTICE_DAYS = 7
WHAT_WAS_SEEN = "那天我从头到尾都在，没有看到这个人，请核实一下签到的照片。"
WHY_SHORTER = "带队的人说提前半小时离开，签退是回家路上补扫的。"


def report_some(crowd: list[Person], team: Team, *, now: datetime) -> None:
    """Of people the demo does not follow."""
    known = {person.id for person in crowd[:2]}
    rows = [one for one in _in_notice(now=now) if one.person.id not in known]
    if len(rows) < 2:
        return
    reported, wrong = rows[:2]
    reporter = Resident(None, None, people.volunteer(crowd[2].id))
    said = Report(reported.plan.session_id, reported.id, WHAT_WAS_SEEN)
    then(reporting.report, reporter, said, notice_days=NOTICE_DAYS, now=now - timedelta(hours=3))
    shorter = Stretch(wrong.counted_from, wrong.counted_until - timedelta(minutes=30))
    above = team.above(places.place(wrong.plan.place_id))
    then(correcting.propose, above, wrong.id, shorter, WHY_SHORTER, now=now - timedelta(hours=2))


def _in_notice(*, now: datetime) -> list[RecordRow]:
    shown = notice.sessions_in_notice(days=NOTICE_DAYS, now=now, size=200).items
    ids = [
        line.record_id
        for one in shown
        for line in notice.lines(one.plan.session_id, days=NOTICE_DAYS, now=now).items
        if line.minutes > 60
    ]
    found = queries.records(ids[:10], EVERYWHERE)
    return [found[one] for one in ids[:10]]
