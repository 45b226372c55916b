"""For each hour: where it stands, why, and by when."""

from datetime import timedelta

import pytest

from app.domain.access.queries import Staff
from app.domain.activities.models import Position
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.scan_log import ScanRequest
from app.domain.hours import queries
from app.domain.hours.approval import approve_batch, reject_batch, return_batch, revoke
from app.domain.hours.mending import appeal
from app.domain.hours.story import RecordStory, story
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.geo import Point
from app.kernel.refusal import NotFound
from tests import world
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
ENDS = NOON + 2 * HOUR
NEXT_DAY = NOON + 24 * HOUR


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station, name="王丽")


@pytest.fixture
def volunteer(station: Place) -> Volunteer:
    return world.a_volunteer(station)


@pytest.fixture
def position(station: Place) -> Position:
    return world.an_open_position(
        station, starts_at=NOON, latitude=36.0, longitude=117.0, check_radius_metres=200
    )


@pytest.fixture
def told(volunteer: Volunteer, position: Position) -> RecordStory:
    """She signed up the day before, came by code and left by card."""
    world.signed_up(volunteer, position, queued_at=NOON - 24 * HOUR)
    near = Point(36.0, 117.001)
    come = ScanRequest("session_code", "in", position.session_id, volunteer.id, NOON, point=near)
    leave = ScanRequest("card", "out", position.session_id, volunteer.id, ENDS)
    take_scan(come, now=NOON)
    take_scan(leave, now=ENDS)
    [row] = queries.my_records(volunteer.id).items
    return story(volunteer.id, row.id)


def test_it_begins_with_signing_up_coming_and_leaving(told: RecordStory) -> None:
    assert [(step.what, step.detail) for step in told.steps] == [
        ("报名", ""),
        ("签到", "现场动态码，距活动地点 90 米"),
        ("签退", "工作人员扫服务卡"),
        ("生成时长记录", "120 分钟"),
    ]
    assert [step.at for step in told.steps] == [NOON - 24 * HOUR, NOON, ENDS, ENDS]


def test_a_waiting_hour_says_for_whom_it_waits_and_by_when(
    told: RecordStory, station: Place
) -> None:
    assert told.standing == "待认定"
    assert told.why == f"按计划时间内的实际在场时间 12:00—14:00 计 120 分钟，等待{station.name}认定"
    assert told.by_when == told.row.due_on


def test_an_approved_hour_waits_for_nothing(
    told: RecordStory, volunteer: Volunteer, clerk: Staff
) -> None:
    approve_batch(clerk, [told.row.id], now=NEXT_DAY)
    after = story(volunteer.id, told.row.id)
    assert (after.standing, after.by_when) == ("已认定", None)
    assert after.steps[-1].what == "认定（王丽）"


def test_a_returned_hour_says_why(told: RecordStory, volunteer: Volunteer, clerk: Staff) -> None:
    return_batch(clerk, [told.row.id], "离开时间待核实", now=NEXT_DAY)
    after = story(volunteer.id, told.row.id)
    assert after.standing == "已退回待补正"
    assert "离开时间待核实" in after.why
    assert after.by_when == told.row.due_on


def test_every_decision_stays_in_the_story(
    told: RecordStory, volunteer: Volunteer, clerk: Staff, station: Place
) -> None:
    record_id = told.row.id
    reject_batch(clerk, [record_id], "未见到本人", now=NEXT_DAY)
    assert story(volunteer.id, record_id).why == "原因：未见到本人"
    appeal(volunteer.id, record_id, "我在后厨", now=NEXT_DAY + HOUR)
    colleague = world.staff(at=station, name="赵敏")
    approve_batch(colleague, [record_id], now=NEXT_DAY + 2 * HOUR)
    manager = world.staff(world.Role.OFFICE_MANAGER, at=station, name="李主任")
    revoke(manager, record_id, "查实代签", now=NEXT_DAY + timedelta(days=1))
    after = story(volunteer.id, record_id)
    assert [step.what for step in after.steps[3:]] == [
        "生成时长记录",
        "驳回（王丽）",
        "申诉（张桂英）",
        "认定（赵敏）",
        "撤销认定（李主任）",
    ]
    assert (after.standing, after.why) == ("已撤销", "认定已撤销。原因：查实代签")


def test_somebody_elses_hour_is_not_found(told: RecordStory) -> None:
    with pytest.raises(NotFound):
        story(world.a_volunteer().id, told.row.id)
