"""What a scanner reads of its session: times and counts, the people, the list for no network."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.attendance import device_walk_ins, door_list
from app.domain.attendance.devices import Device
from app.domain.attendance.door_list import DoorSession
from app.domain.attendance.queries import PresenceRow
from app.entrypoints.api import shapes
from app.entrypoints.api.door import answered, base64, door, wanted_session
from app.entrypoints.guard import current_device, needs_device
from app.kernel import clock


@door.get("/sessions")
@needs_device
def sessions() -> ResponseReturnValue:
    """The sessions this token may be used for now."""
    device, now = current_device(), clock.now()
    found = door_list.sessions_for(device, now=now)
    return answered(shapes.Sessions(sessions=[_session(one, device, now) for one in found]))


@door.get("/session")
@needs_device
def session() -> ResponseReturnValue:
    """One session: its times, and how many came and left."""
    device, now = current_device(), clock.now()
    found = door_list.session_for(device, wanted_session(), now=now)
    return answered(_session(found, device, now))


@door.get("/session/people")
@needs_device
def people() -> ResponseReturnValue:
    """Everybody of the session, and where she is."""
    rows = door_list.people_for(current_device(), wanted_session(), now=clock.now())
    return answered(_people(rows))


@door.get("/session/positions")
@needs_device
def positions() -> ResponseReturnValue:
    """Where somebody without a sign-up can still have a place."""
    found = device_walk_ins.positions_for(current_device(), wanted_session(), now=clock.now())
    rows = [shapes.OpenPosition(id=one.id, name=one.name, left=one.left) for one in found]
    return answered(shapes.OpenPositions(positions=rows))


@door.get("/people")
@needs_device
def find_people() -> ResponseReturnValue:
    """People of the session by name, pinyin, number or the last four digits of the phone."""
    text = request.args.get("q", "")[: shapes.LONGEST_TEXT]
    return answered(
        _people(door_list.find(current_device(), wanted_session(), text, now=clock.now()))
    )


@door.get("/session/sealed-list")
@needs_device
def sealed_people() -> ResponseReturnValue:
    """The list to keep for no network: each entry opens with that person's card only."""
    found = door_list.sealed_list(current_device(), wanted_session(), now=clock.now())
    entries = [
        shapes.SealedPerson(lookup=base64(one.lookup), sealed=base64(one.sealed))
        for one in found.entries
    ]
    return answered(shapes.SealedPeople(salt=base64(found.salt), entries=entries))


def _session(found: DoorSession, device: Device, now: datetime) -> shapes.Session:
    plan = found.plan
    return shapes.Session(
        id=plan.id,
        title=plan.title,
        place=plan.place_name,
        venue=plan.venue,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        opens_at=found.opens_at,
        closes_at=found.closes_at,
        expected=plan.taken,
        came=found.turnout.came,
        left=found.turnout.left,
        device=shapes.DeviceNamed(
            name=device.name,
            ends_at=found.device_ends_at,
            walk_ins=device.facts.takes_walk_ins,
        ),
        now=now,
    )


def _people(rows: Iterable[PresenceRow]) -> shapes.People:
    return shapes.People(
        people=[
            shapes.Person(
                id=row.volunteer_id,
                name=row.name,
                number=row.number,
                state=cast(shapes.State, row.state),
                in_at=row.in_at,
                out_at=row.out_at,
            )
            for row in rows
        ]
    )
