"""Certificates are issued: what they count, what they say, by whom, and what is refused."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.domain.access.errors import NotAllowed, SecondFactorNeeded
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.certificates import issuing, queries, rules, units
from app.domain.certificates.errors import NobodyWithThisNumber, NothingToCertify, TooManyToday
from app.domain.certificates.models import Certificate, CertifiedHours
from app.domain.certificates.rules import Wish
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.canonical import digest
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.certificates.papers import ALL, TODAY, hers, row, with_hours

pytestmark = pytest.mark.database


def content(certificate_id: UUID) -> dict[str, Any]:
    return queries.content(certificate_id)


def test_she_gets_her_own_at_once(station: Place) -> None:
    person = with_hours(station, times=3)
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    found = queries.own_certificate(person.id, made)
    assert (found.minutes, found.state.value, found.unit_name) == (360, "valid", station.name)
    says = content(made)
    assert says["service"]["count"] == 3
    assert says["service"]["kinds"] == [{"category": "社区服务", "count": 3, "minutes": 360}]
    assert [line["date"] for line in says["service"]["rows"]] == [
        *("2026-11-19", "2026-11-20", "2026-11-21"),
    ]
    assert says["service"]["units"] == [station.name]
    assert says["person"] == {"name": "张桂英", "number": person.number, "id_number": None}
    assert session.scalars(select(CertifiedHours.minutes)).all() == [120] * 3


def test_only_approved_hours_count(station: Place) -> None:
    person = with_hours(station)
    for state in ("pending", "returned", "rejected", "revoked"):
        world.a_pending_record(person, station, state=state)
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    assert row(made).minutes == 120


def test_a_state_nobody_has_thought_of_does_not_count(station: Place) -> None:
    person = with_hours(station)
    world.a_pending_record(person, station, state="frozen")
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    assert row(made).minutes == 120


def test_the_period_takes_both_its_days(station: Place) -> None:
    person = with_hours(station, times=4)  # 18 to 21 November
    wish = Wish(date(2026, 11, 20), date(2026, 11, 19))
    made = issuing.issue_own(person.id, wish, by=hers(person), now=NOON)
    assert row(made).minutes == 240
    assert content(made)["service"]["since"] == "2026-11-19"


def test_the_lowest_common_place_issues_what_two_stations_recorded(
    office: Place, station: Place
) -> None:
    person = with_hours(station)
    world.an_approved_record(person, world.a_station(office, "光明社区新时代文明实践站"))
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    assert row(made).unit_name == office.name
    assert len(content(made)["service"]["units"]) == 2


def test_without_the_list_no_activity_is_named(station: Place) -> None:
    person = with_hours(station)
    wish = replace(ALL, with_rows=False)
    made = issuing.issue_own(person.id, wish, by=hers(person), now=NOON)
    assert content(made)["service"]["rows"] is None
    assert "社区环境清洁" not in json.dumps(content(made), ensure_ascii=False)


def test_the_id_number_is_masked_unless_she_wants_it_whole(station: Place) -> None:
    person = with_hours(station)
    with transaction():
        kept = session.get_one(Volunteer, person.id)
        kept.id_number, kept.id_number_tail = "370902196005010024", "0024"
    masked = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    assert content(masked)["person"]["id_number"] == "*" * 14 + "0024"
    wish = replace(ALL, with_id_number=True)
    whole = issuing.issue_own(person.id, wish, by=hers(person), now=NOON)
    assert content(whole)["person"]["id_number"] == "370902196005010024"
    stored = session.execute(text("select snapshot from certificate")).scalars().all()
    assert not [one for one in stored if "0024" in one or "张桂英" in one]


def test_the_same_wish_on_the_same_day_is_the_same_certificate(station: Place) -> None:
    person = with_hours(station)
    first = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    again = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON + timedelta(minutes=1))
    assert again == first
    other = issuing.issue_own(person.id, replace(ALL, with_rows=False), by=hers(person), now=NOON)
    assert other != first
    world.an_approved_record(person, station)
    assert issuing.issue_own(person.id, ALL, by=hers(person), now=NOON) not in (first, other)


def test_she_makes_ten_a_day_and_more_tomorrow(station: Place) -> None:
    person = with_hours(station)
    for number in range(rules.MOST_OWN_A_DAY):
        wish = Wish(TODAY - timedelta(days=number % 2), TODAY - timedelta(days=10 + number))
        issuing.issue_own(person.id, wish, by=hers(person), now=NOON)
    with pytest.raises(TooManyToday):
        issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    tomorrow = NOON + timedelta(days=1)
    issuing.issue_own(person.id, ALL, by=hers(person), now=tomorrow)


def test_without_approved_hours_there_is_nothing(station: Place) -> None:
    person = world.a_volunteer(station)
    world.a_pending_record(person, station)
    with pytest.raises(NothingToCertify):
        issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    wish = Wish(TODAY + timedelta(days=1))
    with pytest.raises(BadInput):
        issuing.issue_own(person.id, wish, by=hers(person), now=NOON)
    assert session.scalars(select(Certificate)).all() == []


def test_staff_issue_what_was_recorded_in_their_subtree_and_she_is_told(
    clerk: Staff, station: Place, office: Place
) -> None:
    person = with_hours(station)
    world.an_approved_record(person, world.a_station(office))
    made = issuing.issue_for(clerk, person.number, ALL, now=NOON)
    found = row(made)
    assert (found.minutes, found.unit_name, found.issued_by_id) == (120, station.name, clerk.id)
    assert content(made)["unit"]["handler"] == "王丽"
    letter = session.scalars(select(OutboxMessage)).one()
    assert (letter.kind, letter.volunteer_id) == ("certificate_issued", person.id)
    assert letter.url == f"/h5/certificates/{made}"


def test_an_unknown_number_and_somebody_elses_volunteer_sound_alike(
    clerk: Staff, office: Place
) -> None:
    stranger = with_hours(world.a_station(office))
    for number in (stranger.number, "3799999999", ""):
        with pytest.raises(NobodyWithThisNumber):
            issuing.issue_for(clerk, number, ALL, now=NOON)


def test_who_may_not_issue_is_refused(clerk: Staff, station: Place) -> None:
    person = with_hours(station)
    auditor = world.staff(Role.AUDITOR, at=world.a_centre())
    with pytest.raises(NotAllowed):
        issuing.issue_for(auditor, person.number, ALL, now=NOON)
    with pytest.raises(SecondFactorNeeded):
        issuing.issue_for(replace(clerk, proven=False), person.number, ALL, now=NOON)


def test_the_ledger_pins_down_what_it_says(station: Place) -> None:
    person = with_hours(station)
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.object_id == made)).one()
    found = row(made)
    assert found.snapshot is not None
    assert entry.facts["sha256"] == found.sha256 == digest(json.loads(found.snapshot))
    assert (entry.facts["state"], entry.facts["minutes"]) == ("valid", 120)
    assert entry.person_id == person.id
    assert "张桂英" not in json.dumps(entry.facts, ensure_ascii=False)


def test_who_signs_stands_on_it(manager: Staff, station: Place) -> None:
    units.change(manager, station.id, responsible_name=" 李建国 ", handler_name="王丽", now=NOON)
    person = with_hours(station)
    made = issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)
    unit = content(made)["unit"]
    assert (unit["name"], unit["responsible"], unit["handler"]) == (station.name, "李建国", "王丽")
    assert unit["seal"] is None


def test_many_people_take_as_many_statements_as_one(station: Place, statements: Counting) -> None:
    people = [with_hours(station, times=2) for _ in range(6)]
    with statements() as one:
        issuing.grounds([people[0].id], ALL, EVERYWHERE)
    with statements() as six:
        issuing.grounds([person.id for person in people], ALL, EVERYWHERE)
    assert len(six) == len(one) <= 8
