"""Who waits for a position that asks for a qualification moves up only while she holds it."""

from datetime import datetime, timedelta

from flask import Flask

from app.domain.activities.models import SignUp
from app.domain.activities.sign_up import cancel_sign_up
from app.kernel.database import session
from tests import world


def test_who_does_not_hold_it_any_more_is_passed_by_and_keeps_her_place(
    database: Flask, now: datetime
) -> None:
    station = world.a_station()
    needed = world.a_qualification(station)
    position = world.an_open_position(station, capacity=1, starts_at=now + timedelta(days=5))
    position.qualification_id = needed.id
    world.saved(position)
    first, lapsed, third = (world.a_volunteer(station) for _ in range(3))
    world.holds(lapsed, needed, until=now + timedelta(days=1))  # ends before the session
    world.holds(third, needed)
    place = world.signed_up(first, position)
    waiting = [
        world.signed_up(one, position, state="waiting", queued_at=now + timedelta(minutes=count))
        for count, one in enumerate((lapsed, third))
    ]
    cancel_sign_up(first.id, place.id, now=now)
    states = [session.get_one(SignUp, one.id, populate_existing=True).state for one in waiting]
    assert states == ["waiting", "signed_up"]
