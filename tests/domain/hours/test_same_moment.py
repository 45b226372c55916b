"""Two approvers click at once: each record is approved by one of them."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.domain.hours.models import HourDecision
from app.kernel.database import session
from tests import world
from tests.domain.hours.racing import Racer, run
from tests.racing import runners

pytestmark = pytest.mark.slow


def test_each_record_is_approved_by_one_of_them(database: Flask, database_url: str) -> None:
    station = world.a_station()
    ids = tuple(world.a_pending_record(world.a_volunteer(station), station).id for _ in range(20))
    racers = [
        Racer(database_url, world.staff(at=station), wanted)
        for wanted in (ids, tuple(reversed(ids)))
    ]
    with runners(2) as pool:
        one, other = pool.map(run, racers)
    assert sorted((*one, *other)) == sorted(ids)
    session.remove()  # what was read before the race is a closed snapshot
    decisions = list(session.scalars(select(HourDecision)))
    assert sorted(decision.record_id for decision in decisions) == sorted(ids)
