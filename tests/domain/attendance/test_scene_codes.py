"""A scene QR is asked for once, made by WeChat, and stands for one session and direction."""

from datetime import timedelta

import pytest

from app.domain.attendance import errors, scene_codes
from app.domain.attendance.queries import scene_codes as codes_of
from app.domain.attendance.ways import scan_scene
from app.kernel.refusal import NotFound
from tests import world
from tests.domain.attendance.at_the_door import STARTS, Door, a_door

BEFORE = STARTS - timedelta(days=2)


@pytest.fixture
def door(database: object) -> Door:
    return a_door(scene_code_allowed=True)


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    events: list[object] = []
    monkeypatch.setattr(scene_codes, "happened", events.append)
    return events


def test_a_scene_is_asked_for_once_while_it_is_on_its_way(door: Door, wanted: list[object]) -> None:
    first = scene_codes.ask_for(door.clerk, door.session.id, "in", now=BEFORE)
    soon = BEFORE + timedelta(minutes=1)
    assert scene_codes.ask_for(door.clerk, door.session.id, "in", now=soon) == first
    assert len(wanted) == 1
    assert [code.content for code in codes_of(door.session.id)] == [None]


def test_it_is_asked_for_again_when_it_never_came_or_ran_out(
    door: Door, wanted: list[object]
) -> None:
    scene = scene_codes.ask_for(door.clerk, door.session.id, "in", now=BEFORE)
    later = BEFORE + timedelta(minutes=2)
    scene_codes.ask_for(door.clerk, door.session.id, "in", now=later)
    assert len(wanted) == 2
    scene_codes.store(scene, "http://weixin.qq.com/q/1", later + timedelta(hours=1))
    scene_codes.ask_for(door.clerk, door.session.id, "in", now=later + timedelta(minutes=59))
    assert len(wanted) == 2
    scene_codes.ask_for(door.clerk, door.session.id, "in", now=later + timedelta(hours=1))
    assert len(wanted) == 3


def test_in_and_out_are_two_scenes_that_fit_wechat(door: Door, wanted: list[object]) -> None:
    came = scene_codes.ask_for(door.clerk, door.session.id, "in", now=BEFORE)
    left = scene_codes.ask_for(door.clerk, door.session.id, "out", now=BEFORE)
    assert came != left
    assert max(len(came), len(left)) <= 64
    behind = scene_codes.session_behind(left)
    assert behind == scene_codes.SceneSession(door.session.id, "out")


def test_scanning_the_scene_checks_in(door: Door, wanted: list[object]) -> None:
    scene = scene_codes.ask_for(door.clerk, door.session.id, "in", now=BEFORE)
    answer = scan_scene(scene, door.volunteer.id, now=STARTS)
    assert answer.sentence == "签到成功，12:00"


def test_where_the_activity_forbids_it_none_is_made(database: object, wanted: list[object]) -> None:
    door = a_door()
    with pytest.raises(errors.SceneCodeNotAllowed):
        scene_codes.ask_for(door.clerk, door.session.id, "in", now=BEFORE)
    assert wanted == []


def test_only_staff_of_the_place_ask(door: Door, wanted: list[object]) -> None:
    with pytest.raises(NotFound):
        scene_codes.ask_for(world.staff(at=world.a_station()), door.session.id, "in", now=BEFORE)


def test_what_nobody_asked_for_is_not_stored(database: object) -> None:
    with pytest.raises(NotFound):
        scene_codes.store("check_in_unknown", "http://weixin.qq.com/q/1", STARTS)
