"""Typing in who was there: only what took place, in time, with a picture, within the quota."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.attachments.errors import PictureGone
from app.domain.attendance import sheets
from app.domain.attendance.models import Attendance
from app.domain.audit import queries as audit
from app.domain.hours import back_fill_entry, back_fill_queries, errors
from app.domain.hours.back_fill_entry import enter, withdraw
from app.domain.hours.back_fill_rules import Quota, stay_from
from app.domain.hours.models import BackFill, BackFillLine, HourRecord
from app.domain.hours.rules import Stretch
from app.domain.messaging.queries import inbox
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.domain.hours.typing import MUCH, QUOTA, a_back_fill, a_past_position, an_entry, times_of
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station(world.an_office())


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


def count(model: type[BackFill | HourRecord | Attendance]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_it_waits_and_nothing_counts_yet(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    found = a_back_fill(clerk, position, [zhang])
    story = back_fill_queries.back_fill(found, clerk.scope)
    assert (story.row.state, story.row.people, story.row.minutes) == ("waiting", 1, 120)
    assert story.row.entered_by == clerk.name
    assert story.row.reason == "现场停电，用纸质签到表签到"
    assert len(story.pictures) == 1
    assert count(HourRecord) == count(Attendance) == 0
    entry = audit.entries(place_ids=None, action="hours.back_fill").items[0]
    assert (entry.actor_id, entry.detail["count"], entry.detail["minutes"]) == (clerk.id, 1, 120)


def test_each_volunteer_is_told_and_sees_it(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    a_back_fill(clerk, position, [zhang])
    (item,) = inbox(zhang.id).items
    assert item.kind == "hours_back_filled"
    assert "为您补录了" in item.body
    assert "2 小时" in item.body
    assert "没有参加" in item.body
    assert "0538-1234567" in item.body
    (mine,) = back_fill_queries.waiting_for(zhang.id)
    assert (mine.minutes, mine.plan.title) == (120, "社区环境清洁")


def test_what_is_typed_beyond_the_session_does_not_count(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    starts_at, ends_at = times_of(position)
    stays = {zhang.id: Stretch(starts_at - HOUR / 2, ends_at + HOUR / 2)}
    entry = an_entry(clerk, position, [zhang], stays=stays)
    enter(clerk, entry, quota=MUCH, now=NOON)
    line = session.scalars(select(BackFillLine)).one()
    assert (line.counted_from, line.counted_until, line.minutes) == (starts_at, ends_at, 120)


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "returned", "approved", "withdrawn", "cancelled"]
)
def test_what_did_not_take_place_has_no_hours(station: Place, clerk: Staff, state: str) -> None:
    position = a_past_position(station, state=state)
    with pytest.raises(errors.DidNotTakePlace):
        a_back_fill(clerk, position, [world.a_volunteer(station)])
    assert count(BackFill) == 0


def test_only_what_is_over(station: Place, clerk: Staff) -> None:
    position = a_past_position(station, ended=-1 * HOUR, state="running")
    with pytest.raises(errors.NotOverYet):
        a_back_fill(clerk, position, [world.a_volunteer(station)])


def test_within_ten_working_days(station: Place, clerk: Staff) -> None:
    monday = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
    position = world.an_open_position(station, state="ended", starts_at=monday)
    zhang = world.a_volunteer(station)
    late = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)  # midnight after the tenth, in Shanghai
    with pytest.raises(errors.BackFillTooLate) as refused:
        a_back_fill(clerk, position, [zhang], now=late)
    assert "11月23日" in refused.value.sentence
    a_back_fill(clerk, position, [zhang], now=late - timedelta(seconds=1))


def test_a_reason_a_person_and_a_picture_are_needed(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    for field, wrong in (
        ("pictures", {"attachment_ids": []}),
        ("reason", {"reason": "  "}),
        ("lines", {"stays": {}}),
    ):
        with pytest.raises(BadInput) as refused:
            enter(clerk, an_entry(clerk, position, [zhang], **wrong), quota=MUCH, now=NOON)
        assert refused.value.field == field
    assert count(BackFill) == 0


def test_a_picture_serves_one_back_fill(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    first = an_entry(clerk, position, [world.a_volunteer(station)])
    enter(clerk, first, quota=MUCH, now=NOON)
    again = an_entry(
        clerk, position, [world.a_volunteer(station)], attachment_ids=first.attachment_ids
    )
    with pytest.raises(PictureGone):
        enter(clerk, again, quota=MUCH, now=NOON)
    assert count(BackFill) == 1


def refused_line(clerk: Staff, position: object, who: object, **facts: object) -> Exception:
    entry = an_entry(clerk, position, [who], **facts)  # type: ignore[arg-type, list-item]
    with pytest.raises(errors.LinesRefused) as refused:
        enter(clerk, entry, quota=MUCH, now=NOON)
    (why,) = refused.value.refused.values()
    return why


def test_who_was_scanned_is_mended_and_not_typed_in(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    world.checked_in(world.signed_up(zhang, position))
    assert isinstance(refused_line(clerk, position, zhang), errors.HasAStay)


def test_no_minute_is_credited_twice(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    starts_at, _ = times_of(position)
    world.an_approved_record(zhang, station, starts_at=starts_at + HOUR)
    assert isinstance(refused_line(clerk, position, zhang), errors.OverlapsAnother)
    half = {zhang.id: Stretch(starts_at, starts_at + HOUR)}
    enter(clerk, an_entry(clerk, position, [zhang], stays=half), quota=MUCH, now=NOON)


def test_two_back_fills_do_not_hold_the_same_time(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    a_back_fill(clerk, position, [zhang])
    assert isinstance(refused_line(clerk, position, zhang, picture=2), errors.WaitsElsewhere)


def test_nobody_types_in_herself(station: Place) -> None:
    zhang = world.a_volunteer(station)
    clerk = world.staff(at=station, volunteer_id=zhang.id)
    assert isinstance(refused_line(clerk, a_past_position(station), zhang), errors.OwnBackFill)


def test_frozen_accounts_and_minors_without_a_word_are_left_out(
    station: Place, clerk: Staff
) -> None:
    position = a_past_position(station)
    frozen = world.a_volunteer(station, state="frozen")
    assert isinstance(refused_line(clerk, position, frozen), errors.NotActive)
    child = world.a_volunteer(station, born=date(2010, 1, 1))
    assert isinstance(refused_line(clerk, position, child), errors.MinorNotSignedUp)
    world.signed_up(child, position)
    a_back_fill(clerk, position, [child])


def test_one_bad_line_writes_nothing_and_says_which(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    good, bad = world.a_volunteer(station), world.a_volunteer(station, state="frozen")
    with pytest.raises(errors.LinesRefused) as refused:
        a_back_fill(clerk, position, [good, bad])
    assert list(refused.value.refused) == [bad.id]
    assert count(BackFill) == 0


def test_twelve_hours_a_day_are_the_most(station: Place, clerk: Staff) -> None:
    day = NOON - 24 * HOUR
    zhang = world.a_volunteer(station)
    long = world.an_activity(station, state="ended", starts_at=day - 10 * HOUR, lasts=11 * HOUR)
    full = world.a_position(world.a_session(long))
    record = world.an_approved_record(zhang, station, position=full)
    assert record.minutes == 660
    position = a_past_position(station, ended=20 * HOUR)
    a_back_fill(clerk, position, [zhang])
    assert session.scalars(select(BackFillLine)).one().minutes == 60


def test_a_unit_types_in_a_tenth_of_what_it_scans(station: Place, clerk: Staff) -> None:
    quota = Quota(share_percent=10, floor_minutes=60)
    for _ in range(10):
        world.an_approved_record(world.a_volunteer(station), station)  # 20 hours: a tenth is 120
    position = a_past_position(station)
    entry = an_entry(clerk, position, [world.a_volunteer(station)])
    enter(clerk, entry, quota=quota, now=NOON)
    more = an_entry(clerk, position, [world.a_volunteer(station)], picture=2)
    with pytest.raises(errors.OverTheQuota) as refused:
        enter(clerk, more, quota=quota, now=NOON)
    assert "还剩 0 分钟" in refused.value.sentence
    elsewhere = world.a_station()
    other = world.staff(at=elsewhere)
    entry = an_entry(other, a_past_position(elsewhere), [world.a_volunteer(elsewhere)])
    with pytest.raises(errors.OverTheQuota):
        enter(other, entry, quota=quota, now=NOON)  # its own floor is one hour


def test_what_was_withdrawn_gives_its_quota_back(station: Place, clerk: Staff) -> None:
    quota = Quota(share_percent=10, floor_minutes=120)
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    found = enter(clerk, an_entry(clerk, position, [zhang]), quota=quota, now=NOON)
    withdraw(clerk, found, now=NOON)
    enter(clerk, an_entry(clerk, position, [zhang], picture=2), quota=quota, now=NOON)


def test_only_who_entered_it_withdraws_it_and_people_are_told(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    found = a_back_fill(clerk, position, [zhang])
    with pytest.raises(errors.EnteredByAnother):
        withdraw(world.staff(at=station), found, now=NOON)
    withdraw(clerk, found, now=NOON)
    with pytest.raises(errors.BackFillDecided):
        withdraw(clerk, found, now=NOON)
    assert [item.kind for item in inbox(zhang.id).items] == [
        "back_fill_dropped",
        "hours_back_filled",
    ]
    assert back_fill_queries.waiting_for(zhang.id) == []


def test_only_staff_of_the_place_who_may(station: Place, clerk: Staff) -> None:
    position = a_past_position(station)
    zhang = world.a_volunteer(station)
    elsewhere = world.staff(at=world.a_station())
    with pytest.raises(NotFound):
        a_back_fill(elsewhere, position, [zhang])
    with pytest.raises(NotAllowed):
        a_back_fill(world.staff(Role.AUDITOR, at=station), position, [zhang])
    found = a_back_fill(clerk, position, [zhang])
    with pytest.raises(NotFound):
        back_fill_queries.back_fill(found, elsewhere.scope)
    with pytest.raises(NotFound):
        withdraw(elsewhere, found, now=NOON)


def test_a_sheet_printed_before_stands_behind_it(station: Place, clerk: Staff) -> None:
    position = a_past_position(station, state="running")
    _, ends_at = times_of(position)
    sheet = sheets.print_sheet(clerk, position.session_id, now=ends_at - HOUR)
    entry = an_entry(
        clerk, position, [world.a_volunteer(station)], sheet_code=sheet.shown_code.lower()
    )
    found = enter(clerk, entry, quota=QUOTA, now=NOON)
    story = back_fill_queries.back_fill(found, clerk.scope)
    assert story.sheet is not None
    assert story.sheet.code == sheet.code
    other = a_past_position(station)
    wrong = an_entry(clerk, other, [world.a_volunteer(station)], sheet_code=sheet.code, picture=2)
    with pytest.raises(BadInput, match="另一场"):
        enter(clerk, wrong, quota=QUOTA, now=NOON)


def test_clock_times_become_moments_of_the_session() -> None:
    starts_at = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai
    ends_at = starts_at + 4 * HOUR
    found = stay_from(time(21, 50), time(1, 30), starts_at=starts_at, ends_at=ends_at)
    assert found == Stretch(starts_at - HOUR / 6, starts_at + 3.5 * HOUR)
    for came, left, field in (
        (time(21, 0), time(23, 0), "came"),  # before it opens: 21:00 the day after
        (time(2, 0), time(2, 30), "came"),
        (time(22, 0), time(3, 1), "left"),
        (time(21, 40), time(21, 50), "left"),
        (time(23, 0), time(22, 30), "left"),
    ):
        with pytest.raises(BadInput) as refused:
            stay_from(came, left, starts_at=starts_at, ends_at=ends_at)
        assert refused.value.field == field, (came, left)


def test_if_a_follower_breaks_nothing_happened(
    station: Place, clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_event: object) -> None:
        raise RuntimeError("the follower broke")

    position = a_past_position(station)
    entry = an_entry(clerk, position, [world.a_volunteer(station)])
    monkeypatch.setattr(back_fill_entry, "happened", breaks)
    with pytest.raises(RuntimeError):
        enter(clerk, entry, quota=QUOTA, now=NOON)
    assert count(BackFill) == 0
    monkeypatch.undo()
    enter(clerk, entry, quota=QUOTA, now=NOON)
