"""Fewer places than are taken: the last wait again, first of all, and are told why."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.activities import errors, events, place_errors, planning
from app.domain.activities.lowering import lower, who_would_lose
from app.domain.activities.models import ActivitySession, Position, SignUp
from app.domain.activities.rules import why_not_lower
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.domain.attendance.queries import who_came
from app.domain.audit import queries as audit
from app.kernel import happenings
from app.kernel.database import session
from app.kernel.refusal import NotFound
from tests import world
from tests.domain.activities.conftest import Heard

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


class Full:
    """Four places in 24 hours, all taken; a fifth person waits."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.station = world.a_station()
        self.clerk = world.staff(at=self.station)
        self.position = world.an_open_position(self.station, capacity=4, starts_at=now + 24 * HOUR)
        self.people = [world.a_volunteer(self.station, name=f"志愿者{n}") for n in "一二三四五"]
        self.sign_ups = [
            sign_up(each.id, self.position.id, now=now + number * SECOND).sign_up_id
            for number, each in enumerate(self.people)
        ]

    def lower(self, capacity: int, losers: Collection[int], *, now: datetime | None = None) -> int:
        return lower(
            self.clerk,
            self.position.id,
            capacity=capacity,
            reason="换成小会议室，坐不下",
            confirmed=[self.sign_ups[each] for each in losers],
            who_is_in=who_came,
            now=now or self.now + HOUR,
        )

    def standing(self) -> tuple[list[int], list[int]]:
        """Who has a place and who waits, in order, by number."""
        number = {each.id: place for place, each in enumerate(self.people)}
        rows = session.execute(
            select(SignUp.state, SignUp.volunteer_id).order_by(SignUp.queued_at, SignUp.id)
        ).all()
        return tuple(  # type: ignore[return-value]
            [number[who] for state, who in rows if state == wanted]
            for wanted in ("signed_up", "waiting")
        )

    def counted(self) -> tuple[int, int]:
        row = session.get_one(Position, self.position.id, populate_existing=True)
        return row.taken, row.capacity


@pytest.fixture
def full(database: Flask, heard: Heard, now: datetime) -> Full:
    ready = Full(now)
    heard.clear()
    return ready


@pytest.mark.parametrize(
    ("capacity", "too_many", "ahead", "refused"),
    [
        (3, 1, 2 * HOUR, None),
        (3, 1, 2 * HOUR - SECOND, place_errors.TooNearToTakePlaces),
        (3, 0, HOUR, None),
        (1, 3, 24 * HOUR, None),
        (0, 4, 24 * HOUR, place_errors.NotFewerPlaces),
        (4, 0, 24 * HOUR, place_errors.NotFewerPlaces),
    ],
)
def test_how_few_and_how_late(
    now: datetime, capacity: int, too_many: int, ahead: timedelta, refused: type | None
) -> None:
    found = why_not_lower(capacity, was=4, too_many=too_many, starts_at=now + ahead, now=now)
    assert isinstance(found, refused) if refused else found is None


def test_the_last_who_signed_up_wait_again_ahead_of_who_waited(full: Full, heard: Heard) -> None:
    assert full.lower(2, [2, 3]) == 2
    assert full.standing() == ([0, 1], [2, 3, 4])
    assert full.counted() == (2, 2)
    assert [type(each) for each in heard] == [events.PlaceTakenBack] * 2
    told = [each for each in heard if isinstance(each, events.PlaceTakenBack)]
    assert [(each.place.volunteer_id, each.place_in_queue) for each in told] == [
        (full.people[2].id, 1),
        (full.people[3].id, 2),
    ]
    assert told[0].reason == "换成小会议室，坐不下"


def test_a_place_given_back_goes_to_the_first_who_lost_hers(full: Full) -> None:
    full.lower(2, [2, 3])
    cancel_sign_up(full.people[0].id, full.sign_ups[0], now=full.now + 2 * HOUR)
    assert full.standing() == ([1, 2], [3, 4])
    assert full.counted() == (2, 2)


def test_who_signed_up_later_than_who_waits_still_comes_first(full: Full) -> None:
    late = session.get_one(SignUp, full.sign_ups[3])
    late.queued_at = full.now + HOUR
    session.commit()
    full.lower(2, [2, 3])
    assert full.standing() == ([0, 1], [2, 3, 4])


