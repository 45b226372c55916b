"""Walk-ins over HTTP: one act, and each no with a word and a sentence."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.activities.models import SignUp
from app.domain.attendance.devices import make_for_session
from app.domain.attendance.models import Attendance
from app.domain.people.card import card_code
from app.kernel.database import session
from tests import world
from tests.domain.attendance.at_the_door import STARTS, Door
from tests.entrypoints.api.conftest import Client, Said, Wall


@pytest.fixture
def west(application: Flask, door: Door) -> Client:
    """A scanner that may take walk-ins."""
    device_id, token = make_for_session(
        door.clerk, door.session.id, name="西门", takes_walk_ins=True, now=STARTS
    )
    return Client(application.test_client(), token, device_id)


@pytest.fixture
def passing(door: Door) -> str:
    """The card of somebody who has not signed up."""
    return card_code(world.a_volunteer(door.station, name="赵敏").id, now=STARTS)


def walk_in(client: Client, card: str, **more: str) -> Said:
    return client.post("/walk-ins", {"nonce": "nonce-77", "card": card, **more})


def test_she_is_in_once_however_often_it_is_sent(west: Client, passing: str, wall: Wall) -> None:
    assert west.scan(card=passing).json["code"] == "not_signed_up"
    first = walk_in(west, passing)
    assert (first.status, first.json["sentence"]) == (200, "签到成功，12:00")
    assert first.json["person"]["name"] == "赵敏"
    wall.now = STARTS + timedelta(minutes=5)
    assert walk_in(west, passing) == first
    assert len(session.scalars(select(Attendance)).all()) == 1
    assert len(session.scalars(select(SignUp).where(SignUp.at_the_door)).all()) == 1


def test_a_device_for_scanning_only_says_who_can(scanner: Client, passing: str) -> None:
    said = walk_in(scanner, passing)
    assert (said.status, said.json["code"]) == (403, "walk_ins_not_allowed")
    assert "工作台" in said.json["next_step"]


def test_another_session_is_not_its_own(west: Client, door: Door, passing: str) -> None:
    other = world.an_open_position(door.station, starts_at=STARTS)
    said = walk_in(west, passing, session_id=str(other.session_id))
    assert (said.status, said.json["code"]) == (403, "not_this_session")


def test_no_room_and_an_old_card_have_their_words(
    west: Client, door: Door, passing: str, wall: Wall
) -> None:
    full = world.a_position(door.session, name="引导岗", capacity=1, taken=1)
    said = walk_in(west, passing, position_id=str(full.id))
    assert (said.status, said.json["code"]) == (409, "no_free_place")
    wall.now = STARTS + timedelta(minutes=2)
    said = walk_in(west, passing)
    assert (said.status, said.json["code"]) == (422, "card_expired")


def test_a_body_without_a_card_names_the_field(west: Client) -> None:
    said = west.post("/walk-ins", {"nonce": "nonce-77"})
    assert (said.status, "card" in said.json["message"]) == (422, True)
