"""What is known of the scans behind a stay."""

from datetime import datetime, timedelta

import pytest

from app.domain.attendance.devices import make_for_place
from app.domain.attendance.evidence import proofs
from app.domain.attendance.models import Scan
from app.domain.places.models import Place
from tests import world
from tests.world import saved

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def station(database: object) -> Place:
    return world.a_station()


def a_scan(person: world.Volunteer, position: world.Position, **facts: object) -> Scan:
    row = Scan(session_id=position.session_id, volunteer_id=person.id, sentence="签到成功", **facts)
    return saved(row)


def test_a_code_was_shown_within_ninety_seconds(station: Place, now: datetime) -> None:
    person, position = world.a_volunteer(station), world.an_open_position(station)
    at = now + timedelta(seconds=41)
    a_scan(
        person,
        position,
        at=at,
        received_at=at + timedelta(seconds=9),
        direction="in",
        way="session_code",
        distance_metres=35,
    )
    (proof,) = proofs(position.session_id, person.id)
    second = timedelta(seconds=1)
    assert proof.code_shown == (now - 30 * second, now + 60 * second)
    assert (proof.distance_metres, proof.received_at) == (35, at + 9 * second)
    assert (proof.device, proof.staff) == ("", "")


def test_a_scanner_is_named_with_who_answers_for_it(station: Place, now: datetime) -> None:
    clerk = world.staff(at=station, name="王丽")
    until = now + timedelta(days=1)
    device_id, _ = make_for_place(clerk, station.id, name="东门平板", ends_at=until, now=now)
    person, position = world.a_volunteer(station), world.an_open_position(station)
    facts = {"way": "card_offline", "staff_id": clerk.id, "device": str(device_id)}
    late = now + timedelta(hours=2)
    a_scan(person, position, at=now, received_at=late, direction="in", nonce="1", **facts)
    (proof,) = proofs(position.session_id, person.id)
    assert (proof.device, proof.staff, proof.code_shown) == ("东门平板", "王丽", None)
    assert proof.received_at == late


def test_refused_scans_and_other_peoples_prove_nothing(station: Place, now: datetime) -> None:
    person, other = world.a_volunteer(station), world.a_volunteer(station)
    position = world.an_open_position(station)
    a_scan(person, position, at=now, direction="in", way="card", refusal="too_early")
    a_scan(other, position, at=now, direction="in", way="card", device="not an id", nonce="2")
    assert proofs(position.session_id, person.id) == []
    (proof,) = proofs(position.session_id, other.id)
    assert proof.received_at == now
