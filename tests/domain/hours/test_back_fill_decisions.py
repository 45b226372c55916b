"""Confirmed from above by somebody else, twice where it is large; then it counts and says so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.counters import AGREEMENTS as OF_ACTIVITIES
from app.domain.activities.models import Position, SignUp
from app.domain.activities.queries import sign_ups_of_session
from app.domain.activities.sign_up_queries import my_sign_ups
from app.domain.attendance.counters import AGREEMENTS as OF_ATTENDANCE
from app.domain.attendance.models import Attendance
from app.domain.audit import queries as audit
from app.domain.hours import (
    against_ledger,
    approval,
    back_fill_decisions,
    back_fill_queries,
    errors,
    queries,
)
from app.domain.hours.back_fill_decisions import confirm, refuse
from app.domain.hours.counters import AGREEMENTS as OF_HOURS
from app.domain.hours.models import BackFill, BackFillConfirmation, BackFillLine, HourRecord
from app.domain.hours.story import story
from app.domain.messaging.queries import inbox
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.places.scope import Scope
from app.kernel.agreement import Agreement
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world
from tests.conftest import Counting
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.guards import behind_the_guards
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
SEEN = "对照照片和签到表核对过"


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station, name="王丽")


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office, name="李主任")


@pytest.fixture
def position(station: Place) -> Position:
    return a_past_position(station)


def count(model: type[HourRecord | Attendance]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_confirmed_it_counts_and_names_both(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    zhang = world.a_volunteer(station)
    sign_up = world.signed_up(zhang, position)
    found = a_back_fill(clerk, position, [zhang])
    outcome = confirm(manager, found, SEEN, now=NOON + HOUR)
    assert (outcome.waits, outcome.credited, outcome.left_out) == (False, 1, 0)
    record = session.scalars(select(HourRecord)).one()
    assert (record.state, record.minutes, record.back_fill_id) == ("approved", 120, found)
    assert record.decided_by_id == manager.id
    stay = session.get_one(Attendance, record.attendance_id)
    assert (stay.in_way, stay.out_way, stay.in_staff_id) == ("back_fill", "back_fill", clerk.id)
    assert stay.sign_up_id == sign_up.id
    assert [one.decision for one in queries.decisions(record.id)] == ["back_fill", "approve"]
    assert [one.actor_name for one in queries.decisions(record.id)] == ["王丽", "李主任"]
    assert queries.totals(zhang.id).approved_minutes == 120
    # What was typed in is told of the sheet, and of the record that came of it.
    told = {"hours.back_fill": 2, "hours.confirm_back_fill": 1, "hours.approve": 1}
    for word, times in told.items():
        assert audit.entries(place_ids=None, action=word).total == times


def test_it_says_that_it_was_typed_in_everywhere(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    zhang = world.a_volunteer(station)
    found = a_back_fill(clerk, position, [zhang])
    confirm(manager, found, SEEN, now=NOON + HOUR)
    (row,) = queries.queue(manager.scope, "approved", now=NOON).items
    assert row.back_filled
    assert not row.earns_points
    assert row.flags(NOON)[0] == "补录"
    told = story(zhang.id, row.id)
    assert [step.what for step in told.steps] == [
        *("签到", "签退", "补录（王丽）", "认定（李主任）"),
    ]
    assert told.steps[0].detail == "补录"
    assert "现场停电，用纸质签到表签到" in told.steps[2].detail
    assert told.why.startswith("按计划时间内的补录的在场时间")
    assert [item.kind for item in inbox(zhang.id).items] == [
        *("hours_approved", "hours_back_filled"),
    ]


def test_scanned_hours_are_not_flagged_and_earn(station: Place) -> None:
    record = world.an_approved_record(world.a_volunteer(station), station)
    row = queries.records([record.id], world.EVERYWHERE)[record.id]
    assert row.earns_points
    assert "补录" not in row.flags(NOON)


def test_who_came_without_signing_up_takes_nobodys_place(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    zhang = world.a_volunteer(station)
    confirm(manager, a_back_fill(clerk, position, [zhang]), now=NOON)
    (listed,) = sign_ups_of_session(position.session_id)
    assert (listed.volunteer_id, listed.state) == (zhang.id, "walked_in")
    session.refresh(position)
    assert position.taken == 0
    (mine,) = my_sign_ups(zhang.id, upcoming=False, now=NOON)
    assert mine.state == "walked_in"


Somebody = Callable[[Place, Place, Volunteer], Staff]


@pytest.mark.parametrize(
    ("somebody", "refusal"),
    [
        (lambda here, _, __: world.staff(Role.OFFICE_MANAGER, at=here), errors.ConfirmedFromAbove),
        (lambda here, _, __: world.staff(at=here), NotAllowed),
        (lambda _, __, ___: world.staff(Role.OFFICE_MANAGER, at=world.an_office()), NotFound),
        (lambda _, office, __: world.staff(Role.AUDITOR, at=office), NotAllowed),
        (
            lambda _, office, zhang: world.staff(
                Role.OFFICE_MANAGER, at=office, volunteer_id=zhang.id
            ),
            errors.GainsByIt,
        ),
    ],
    ids=["same level", "a clerk", "another office", "an auditor", "who gains"],
)
def test_who_may_not_confirm(
    station: Place,
    office: Place,
    clerk: Staff,
    position: Position,
    somebody: Somebody,
    refusal: type[Exception],
) -> None:
    zhang = world.a_volunteer(station)
    found = a_back_fill(clerk, position, [zhang])
    by = somebody(station, office, zhang)
    for decide in (
        lambda: confirm(by, found, SEEN, now=NOON),
        lambda: refuse(by, found, "x", now=NOON),
    ):
        with pytest.raises(refusal):
            decide()
    assert count(HourRecord) == 0


def test_a_second_account_of_the_same_person_is_the_same_person(
    station: Place, office: Place, position: Position
) -> None:
    own = world.a_volunteer(station)
    clerk = world.staff(at=station, volunteer_id=own.id, phone="13900000001")
    found = a_back_fill(clerk, position, [world.a_volunteer(station)])
    by_phone = world.staff(Role.OFFICE_MANAGER, at=office, phone="13900000001")
    by_volunteer = world.staff(Role.OFFICE_MANAGER, at=office, volunteer_id=own.id)
    for by in (by_phone, by_volunteer):
        with pytest.raises(errors.StandsBehindItAlready):
            confirm(by, found, SEEN, now=NOON)


def test_what_the_office_enters_for_a_station_the_centre_confirms(
    office: Place, manager: Staff, position: Position
) -> None:
    found = a_back_fill(manager, position, [world.a_volunteer()])
    colleague = world.staff(Role.OFFICE_MANAGER, at=office)
    for by in (manager, colleague):
        with pytest.raises((errors.StandsBehindItAlready, errors.ConfirmedFromAbove)):
            confirm(by, found, SEEN, now=NOON)
    centre = session.get_one(Place, office.parent_id)
    administrator = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre)
    assert confirm(administrator, found, SEEN, now=NOON).credited == 1


def test_at_the_centre_another_person_there_confirms(
    office: Place, manager: Staff, position: Position
) -> None:
    centre = session.get_one(Place, office.parent_id)
    one, other = (world.staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    found = a_back_fill(one, position, [world.a_volunteer()])
    for by, refusal in (
        (one, errors.StandsBehindItAlready),
        (manager, errors.ConfirmedFromAbove),
    ):
        with pytest.raises(refusal):
            confirm(by, found, SEEN, now=NOON)
    assert confirm(other, found, SEEN, now=NOON).credited == 1


def test_more_than_twenty_people_need_two_names(
    station: Place, office: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    people = [world.a_volunteer(station) for _ in range(21)]
    found = a_back_fill(clerk, position, people)
    assert session.get_one(BackFill, found).confirmations_needed == 2
    assert confirm(manager, found, SEEN, now=NOON).waits
    assert count(HourRecord) == 0
    with pytest.raises(errors.StandsBehindItAlready):
        confirm(manager, found, SEEN, now=NOON)
    second = world.staff(Role.OFFICE_MANAGER, at=office, name="赵主任")
    assert confirm(second, found, SEEN, now=NOON).credited == 21
    row = back_fill_queries.back_fill(found, manager.scope).row
    assert row.confirmed_by == ("李主任", "赵主任")


def test_twenty_people_and_forty_hours_need_one(
    station: Place, clerk: Staff, position: Position
) -> None:
    people = [world.a_volunteer(station) for _ in range(20)]
    found = a_back_fill(clerk, position, people)
    row = session.get_one(BackFill, found)
    assert (row.people, row.minutes, row.confirmations_needed) == (20, 2400, 1)


def test_a_large_one_in_two_halves_is_large(
    station: Place, clerk: Staff, position: Position
) -> None:
    halves = [[world.a_volunteer(station) for _ in range(11)] for _ in range(2)]
    first, second = (
        a_back_fill(clerk, position, half, picture=number) for number, half in enumerate(halves)
    )
    needed = [session.get_one(BackFill, one).confirmations_needed for one in (first, second)]
    assert needed == [1, 2]


def test_refused_nothing_counts_and_people_read_why(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    zhang = world.a_volunteer(station)
    found = a_back_fill(clerk, position, [zhang])
    refuse(manager, found, "照片里没有这个人", now=NOON)
    assert count(HourRecord) == 0
    item = inbox(zhang.id).items[0]
    assert item.kind == "back_fill_dropped"
    assert "照片里没有这个人" in item.body
    for decide in (
        lambda: confirm(manager, found, SEEN, now=NOON),
        lambda: refuse(manager, found, "x", now=NOON),
    ):
        with pytest.raises(errors.BackFillDecided):
            decide()
    a_back_fill(clerk, position, [zhang], picture=2)


def test_who_was_scanned_in_the_meantime_is_left_out_with_the_reason(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    late, zhang = world.a_volunteer(station), world.a_volunteer(station)
    found = a_back_fill(clerk, position, [late, zhang])
    world.checked_out(world.signed_up(late, position))
    outcome = confirm(manager, found, SEEN, now=NOON)
    assert (outcome.credited, outcome.left_out) == (1, 1)
    lines = {one.person.id: one for one in back_fill_queries.back_fill(found, clerk.scope).lines}
    assert lines[late.id].left_out == "这一场已经有签到记录"
    assert lines[late.id].record_id is None
    assert lines[zhang.id].record_id is not None
    assert "已经有签到记录" in inbox(late.id).items[0].body


def test_what_was_confirmed_can_be_revoked_and_never_stands_in_the_queue_of_scans(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    found = a_back_fill(clerk, position, [world.a_volunteer(station)])
    assert queries.queue(manager.scope, "pending", now=NOON).total == 0
    confirm(manager, found, SEEN, now=NOON)
    record = session.scalars(select(HourRecord)).one()
    assert queries.queue(manager.scope, "pending", now=NOON).total == 0
    approval.revoke(manager, record.id, "复核不属实", now=NOON)
    assert session.get_one(HourRecord, record.id).state == "revoked"


def test_the_queue_counts_what_she_can_confirm(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    a_back_fill(clerk, position, [world.a_volunteer(station)])
    assert back_fill_queries.waiting_count(manager) == 1
    assert back_fill_queries.waiting_count(clerk) == 0
    assert back_fill_queries.waiting_count(world.staff(Role.OFFICE_MANAGER, at=station)) == 0
    assert back_fill_queries.queue(manager.scope).total == 1
    assert back_fill_queries.counts_by_state(manager.scope) == {"waiting": 1}
    assert back_fill_queries.queue(Scope(world.a_station().path)).total == 0


def test_twenty_and_two_hundred_cost_the_same_statements(
    station: Place, clerk: Staff, manager: Staff, statements: Counting, office: Place
) -> None:
    costs = {}
    for people in (2, 40):
        position = a_past_position(station, ended=timedelta(hours=24 + people))
        them = [world.a_volunteer(station) for _ in range(people)]
        found = a_back_fill(clerk, position, them, picture=people)
        row = session.get_one(BackFill, found)
        if row.confirmations_needed == 2:
            confirm(world.staff(Role.OFFICE_MANAGER, at=office), found, SEEN, now=NOON)
        session.remove()
        with statements() as seen:
            assert confirm(manager, found, SEEN, now=NOON).credited == people
        costs[people] = len(seen)
    assert costs[40] - costs[2] <= 3  # the large one has another name behind it, and a flag


def test_if_a_follower_breaks_it_still_waits(
    station: Place,
    clerk: Staff,
    manager: Staff,
    position: Position,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(_event: object) -> None:
        raise RuntimeError("the follower broke")

    found = a_back_fill(clerk, position, [world.a_volunteer(station)])
    monkeypatch.setattr(back_fill_decisions, "happened", breaks)
    with pytest.raises(RuntimeError):
        confirm(manager, found, SEEN, now=NOON)
    session.expire_all()
    assert session.get_one(BackFill, found).state == "waiting"
    assert count(HourRecord) == count(Attendance) == 0
    assert session.scalars(select(SignUp)).all() == []
    monkeypatch.undo()
    assert confirm(manager, found, SEEN, now=NOON).credited == 1


def test_counters_agree_afterwards(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    found = a_back_fill(clerk, position, [world.a_volunteer(station) for _ in range(3)])
    confirm(manager, found, SEEN, now=NOON)
    every: list[Agreement] = [*OF_ACTIVITIES, *OF_ATTENDANCE, *OF_HOURS]
    broken = [one.sentence for one in every if session.execute(one.breaches).first()]
    assert broken == []
    assert session.scalars(select(BackFillLine.minutes)).all() == [120, 120, 120]


def test_a_confirmation_put_down_to_somebody_else_is_found(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    confirm(manager, a_back_fill(clerk, position, [world.a_volunteer(station)]), now=NOON)
    session.rollback()
    assert list(against_ledger.findings()) == []
    [row] = session.scalars(select(BackFillConfirmation.id))
    behind_the_guards(update(BackFillConfirmation).values(staff_id=clerk.id))
    [finding] = against_ledger.findings()
    assert finding.sentence == f"back_fill_confirmation {row} was altered: staff_id"


def test_a_second_confirmation_put_in_by_sql_is_found(
    station: Place, clerk: Staff, manager: Staff, position: Position
) -> None:
    found = a_back_fill(clerk, position, [world.a_volunteer(station)])
    confirm(manager, found, now=NOON)
    made = {"id": new_id(), "back_fill_id": found, "staff_id": clerk.id, "at": NOON}
    behind_the_guards(insert(BackFillConfirmation).values(made))
    [finding] = against_ledger.findings()
    assert finding.sentence.startswith(f"back_fill_confirmation {made['id']} was inserted")
