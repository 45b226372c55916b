"""Walk-ins at a scanner: which positions have room, and a place for her whose card was scanned."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access import queries as access
from app.domain.activities.engagements import outlines
from app.domain.activities.session_queries import OpenPosition, positions_with_room
from app.domain.attendance import scan_log
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.device_scanning import DeviceScan, holder_of_card
from app.domain.attendance.devices import Device
from app.domain.attendance.door_list import session_for
from app.domain.attendance.errors import NotThisSession, WalkInsNotAllowed
from app.domain.attendance.scan_log import ScanAnswer, ScanRequest
from app.domain.attendance.walk_ins import given_place
from app.domain.audit.actors import Actor
from app.domain.people.holding import hold
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True, kw_only=True)
class DeviceWalkIn:
    """Her card, scanned at this moment; without a position the first that suits her."""

    nonce: str
    card: str
    session_id: UUID | None = None
    position_id: UUID | None = None


def positions_for(device: Device, session_id: UUID | None, *, now: datetime) -> list[OpenPosition]:
    """The positions of a session that have room; refuses WalkInsNotAllowed, NotThisSession."""
    door = session_for(device, session_id, now=now)
    if not device.facts.takes_walk_ins:
        raise WalkInsNotAllowed
    return positions_with_room(door.plan.id)


def walk_in_by_device(device: Device, asked: DeviceWalkIn, *, now: datetime) -> ScanAnswer:
    """Sign the card's holder up and check her in, both or neither; sent again, the first answer.

    Never from memory: whether a place is free, and a guardian here, is known only now.
    """
    session_id = asked.session_id or device.facts.session_id
    if session_id is None:
        raise NotThisSession
    scan = DeviceScan(nonce=asked.nonce, direction="in", session_id=session_id, card=asked.card)
    request = ScanRequest(
        way="card",
        direction="in",
        session_id=session_id,
        volunteer_id=holder_of_card(device, scan, at=now, now=now),
        at=now,
        device=str(device.id),
        nonce=asked.nonce,
        scanner=device,
    )
    with transaction():
        if first := _first_answer(request):
            return first
        _give_place(device, request, asked.position_id, now=now)
        return take_scan(request, now=now)


def _first_answer(request: ScanRequest) -> ScanAnswer | None:
    """What was answered to the same nonce; looked for once nobody else can be taking it."""
    person = hold([request.volunteer_id]).get(request.volunteer_id)
    if person is None:
        raise NotFound
    first = scan_log.first_answer(request, person)
    if isinstance(first, Refusal):
        raise first
    return first


def _give_place(
    device: Device, request: ScanRequest, position_id: UUID | None, *, now: datetime
) -> None:
    plan = outlines([request.session_id]).get(request.session_id)
    if plan is None:
        raise NotFound
    if refusal := device.why_not(plan, at=now):
        raise refusal
    if not device.facts.takes_walk_ins:
        raise WalkInsNotAllowed
    maker = device.created_by_id
    given_place(
        Actor("staff", maker, access.names([maker]).get(maker, "")),
        plan,
        request.volunteer_id,
        position_id=position_id,
        device=device.name,
        now=now,
    )
