"""A published activity changes, and those concerned are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.activities import errors, events, planning, queries
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.plans import ActivityPlan
from app.domain.activities.sign_up import sign_up
from app.kernel.database import session
from tests import world
from tests.domain.activities.conftest import Heard
from tests.domain.activities.plans import a_plan, a_session

HOUR = timedelta(hours=1)


class Published:
    """Two sessions on two days, one place each; somebody has each place, and somebody waits."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.station = world.a_station()
        self.clerk: Staff = world.staff(at=self.station)
        days = (a_session(now + 24 * HOUR, capacity=1), a_session(now + 48 * HOUR, capacity=1))
        plan = a_plan(now, sessions=days)
        self.id = planning.draft(self.clerk, plan, place_id=self.station.id, now=now)
        session.get_one(Activity, self.id).state = "published"
        session.commit()
        self.positions = [part.positions[0].id for part in queries.activity(self.id).sessions]
        self.first, self.second, self.waits = (world.a_volunteer(self.station) for _ in range(3))
        sign_up(self.first.id, self.positions[0], now=now)
        sign_up(self.second.id, self.positions[1], now=now)
        sign_up(self.waits.id, self.positions[0], now=now)

    def revise(
        self, change: Callable[[ActivityPlan], ActivityPlan], *, now: datetime | None = None
    ) -> None:
        plan, version = planning.plan_of_activity(self.clerk, self.id)
        planning.revise(self.clerk, self.id, change(plan), version=version, now=now or self.now)


@pytest.fixture
def activity(database: Flask, heard: Heard, now: datetime) -> Published:
    ready = Published(now)
    heard.clear()
    return ready


def with_position(plan: ActivityPlan, place: int, **changes: object) -> ActivityPlan:
    sessions = list(plan.sessions)
    position = replace(sessions[place].positions[0], **changes)  # type: ignore[arg-type]
    sessions[place] = replace(sessions[place], positions=(position,))
    return replace(plan, sessions=tuple(sessions))


def moved(plan: ActivityPlan, place: int, step: timedelta) -> ActivityPlan:
    sessions = list(plan.sessions)
    old = sessions[place]
    sessions[place] = replace(old, starts_at=old.starts_at + step, ends_at=old.ends_at + step)
    return replace(plan, sessions=tuple(sessions))


def told(heard: Heard) -> events.ActivityChanged:
    (event,) = heard
    assert isinstance(event, events.ActivityChanged)
    return event


def state_of(volunteer_id: UUID) -> str:
    return session.scalars(select(SignUp.state).where(SignUp.volunteer_id == volunteer_id)).one()


def test_a_new_place_and_contact_are_told_to_all(activity: Published, heard: Heard) -> None:
    activity.revise(
        lambda plan: replace(plan, venue="社区北门", contact_name="李明", content="改为清洗护栏。")
    )
    event = told(heard)
    assert event.what == (
        "地点由“阳光社区广场”改为“社区北门”",
        "联系人由 王丽 13800138000 改为 李明 13800138000",
        "活动内容有更新，请到活动页面查看",
    )
    assert set(event.volunteer_ids) == {activity.first.id, activity.second.id, activity.waits.id}
    assert event.venue == "社区北门"
    assert queries.activity(activity.id).state == "published"


def test_a_new_time_is_told_to_those_of_the_session(activity: Published, heard: Heard) -> None:
    activity.revise(lambda plan: moved(plan, 0, 2 * HOUR))
    event = told(heard)
    assert event.what == ("时间由 11月24日 12:00 至 14:00 改为 11月24日 14:00 至 16:00",)
    assert set(event.volunteer_ids) == {activity.first.id, activity.waits.id}


def test_a_new_time_reaches_every_living_sign_up(activity: Published, now: datetime) -> None:
    activity.revise(lambda plan: moved(plan, 0, 2 * HOUR))
    for person in (activity.first, activity.waits):
        (own,) = queries.my_sign_ups(person.id, upcoming=True, now=now)
        assert (own.starts_at, own.ends_at) == (now + 26 * HOUR, now + 28 * HOUR)
    at_noon = world.an_open_position(activity.station, starts_at=now + 24 * HOUR)
    assert sign_up(activity.first.id, at_noon.id, now=now).state == "signed_up"
    at_two = world.an_open_position(activity.station, starts_at=now + 27 * HOUR)
    with pytest.raises(errors.BusyThen):
        sign_up(activity.waits.id, at_two.id, now=now)


def test_a_moved_session_is_reminded_of_again(activity: Published, now: datetime) -> None:
    part = session.get_one(Position, activity.positions[0]).session_id
    session.get_one(ActivitySession, part).reminded_at = now
    session.commit()
    activity.revise(lambda plan: moved(plan, 0, HOUR))
    assert session.get_one(ActivitySession, part, populate_existing=True).reminded_at is None


def test_more_places_move_people_up_in_order(
    activity: Published, heard: Heard, now: datetime
) -> None:
    late = world.a_volunteer(activity.station)
    sign_up(late.id, activity.positions[0], now=now)
    heard.clear()
    activity.revise(lambda plan: with_position(plan, 0, capacity=2))
    (event,) = heard
    assert isinstance(event, events.MovedUp)
    assert event.place.volunteer_id == activity.waits.id
    assert (state_of(activity.waits.id), state_of(late.id)) == ("signed_up", "waiting")
    activity.revise(lambda plan: with_position(plan, 0, capacity=5))
    assert state_of(late.id) == "signed_up"
    row = session.get_one(Position, activity.positions[0], populate_existing=True)
    assert (row.taken, row.capacity) == (3, 5)


def test_fewer_places_than_taken_are_refused(activity: Published, heard: Heard) -> None:
    activity.revise(lambda plan: with_position(plan, 0, capacity=2))
    heard.clear()
    with pytest.raises(errors.BelowTaken, match="已有 2 人报名"):
        activity.revise(lambda plan: with_position(replace(plan, venue="别处"), 0, capacity=1))
    assert queries.activity(activity.id).venue == "阳光社区广场"
    assert not heard


def test_new_duties_are_told_to_those_of_the_session(activity: Published, heard: Heard) -> None:
    activity.revise(lambda plan: with_position(plan, 1, duties="擦洗护栏"))
    event = told(heard)
    assert event.volunteer_ids == (activity.second.id,)
    assert event.what == ("岗位“服务岗”的工作内容有更新，请到活动页面查看",)


def test_who_has_been_through_it_is_not_told(activity: Published, heard: Heard) -> None:
    activity.revise(lambda plan: replace(plan, venue="社区北门"), now=activity.now + 30 * HOUR)
    assert told(heard).volunteer_ids == (activity.second.id,)


def test_nothing_changed_nobody_told(activity: Published, heard: Heard) -> None:
    activity.revise(lambda plan: replace(plan, recruits_until=plan.recruits_until + HOUR))
    assert not heard
    assert queries.activity(activity.id).version == 2


def test_what_is_fixed_stays(activity: Published, heard: Heard) -> None:
    with pytest.raises(errors.FixedOncePublished, match="活动名称"):
        activity.revise(lambda plan: replace(plan, title="换个名称"))
    assert queries.activity(activity.id).version == 1
    assert not heard
