"""Let people in: read a ticket, count by tapping, put a scan right. One rule for every door.

A ticket's row is held before it is looked at, so that two scanners do not let one seat in twice. A
refused scan is kept like a good one; a scan sent again (the same device and nonce) gets its first
answer. What was scanned without network comes later: it counts as far as the ticket has seats, and
what a door let in beyond them is kept beside it for somebody to look at. It is decided anew where
it was refused at once and the answer got lost: who hears a refusal does not send the scan later.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.culture import errors
from app.domain.culture.at_door import DoorEvent, Look, as_shown, held_ticket, ticket_looked_at
from app.domain.culture.door_log import (
    Admitted,
    Door,
    Late,
    first_answer,
    keep,
    kept_here,
    people_by_scan,
    scan_of,
    tapped_at,
)
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.rules import sentence_at_door, why_not_admit, why_not_fewer, why_not_tap
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.lean import table_of
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


def door_of_staff(
    staff: Staff, event: DoorEvent, *, device: str | None = None, nonce: str | None = None
) -> Door:
    """She runs the doors of the event's place."""
    staff.require(Permission.ATTENDANCE_RUN, places.site(event.place_id).path)
    return Door(staff.id, device, nonce)


def admit(
    door: Door, event: DoorEvent, code: str, *, people: int | None = None, now: datetime
) -> Admitted:
    """Let in who comes on a ticket (its code, its number, or its holder's card).

    `people` None: all seats that are left. Who shows a card at an open door is counted in at once.
    """
    return look_at(door, event, Look(code.strip(), now, people), now=now)


def look_at(door: Door, event: DoorEvent, look: Look, *, now: datetime) -> Admitted:
    """The same for what was read some time ago, without network."""
    try:
        outcome = _answered(door, event, look, now=now)
    except IntegrityError:  # the very same scan came twice at once: the other was written
        outcome = _answered(door, event, look, now=now)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _answered(door: Door, event: DoorEvent, look: Look, *, now: datetime) -> Admitted | Refusal:
    with transaction():
        first = first_answer(door, event.id, from_any=look.offline)
        if isinstance(first, errors.RefusedThen) and first.facts["unheard"]:
            return _decided(door.sent_later(), event, look, now=now)
        return first if first is not None else _decided(door, event, look, now=now)


def _decided(door: Door, event: DoorEvent, look: Look, *, now: datetime) -> Admitted | Refusal:
    way, row = "ticket", None
    late = Late(now, look.people) if look.offline else None
    try:
        way, row = ticket_looked_at(event, look)
        shown = as_shown(event, row)
        refusal = why_not_admit(shown, look.people, at=look.at, offline=look.offline)
    except Refusal as why:
        refusal = why
    ticket_id = row.id if row is not None else None
    if refusal is not None or row is None:
        why_not = refusal or errors.NoTicket()
        keep(door, event.id, ticket_id=ticket_id, way=way, refusal=why_not, at=look.at, late=late)
        return why_not
    left = row.seats - row.admitted
    came = min(look.people or left, left)
    sentence = sentence_at_door(came, before=row.admitted)
    _count_in(row, came, look.at)
    scan_id = keep(
        door,
        event.id,
        ticket_id=row.id,
        way=way,
        people=came,
        sentence=sentence,
        at=look.at,
        late=late,
    )
    return Admitted(scan_id, row.id, came, row.admitted + came, row.seats, sentence, look.at)


def _count_in(row: Any, came: int, at: datetime) -> None:
    """So many more on a ticket; scans may come in any order, the first entry is the earliest."""
    session.execute(
        _TICKETS.update()
        .where(_TICKETS.c.id == row.id)
        .values(admitted=row.admitted + came, first_in_at=min(row.first_in_at or at, at))
    )


def fewer(door: Door, event: DoorEvent, nonce: str, *, people: int, now: datetime) -> Admitted:
    """Fewer came in than the ticket's seats: the scan with this nonce is put right by a new row."""
    return _fewer(door, event, lambda: kept_here(door, event.id, nonce), people, now=now)


def fewer_by_scan(
    door: Door, event: DoorEvent, scan_id: UUID, *, people: int, now: datetime
) -> Admitted:
    """The same for a scan of any device at this door, by its id."""
    return _fewer(door, event, lambda: scan_of(scan_id), people, now=now)


def _fewer(
    door: Door, event: DoorEvent, look_up: Callable[[], Any], people: int, *, now: datetime
) -> Admitted:
    with transaction():
        scan = look_up()
        if scan is None or scan.event_id != event.id or not scan.ticket_id or scan.refusal:
            raise errors.ScanNotFound
        row = held_ticket(scan.ticket_id)
        came = people_by_scan(scan.id)  # the ticket is held: nobody else puts it right meanwhile
        if people == came:
            return Admitted(scan.id, row.id, came, row.admitted, row.seats, scan.sentence, scan.at)
        if refusal := why_not_fewer(people, came=came):
            raise refusal
        left = row.admitted - came + people
        session.execute(
            _TICKETS.update()
            .where(_TICKETS.c.id == row.id)
            .values(admitted=left, first_in_at=row.first_in_at if left else None)
        )
        sentence = f"已改为入场 {people} 人，还可再进 {row.seats - left} 人"
        corrects = Door(door.staff_id, door.device, None)
        scan_id = keep(
            corrects,
            event.id,
            ticket_id=row.id,
            way=scan.way,
            people=people - came,
            sentence=sentence,
            at=now,
            corrects_id=scan.id,
        )
        return Admitted(scan_id, row.id, people, left, row.seats, sentence, now)


def tap(
    door: Door, event: DoorEvent, people: int, *, now: datetime, tapped_on: datetime | None = None
) -> int:
    """Count people without a ticket in (or, below nothing, out again); how many are counted now.

    `tapped_on`: when that was, without network; who was let in and is refused then is kept.
    """
    with transaction():
        outcome = _tapped(door, event, people, now=now, offline_at=tapped_on)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _tapped(
    door: Door, event: DoorEvent, people: int, *, now: datetime, offline_at: datetime | None
) -> int | Refusal:
    _hold(event.id)
    offline, at = offline_at is not None, offline_at or now
    first = first_answer(door, event.id, from_any=offline)
    if isinstance(first, Refusal):
        return first
    tapped = tapped_at(event.id)
    if first is not None:
        return tapped
    refusal = event.why_closed(at, offline=offline) or why_not_tap(
        people, tapped=tapped, entry=event.entry
    )
    late = Late(now, people) if offline else None
    if refusal is None:
        sentence = f"点数 {people:+d}"
        keep(door, event.id, way="tap", people=people, sentence=sentence, at=at, late=late)
        return tapped + people
    if offline and people > 0:
        keep(door, event.id, way="tap", refusal=refusal, at=at, late=late)
    return refusal


def _hold(event_id: UUID) -> None:
    session.execute(
        select(CultureEvent.id).where(CultureEvent.id == event_id).with_for_update(key_share=True)
    )


_TICKETS = table_of(CultureTicket)
