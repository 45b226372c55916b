"""While two communities become one, who is in stays in: the door, its devices and places taken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain import reactions
from app.domain.access import queries as access
from app.domain.access.rules import Role
from app.domain.access.same_person import accounts_of
from app.domain.activities.models import SignUp
from app.domain.attendance.check_in import take_scan
from app.domain.hours import queries as hours
from app.domain.hours.models import HourRecord
from app.domain.places import merging
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door
from tests.domain.attendance.scanner import a_scanner

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


def merged(door: Door) -> Place:
    """The door's community becomes part of another one half an hour after the start."""
    reactions.connect()
    office = session.get_one(Place, door.station.parent_id)
    centre = session.get_one(Place, office.parent_id)
    one, other = (world.staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    successor = world.a_station(office, name="河畔社区新时代文明实践站")
    when = STARTS + 30 * MINUTE
    asked = merging.propose(
        door.station.id,
        successor.id,
        actor=one.actor,
        scope=one.scope,
        reason="区划调整",
        typed=door.station.name,
        keeps=[door.clerk.id],
        now=when,
    )
    merging.confirm(
        asked,
        actor=other.actor,
        accounts=accounts_of(other),
        scope=other.scope,
        typed=door.station.name,
        now=when,
    )
    return successor


def test_who_is_in_checks_out_by_the_same_device_and_the_successor_approves() -> None:
    door = a_door()
    scanner = a_scanner(door)
    take_scan(door.scan("in", STARTS), now=STARTS)
    ahead = world.signed_up(
        door.volunteer, world.an_open_position(door.station, starts_at=STARTS + 3000 * MINUTE)
    )
    successor = merged(door)
    answer = scanner.card(door.volunteer.id, "out", ENDS)
    assert (answer.direction, answer.repeated) == ("out", False)
    record = session.scalars(select(HourRecord)).one()
    assert (record.minutes, record.place_id) == (120, door.station.id)
    clerk = access.staff_by_ids([door.clerk.id])[0]
    assert clerk.place.id == successor.id
    assert hours.waiting_count(clerk) == 1
    assert session.get_one(SignUp, ahead.id).state == "signed_up"