def test_who_is_named_beforehand_is_who_loses(full: Full) -> None:
    losers = who_would_lose(
        full.clerk,
        full.position.id,
        capacity=3,
        reason="坐不下",
        who_is_in=who_came,
        now=full.now,
    )
    assert [(each.name, each.sign_up_id) for each in losers] == [("志愿者四", full.sign_ups[3])]
    assert full.standing() == ([0, 1, 2, 3], [4])


def test_who_has_checked_in_keeps_her_place(full: Full) -> None:
    world.checked_in(session.get_one(SignUp, full.sign_ups[3]), in_at=full.now)
    full.lower(2, [1, 2])
    assert full.standing() == ([0, 3], [1, 2, 4])


def test_fewer_than_have_checked_in_are_refused(full: Full, heard: Heard) -> None:
    for each in full.sign_ups[:3]:
        world.checked_in(session.get_one(SignUp, each), in_at=full.now)
    with pytest.raises(place_errors.MoreAreIn, match="已有 3 人签到"):
        full.lower(2, [3])
    assert full.standing() == ([0, 1, 2, 3], [4])
    assert not heard


def test_nobody_loses_a_place_who_was_not_named(full: Full, heard: Heard) -> None:
    cancel_sign_up(full.people[3].id, full.sign_ups[3], now=full.now)  # the fifth moves up
    heard.clear()
    with pytest.raises(place_errors.OthersLose):
        full.lower(3, [3])
    assert full.counted() == (4, 4)
    assert not heard


def test_shortly_before_the_start_nobody_loses_a_place(full: Full) -> None:
    with pytest.raises(place_errors.TooNearToTakePlaces, match="不到 2 小时"):
        full.lower(2, [2, 3], now=full.now + 22 * HOUR + SECOND)
    assert full.lower(2, [2, 3], now=full.now + 22 * HOUR) == 2


def test_free_places_are_taken_back_from_nobody(full: Full, heard: Heard) -> None:
    for each in (4, 3, 2):
        cancel_sign_up(full.people[each].id, full.sign_ups[each], now=full.now)
    heard.clear()
    assert full.lower(2, []) == 0
    assert (full.counted(), heard) == ((2, 2), [])


def test_a_reason_is_needed_and_an_open_form_is_stale_afterwards(full: Full) -> None:
    with pytest.raises(errors.ReasonNeeded):
        lower(
            full.clerk,
            full.position.id,
            capacity=2,
            reason=" ",
            confirmed=full.sign_ups[2:4],
            who_is_in=who_came,
            now=full.now,
        )
    activity_id = session.get_one(ActivitySession, full.position.session_id).activity_id
    _, version = planning.plan_of_activity(full.clerk, activity_id)
    full.lower(2, [2, 3])
    assert planning.plan_of_activity(full.clerk, activity_id)[1] == version + 1
    (entry,) = audit.story_of("activity", activity_id)
    assert entry.action == "activity.lower_capacity"
    assert (entry.detail["count"], entry.detail["reason"]) == (2, "换成小会议室，坐不下")


def test_only_who_plans_activities_there(full: Full) -> None:
    def by(staff: world.Staff, losers: Collection[UUID]) -> int:
        return lower(
            staff,
            full.position.id,
            capacity=3,
            reason="坐不下",
            confirmed=losers,
            who_is_in=who_came,
            now=full.now,
        )

    with pytest.raises(NotFound):
        by(world.staff(at=world.a_station()), full.sign_ups[3:4])
    centre = world.a_centre()
    full.station.path = f"{centre.path}{full.station.path}"
    session.commit()
    with pytest.raises(NotAllowed):
        by(world.staff(Role.AUDITOR, at=centre), full.sign_ups[3:4])


def test_what_cannot_be_told_did_not_happen(full: Full, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_event: object) -> None:
        raise RuntimeError

    monkeypatch.setitem(happenings._followers, events.PlaceTakenBack, (broken,))
    with pytest.raises(RuntimeError):
        full.lower(2, [2, 3])
    assert full.standing() == ([0, 1, 2, 3], [4])
    assert full.counted() == (4, 4)
