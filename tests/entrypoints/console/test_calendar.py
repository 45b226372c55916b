"""The staff's calendar: what is in it, and moving it."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities import timetable
from app.domain.activities.models import Activity, ActivitySession
from app.domain.messaging.models import OutboxMessage
from app.domain.places.scope import Scope
from app.entrypoints.console.calendar import DAY, MONTH, WEEK, span_of
from app.kernel.database import session
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.culture.house import SHOW, a_published
from tests.entrypoints.console.conftest import Desk

HOUR = timedelta(hours=1)
WEEK_PAGE = "/console/calendar?view=week&on=2026-11-25"


@pytest.mark.parametrize(
    ("view", "on", "since", "until", "later"),
    [
        (MONTH, "2026-12-31", "2026-11-30", "2027-01-03", "2027-01-01"),
        (MONTH, "2027-02-10", "2027-02-01", "2027-02-28", "2027-03-01"),
        (WEEK, "2026-11-29", "2026-11-23", "2026-11-29", "2026-11-30"),
        (DAY, "2026-11-30", "2026-11-30", "2026-11-30", "2026-12-01"),
    ],
)
def test_a_view_shows_whole_weeks(view: str, on: str, since: str, until: str, later: str) -> None:
    span = span_of(view, date.fromisoformat(on))
    assert [str(span.since), str(span.until), str(span.later)] == [since, until, later]


def part_of(activity: Activity) -> ActivitySession:
    part = world.a_session(activity)
    world.a_position(part)
    return part


def test_month_week_and_day_show_the_own_subtree(desk: Desk) -> None:
    office = world.an_office()
    station, neighbour = world.a_station(office), world.a_station(office)
    for number in range(5):
        part_of(world.an_activity(station, title=f"义诊第{number}场", state="draft"))
    part_of(world.an_activity(neighbour, title="邻家课堂", work_type="教育服务"))
    clerk = desk(world.staff(at=station))
    page = clerk.get("/console/calendar").text
    assert len(re.findall('class="cal-entry', page)) == 3
    assert "还有 2 个" in page
    assert "邻家课堂" not in page
    assert "义诊第4场" in clerk.get(WEEK_PAGE).text
    assert "改时间" in clerk.get("/console/calendar?view=day&on=2026-11-24").text
    assert "没有活动" in clerk.get("/console/calendar?view=day&on=2020-01-01").text

    manager = desk(world.staff(world.Role.OFFICE_MANAGER, at=office))
    whole = manager.get(WEEK_PAGE).text
    assert "邻家课堂" in whole
    assert "义诊第4场" in whole
    filtered = manager.get(f"{WEEK_PAGE}&work_type=教育服务&state=published").text
    assert "邻家课堂" in filtered
    assert "义诊第" not in filtered
    assert "邻家课堂" not in manager.get(f"{WEEK_PAGE}&place={station.id}").text
    assert clerk.get(f"{WEEK_PAGE}&place={neighbour.id}").status_code == 404


def test_a_draft_moves_at_once_and_says_what_clashes(desk: Desk) -> None:
    station = world.a_station()
    draft = world.an_activity(station, state="draft")
    part = part_of(draft)
    part_of(world.an_activity(station, title="健步走", starts_at=NOON + 49 * HOUR))
    browser = desk(world.staff(at=station))
    sent = {"to": "2026-11-25T12:30", "version": "1", "back": "/console/calendar?view=week"}
    moved = browser.post(f"/console/sessions/{part.id}/move", data=sent)
    session.rollback()
    row = session.scalars(
        select(ActivitySession).where(ActivitySession.activity_id == draft.id)
    ).one()
    assert moved.location == f"/console/calendar?view=week#s-{row.id.hex}"
    assert (row.starts_at, row.ends_at) == (NOON + 48.5 * HOUR, NOON + 50.5 * HOUR)
    page = browser.get(WEEK_PAGE).text
    assert "已改到 11月25日 周三 12:30–14:30" in page
    assert "地点相同：“健步走”" in page
    for stale in ("1", "²", "9" * 5000):
        again = browser.post(f"/console/sessions/{row.id}/move", data={**sent, "version": stale})
        assert again.status_code == 409


def test_what_residents_see_is_asked_once_more(desk: Desk) -> None:
    station = world.a_station()
    part = part_of(world.an_activity(station))
    position = session.scalars(select(world.Position)).one()
    world.signed_up(world.a_volunteer(station), position)
    browser = desk(world.staff(at=station))
    url = f"/console/sessions/{part.id}/move"
    assert "2026-11-26T15:00" in browser.get(f"{url}?to=2026-11-26T15:00").text
    sent = {"to": "2026-11-26T15:00", "version": "1"}
    asked = browser.post(url, data=sent)
    assert "会通知 1 人" in asked.text
    assert (
        session.get_one(ActivitySession, part.id, populate_existing=True).starts_at
        == part.starts_at
    )
    assert browser.post(url, data={**sent, "sure": "1"}).status_code == 303
    told = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()[-1]
    assert "时间由" in told.body


@pytest.mark.parametrize(
    ("state", "to", "words"),
    [
        ("submitted", "2026-11-26T15:00", "待审核"),
        ("published", "2026-11-20T15:00", "已经过去"),
        ("draft", "2026-11-20T15:00", "已经过去"),
        ("published", "", "请填写新的开始时间"),
        ("draft", "0001-01-01T00:00", "1900 到 2200"),
        ("draft", "9999-12-31T23:59", "1900 到 2200"),
    ],
)
def test_what_cannot_move_says_why(desk: Desk, state: str, to: str, words: str) -> None:
    station = world.a_station()
    part = part_of(world.an_activity(station, state=state))
    browser = desk(world.staff(at=station))
    answer = browser.post(f"/console/sessions/{part.id}/move", data={"to": to, "version": "1"})
    assert words in answer.text
    assert "改到" not in answer.text or "？</h2>" not in answer.text


def test_an_activity_warns_of_what_is_there_at_the_same_time(desk: Desk) -> None:
    station = world.a_station()
    one = world.an_activity(station, state="draft")
    part_of(one)
    other = world.an_activity(station, title="跳蚤市场", venue="物业门口")
    part_of(other)
    browser = desk(world.staff(at=station))
    for path in (f"/console/activities/{one.id}", f"/console/activities/{one.id}/edit"):
        page = browser.get(path).text
        assert "联系人相同：跳蚤市场" in page


def test_a_month_is_one_statement_and_marks_what_clashes(desk: Desk, statements: Counting) -> None:
    station = world.a_station()
    for number in range(6):
        starts_at = NOON + number * 24 * HOUR
        part_of(world.an_activity(station, title=f"义诊第{number}场", starts_at=starts_at))
    many = world.an_activity(station, title="便民服务岗", starts_at=NOON + 10 * 24 * HOUR)
    for number in range(4):
        world.a_session(many, starts_at=many.starts_at + number * HOUR, lasts=HOUR)
    wanted = timetable.Wanted(Scope(station.path))
    with statements() as seen:
        found = timetable.days(wanted, date(2026, 11, 23), date(2026, 12, 6), most_a_day=3)
    assert len(seen) == 1
    assert [day.count for day in found] == [1] * 6 + [0] * 4 + [1] + [0] * 3
    assert found[10].entries[0].sessions == 4
    assert timetable.clashing(one for day in found for one in day.entries) == set()
    part_of(world.an_activity(station, title="健步走", starts_at=NOON + HOUR))
    page = desk(world.staff(at=station)).get(WEEK_PAGE).text
    assert page.count('class="cal-clash"') == 2


@pytest.mark.parametrize(("phone", "clash"), [("0538-1234567", True), ("", False)])
def test_a_contact_is_the_same_by_name_and_phone_in_the_calendar_and_on_the_page(
    desk: Desk, phone: str, *, clash: bool
) -> None:
    """A draft may have a name alone yet: two of one name are not one person."""
    station = world.a_station()
    staff = world.staff(at=station)
    ones = [
        world.an_activity(station, state="draft", venue=venue, contact_phone=phone)
        for venue in ("阳光社区广场", "物业门口")
    ]
    for one in ones:
        part_of(one)
    day = ones[0].starts_at.date()
    wanted = timetable.Wanted(staff.scope)
    shown = [one for each in timetable.days(wanted, day, day, most_a_day=3) for one in each.entries]
    assert len(shown) == 2
    assert bool(timetable.clashing(shown)) is clash
    page = desk(staff).get(f"/console/activities/{ones[0].id}").text
    assert ("联系人相同" in page) is clash


def test_events_for_audiences_are_seen_beside_activities_and_warn_both(desk: Desk) -> None:
    station = world.a_station()
    clerk = world.staff(at=station)
    event_id = a_published(clerk)
    activity = world.an_activity(station, state="draft", venue=SHOW.venue, starts_at=SHOW.starts_at)
    part = part_of(activity)
    browser = desk(clerk)
    event_page = f"/console/culture/events/{event_id}"
    for page in (browser.get("/console/calendar").text, browser.get(WEEK_PAGE).text):
        assert f'class="cal-entry cal-event cal-published" href="{event_page}"' in page
        assert page.count('class="cal-clash"') == 2
        assert page.count("data-at=") == 1  # an event is not moved here
    assert event_page in browser.get("/console/calendar?view=day&on=2026-11-23").text
    words = f"地点相同：{SHOW.title}"
    for path in (f"/console/activities/{activity.id}", f"/console/activities/{activity.id}/edit"):
        assert words in browser.get(path).text
    for path in (event_page, f"{event_page}/edit"):
        assert f"地点相同：{activity.title}" in browser.get(path).text
    sent = {"to": "2026-11-23T20:00", "version": "1", "back": "/console/calendar"}
    browser.post(f"/console/sessions/{part.id}/move", data=sent)
    assert f"地点相同：“{SHOW.title}”" in browser.get("/console/calendar").text
