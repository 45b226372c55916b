"""The ledger of points: earned once, taken back once, run out, and never below zero."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.audit.models import AuditEntry
from app.domain.hours.events import HourFacts, HoursApproved, HoursRevoked
from app.domain.hours.models import HourRecord
from app.domain.places.models import Place
from app.domain.recognition import counters, earning, expiring, ledger, queries, terms
from app.domain.recognition.models import PointAccount, PointEntry
from app.domain.recognition.rules import DEFAULT_TERMS, Effect
from app.kernel.agreement import disagreements
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.domain.recognition.points import how_many, points, revoked, rows, served
from tests.world import NOON, Volunteer

pytestmark = pytest.mark.usefixtures("database")
TOMORROW = date(2026, 11, 24)


@pytest.fixture
def person(station: Place) -> Volunteer:
    return world.a_volunteer(station)


def spend(person: Volunteer, amount: int, *, now: datetime = NOON) -> None:
    with transaction():
        accounts = ledger.hold_accounts([person.id])
        row = ledger.entry(accounts[person.id], Effect(-amount, 0), kind="held", at=now)
        ledger.write([row], accounts)


def all_agrees() -> bool:
    return not list(disagreements(counters.AGREEMENTS))


def test_approved_hours_earn_points_that_tell_their_story(
    person: Volunteer, station: Place
) -> None:
    record = served(person, station)
    [entry] = queries.entries(person.id).items
    assert (entry.points, entry.title, entry.record_id) == (20, "社区环境清洁", record.id)
    assert (entry.minutes, entry.expires_on, entry.capped) == (120, date(2028, 11, 30), False)
    assert points(person) == (20, 0)
    assert all_agrees()


def test_a_day_gives_no_more_than_its_cap(person: Volunteer, station: Place) -> None:
    served(person, station, hours=7)
    served(person, station, hours=2)
    served(person, station, hours=2)
    assert rows(person) == [("earned", 70, 0), ("earned", 10, 0)]
    latest = queries.entries(person.id).items[0]
    assert latest.capped


def facts_of(record: HourRecord, **changes: object) -> HourFacts:
    facts = HourFacts(
        record_id=record.id,
        volunteer_id=record.volunteer_id,
        activity_id=record.activity_id,
        session_id=record.session_id,
        place_path=record.place_path,
        title="社区环境清洁",
        service_date=record.service_date,
        minutes=record.minutes,
        reason=None,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def test_the_same_decision_told_again_earns_and_takes_back_once(
    person: Volunteer, station: Place
) -> None:
    record = served(person, station)
    revoked(record, station)
    for _ in range(2):
        with transaction():
            earning.earn(HoursApproved((facts_of(record),), NOON))
            earning.take_back(HoursRevoked((facts_of(record),), NOON))
    assert rows(person) == [("earned", 20, 0), ("revoked", -20, 0)]


def test_the_database_takes_no_second_row_for_a_record(person: Volunteer, station: Place) -> None:
    record = served(person, station)
    row = {"id": new_id(), "volunteer_id": person.id, "at": NOON, "points": 5, "owed": 0}
    with pytest.raises(IntegrityError), transaction():
        session.execute(
            insert(PointEntry), [{**row, "kind": "earned", "record_id": record.id, "capped": False}]
        )


def test_a_back_filled_record_earns_nothing(person: Volunteer, station: Place) -> None:
    record = world.an_approved_record(person, station)
    with transaction():
        earning.earn(HoursApproved((facts_of(record, evidence="back_fill"),), NOON))
    assert how_many() == 0


def test_what_was_spent_of_revoked_hours_is_owed_and_settled_by_the_next(
    person: Volunteer, station: Place
) -> None:
    record = served(person, station)
    spend(person, 15)
    revoked(record, station)
    assert points(person) == (0, 15)
    served(person, station, hours=1, now=NOON + timedelta(days=3))
    assert points(person) == (0, 5)
    served(person, station, hours=1, now=NOON + timedelta(days=6))
    assert points(person) == (5, 0)
    assert rows(person)[-3:] == [("revoked", -5, 15), ("earned", 0, -10), ("earned", 5, -5)]
    assert all_agrees()


def test_a_balance_below_zero_is_not_written(person: Volunteer, station: Place) -> None:
    served(person, station)
    with pytest.raises(IntegrityError), transaction():
        session.execute(
            update(PointAccount)
            .where(PointAccount.volunteer_id == person.id)
            .values(balance=PointAccount.balance - 21)
        )
    assert points(person) == (20, 0)


def test_no_row_of_the_ledger_is_ever_changed(person: Volunteer, station: Place) -> None:
    served(person, station)
    with pytest.raises(DatabaseError), transaction():
        session.execute(update(PointEntry).values(points=500))
    assert rows(person) == [("earned", 20, 0)]


AFTER_TWO_YEARS = datetime(2028, 12, 1, 1, tzinfo=UTC)


def test_points_run_out_once_and_the_oldest_are_spent_first(
    person: Volunteer, station: Place
) -> None:
    served(person, station, hours=3)
    served(person, station, hours=1, now=NOON + timedelta(days=31))
    spend(person, 12, now=NOON + timedelta(days=40))
    assert expiring.run_out(now=AFTER_TWO_YEARS - timedelta(days=1)) == 0
    assert expiring.run_out(now=AFTER_TWO_YEARS) == 1
    assert expiring.run_out(now=AFTER_TWO_YEARS + timedelta(hours=1)) == 0
    assert rows(person)[-1] == ("expired", -18, 0)
    assert points(person) == (10, 0)
    assert all_agrees()


def test_a_month_that_was_missed_is_caught_up_with(person: Volunteer, station: Place) -> None:
    served(person, station)
    assert expiring.run_out(now=AFTER_TWO_YEARS + timedelta(days=70)) == 1
    assert points(person) == (0, 0)


def test_nobody_owes_points_that_had_run_out(person: Volunteer, station: Place) -> None:
    record = served(person, station)
    spend(person, 5)
    expiring.run_out(now=AFTER_TWO_YEARS)
    revoked(record, station, now=AFTER_TWO_YEARS)
    assert points(person) == (0, 5)


def test_what_runs_out_next_is_told(person: Volunteer, station: Place) -> None:
    served(person, station)
    served(person, station, hours=1, now=NOON + timedelta(days=31))
    spend(person, 5)
    found = queries.points_of(person.id, today=NOON.date())
    assert (found.next_day, found.next_points) == (date(2028, 11, 30), 15)
    spend(person, 15)
    found = queries.points_of(person.id, today=NOON.date())
    assert (found.next_day, found.next_points) == (date(2028, 12, 31), 10)


def test_a_tick_of_the_clock_with_nothing_to_do_asks_once(
    database: Flask, statements: Counting
) -> None:
    expiring.run_out(now=NOON)
    with statements() as seen:
        expiring.run_out(now=NOON + timedelta(minutes=1))
    assert len(seen) == 1


def test_a_new_rule_counts_from_its_day_and_changes_nothing_before(
    person: Volunteer, station: Place, administrator: Staff
) -> None:
    served(person, station)
    rule = replace(DEFAULT_TERMS, per_hour=30, lasts_months=12, valid_from=TOMORROW)
    terms.make_rule(administrator, rule, now=NOON)
    late = NOON + timedelta(days=2)
    served(person, station, hours=1, now=late)  # of the 23rd, before the rule
    served(person, station, hours=1, now=late + timedelta(days=3))
    assert [points for _, points, _ in rows(person)] == [20, 10, 30]
    [trace] = session.scalars(select(AuditEntry).where(AuditEntry.action == "points.make_rule"))
    assert trace.detail["per_hour"] == 30


def test_a_rule_for_today_is_refused(administrator: Staff) -> None:
    with pytest.raises(BadInput):
        terms.make_rule(administrator, replace(DEFAULT_TERMS, valid_from=NOON.date()), now=NOON)


def test_only_administrators_of_the_centre_make_rules_and_turn_switches(
    station: Place, centre: Place
) -> None:
    clerk_above = world.staff(world.Role.AUDITOR, at=centre)
    with pytest.raises(NotAllowed):
        terms.make_rule(clerk_above, replace(DEFAULT_TERMS, valid_from=TOMORROW), now=NOON)
    with pytest.raises(NotAllowed):
        terms.turn(clerk_above, "points", False, now=NOON)


def test_switched_off_nothing_is_earned_but_what_was_earned_is_taken_back(
    person: Volunteer, station: Place, administrator: Staff
) -> None:
    record = served(person, station)
    terms.turn(administrator, "points", False, now=NOON)
    assert terms.switches() == {"points": False, "stars": True, "rankings": False}
    served(person, station, now=NOON + timedelta(days=2))
    revoked(record, station)
    assert rows(person) == [("earned", 20, 0), ("revoked", -20, 0)]
    terms.turn(administrator, "points", True, now=NOON)
    served(person, station, now=NOON + timedelta(days=4))
    assert points(person) == (20, 0)


def test_something_unknown_cannot_be_switched(administrator: Staff) -> None:
    with pytest.raises(BadInput):
        terms.turn(administrator, "everything", True, now=NOON)
