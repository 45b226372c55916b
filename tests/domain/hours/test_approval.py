"""Decide on one or hundreds at once: who, and for the others why not."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.models import SignUp
from app.domain.attendance.models import Attendance
from app.domain.audit.models import AuditEntry
from app.domain.hours import approval, errors
from app.domain.hours.approval import approve_batch, reject_batch, return_batch, revoke
from app.domain.hours.events import HoursApproved, HoursReturned, HoursRevoked
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.webhooks.subscriptions import subscribed_to
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office(database: object) -> Place:
    return world.an_office()


@pytest.fixture
def station(office: Place) -> Place:
    return world.a_station(office)


@pytest.fixture
def clerk(station: Place) -> Staff:
    return world.staff(at=station)


@pytest.fixture
def manager(office: Place) -> Staff:
    return world.staff(Role.OFFICE_MANAGER, at=office, name="李主任")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    events: list[Any] = []
    monkeypatch.setattr(approval, "happened", events.append)
    return events


def a_record(station: Place, **facts: object) -> HourRecord:
    return world.a_pending_record(world.a_volunteer(station), station, **facts)


def fresh(record: HourRecord) -> HourRecord:
    return session.get_one(HourRecord, record.id, populate_existing=True)


def test_pending_records_are_approved_and_the_people_told(station: Place, clerk: Staff) -> None:
    records = [a_record(station) for _ in range(3)]
    outcome = approve_batch(clerk, [record.id for record in records], now=NOON)
    assert (outcome.approved, outcome.refused) == ([record.id for record in records], {})
    for record in records:
        decided = fresh(record)
        assert (decided.state, decided.decided_by_id, decided.decided_at) == (
            "approved",
            clerk.id,
            NOON,
        )
    told = {letter.volunteer_id for letter in session.scalars(select(OutboxMessage))}
    assert told == {record.volunteer_id for record in records}


def test_every_approval_stands_in_the_history_and_in_the_trail(
    station: Place, clerk: Staff
) -> None:
    record = a_record(station)
    approve_batch(clerk, [record.id], now=NOON)
    [decision] = session.scalars(select(HourDecision))
    assert (decision.decision, decision.staff_id, decision.minutes) == ("approve", clerk.id, 120)
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.object_kind == "hour_record"))
    assert (entry.action, entry.object_id, entry.place_id) == (
        "hours.approve",
        record.id,
        station.id,
    )


def test_a_batch_says_who_was_not_approved_and_why(
    station: Place, clerk: Staff, heard: list[Any]
) -> None:
    good = a_record(station)
    herself = world.a_volunteer(station, name="王丽")
    own = world.a_pending_record(herself, station)
    clerk_with_account = world.staff(at=station, volunteer_id=herself.id)
    mended = a_record(station, mended_by_id=clerk_with_account.id)
    long_day = a_record(station, needs_second_look=True)
    done = world.an_approved_record(world.a_volunteer(station), station)
    elsewhere = a_record(world.a_station())
    ids = [record.id for record in (own, good, mended, long_day, done, elsewhere)]
    outcome = approve_batch(clerk_with_account, [*ids, new_id()], now=NOON)
    assert outcome.approved == [good.id]
    assert [type(refusal) for refusal in outcome.refused.values()] == [
        errors.OwnRecord,
        errors.MendedByApprover,
        errors.NeedsSecondLook,
        errors.AlreadyDecided,
        NotFound,
        NotFound,
    ]
    [event] = heard
    assert isinstance(event, HoursApproved)
    assert [(facts.record_id, facts.title, facts.minutes) for facts in event.records] == [
        (good.id, "社区环境清洁", 120)
    ]
    assert fresh(own).state == fresh(elsewhere).state == "pending"


def test_the_same_click_again_answers_the_same_and_writes_nothing(
    station: Place, clerk: Staff, heard: list[Any]
) -> None:
    record = a_record(station)
    first = approve_batch(clerk, [record.id, record.id], now=NOON)
    again = approve_batch(clerk, [record.id], now=NOON + timedelta(minutes=1))
    assert first.approved == again.approved == [record.id]
    assert len(list(session.scalars(select(HourDecision)))) == len(heard) == 1


def test_a_colleagues_click_after_it_is_told_that_it_is_decided(
    station: Place, clerk: Staff
) -> None:
    record = a_record(station)
    approve_batch(clerk, [record.id], now=NOON)
    outcome = approve_batch(world.staff(at=station), [record.id], now=NOON)
    assert outcome.approved == []
    assert "已认定" in outcome.refused[record.id].sentence


def test_a_record_that_needs_a_second_look_is_approved_one_level_up(
    station: Place, manager: Staff
) -> None:
    record = a_record(station, needs_second_look=True)
    assert approve_batch(manager, [record.id], now=NOON).approved == [record.id]


def test_a_returned_record_says_why_and_its_person_is_told(
    station: Place, clerk: Staff, heard: list[Any]
) -> None:
    record = a_record(station)
    outcome = return_batch(clerk, [record.id], " 离开时间待核实 ", now=NOON)
    assert outcome.decided == [record.id]
    assert (fresh(record).state, fresh(record).reason) == ("returned", "离开时间待核实")
    [event] = heard
    assert isinstance(event, HoursReturned)
    assert event.records[0].reason == "离开时间待核实"


def test_a_rejected_record_says_why(station: Place, clerk: Staff) -> None:
    record = a_record(station)
    reject_batch(clerk, [record.id], "未参加服务", now=NOON)
    assert (fresh(record).state, fresh(record).reason) == ("rejected", "未参加服务")


@pytest.mark.parametrize("decide", [return_batch, reject_batch])
def test_without_a_reason_nothing_is_returned_or_rejected(
    station: Place, clerk: Staff, decide: Callable[..., object]
) -> None:
    record = a_record(station)
    with pytest.raises(BadInput):
        decide(clerk, [record.id], "  ", now=NOON)
    assert fresh(record).state == "pending"


def test_a_revoked_approval_leaves_both_decisions(
    station: Place, clerk: Staff, manager: Staff, heard: list[Any]
) -> None:
    record = a_record(station)
    approve_batch(clerk, [record.id], now=NOON)
    revoke(manager, record.id, "代签", now=NOON + timedelta(days=1))
    assert (fresh(record).state, fresh(record).reason) == ("revoked", "代签")
    words = [
        row.decision for row in session.scalars(select(HourDecision).order_by(HourDecision.at))
    ]
    assert words == ["approve", "revoke"]
    assert isinstance(heard[-1], HoursRevoked)


def test_a_clerk_does_not_revoke(station: Place, clerk: Staff) -> None:
    record = world.an_approved_record(world.a_volunteer(station), station)
    with pytest.raises(NotAllowed):
        revoke(clerk, record.id, "代签", now=NOON)


def test_what_was_not_approved_cannot_be_revoked(station: Place, manager: Staff) -> None:
    record = a_record(station)
    with pytest.raises(errors.AlreadyDecided):
        revoke(manager, record.id, "代签", now=NOON)
    with pytest.raises(NotFound):
        revoke(manager, new_id(), "代签", now=NOON)


def test_an_auditor_decides_nothing(station: Place) -> None:
    auditor = world.staff(Role.AUDITOR, at=world.a_centre())
    with pytest.raises(NotAllowed):
        approve_batch(auditor, [a_record(station).id], now=NOON)


def test_more_than_a_thousand_at_once_are_refused(clerk: Staff) -> None:
    with pytest.raises(errors.TooManyAtOnce):
        approve_batch(clerk, [new_id() for _ in range(1001)], now=NOON)


def test_when_a_reaction_fails_nothing_was_decided(
    station: Place, clerk: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("a reaction failed")

    monkeypatch.setattr(approval, "happened", fail)
    record = a_record(station)
    with pytest.raises(RuntimeError):
        approve_batch(clerk, [record.id], now=NOON)
    assert fresh(record).state == "pending"
    assert list(session.scalars(select(HourDecision))) == []


def many_records(station: Place, count: int) -> list[HourRecord]:
    """Many people of one session, written in a few statements."""
    first = a_record(station)
    stay = session.get_one(Attendance, first.attendance_id)
    sign_up = session.get_one(SignUp, stay.sign_up_id)
    person = session.get_one(Volunteer, first.volunteer_id)
    numbers = (f"{person.number[-4:]}{number:06d}" for number in range(1, count))
    people = all_added(copy_of(person, number=number) for number in numbers)
    signs = all_added(copy_of(sign_up, volunteer_id=one.id) for one in people)
    stays = all_added(
        copy_of(stay, volunteer_id=one.volunteer_id, sign_up_id=one.id) for one in signs
    )
    more = all_added(
        copy_of(first, volunteer_id=one.volunteer_id, attendance_id=one.id) for one in stays
    )
    return [first, *more]


def all_added(rows: Iterable[Any]) -> list[Any]:
    with transaction():
        added = list(rows)
        session.add_all(added)
    return added


def copy_of(row: Any, **changes: object) -> Any:
    """Another row like it, with an id of its own."""
    kept = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return type(row)(**{**kept, **changes, "id": new_id()})


def test_one_two_hundred_and_a_thousand_cost_the_same_few_statements(
    station: Place, clerk: Staff, statements: Counting
) -> None:
    costs = {}
    subscribed_to("hours.approved", now=NOON)  # known in a process that runs
    for count in (1, 200, 1000):
        ids = [record.id for record in many_records(station, count)]
        session.remove()
        with statements() as seen:
            assert len(approve_batch(clerk, ids, now=NOON).approved) == count
        costs[count] = len(seen)
    assert costs[1] == costs[200] == costs[1000]
    assert costs[1] <= 18  # seven write points and their entries, two ask who picked and approves
