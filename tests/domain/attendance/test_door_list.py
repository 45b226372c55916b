"""What a scanner may read: its sessions, who is there, and the sealed list."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.attendance import errors
from app.domain.attendance.devices import device_behind, make_for_place
from app.domain.attendance.door_list import (
    SealedList,
    find,
    people_for,
    sealed_list,
    session_for,
    sessions_for,
)
from tests import world
from tests.conftest import Counting
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import Scanner, a_scanner

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def door(database: object) -> Door:
    return a_door()


@pytest.fixture
def east(door: Door) -> Scanner:
    return a_scanner(door)


def opened(found: SealedList, person_id: UUID) -> dict[str, Any] | None:
    """What the page's script does with a card: find the entry and open it."""
    secret = person_id.bytes
    lookup = hmac.new(found.salt, b"lookup" + secret, hashlib.sha256).digest()[:16]
    key = hmac.new(found.salt, b"entry" + secret, hashlib.sha256).digest()
    for entry in found.entries:
        if entry.lookup == lookup:
            text = AESGCM(key).decrypt(entry.sealed[:12], entry.sealed[12:], lookup)
            return dict(json.loads(text))
    return None


def test_a_session_tells_its_times_and_counts(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    [mine] = sessions_for(east.device, now=STARTS)
    assert (mine.plan.id, mine.turnout.came, mine.plan.taken) == (door.session.id, 1, 1)
    assert mine.device_ends_at == mine.closes_at == ENDS + timedelta(hours=1)
    assert session_for(east.device, None, now=STARTS).plan.title == "社区环境清洁"


def test_a_places_token_sees_the_places_sessions_of_the_day(door: Door) -> None:
    _, token = make_for_place(door.clerk, door.station.id, name="站", ends_at=ENDS, now=STARTS)
    device = device_behind(token)
    world.a_session(door.activity, starts_at=STARTS + timedelta(days=2))
    world.an_open_position(world.a_station(), starts_at=STARTS)
    assert [one.plan.id for one in sessions_for(device, now=STARTS)] == [door.session.id]


def test_an_ended_token_reads_nothing(door: Door, east: Scanner) -> None:
    late = ENDS + timedelta(hours=2)
    for read in (sessions_for, lambda device, now: sealed_list(device, None, now=now)):
        with pytest.raises(errors.DeviceEnded):
            read(east.device, now=late)


def test_the_list_tells_who_is_in(door: Door, east: Scanner) -> None:
    east.card(door.volunteer.id, "in", STARTS)
    [row] = people_for(east.device, None, now=STARTS)
    assert (row.name, row.state) == ("张桂英", "in")


@pytest.mark.parametrize("how", ["name", "pinyin", "initials", "tail", "number"])
def test_a_person_is_found_within_the_session(door: Door, east: Scanner, how: str) -> None:
    world.a_volunteer(door.station)  # a namesake who did not sign up
    person = door.volunteer
    texts = {"name": "桂英", "pinyin": "zhanggui", "initials": "zgy"}
    texts |= {"tail": person.phone[-4:], "number": person.number}
    found = find(east.device, None, texts[how], now=STARTS)
    assert [row.volunteer_id for row in found] == [person.id]
    assert find(east.device, None, " ", now=STARTS) == []


def test_the_sealed_list_opens_by_a_card_and_not_otherwise(door: Door, east: Scanner) -> None:
    other = world.a_volunteer(door.station, name="欧阳李明")
    world.signed_up(other, door.position)
    east.card(door.volunteer.id, "in", STARTS)
    found = sealed_list(east.device, None, now=STARTS)
    mine = opened(found, door.volunteer.id)
    assert mine is not None
    assert (mine["name"], mine["state"], mine["in_at"]) == ("张桂英", "in", "12:00")
    assert opened(found, world.a_volunteer(door.station).id) is None
    kept = b"".join(entry.lookup + entry.sealed for entry in found.entries)
    for secret in ("张桂英", other.name, other.number, other.phone):
        assert secret.encode() not in kept
    assert other.id.bytes not in kept
    assert len({len(entry.sealed) for entry in found.entries}) == 1


def test_the_list_costs_the_same_for_one_and_many(
    door: Door, east: Scanner, statements: Counting
) -> None:
    sealed_list(east.device, None, now=STARTS)
    with statements() as one:
        sealed_list(east.device, None, now=STARTS)
    for _ in range(5):
        world.signed_up(world.a_volunteer(door.station), door.position)
    with statements() as many:
        sealed_list(east.device, None, now=STARTS)
    assert len(one) == len(many), many
