"""Let people in: read a ticket, count by tapping, put a scan right. One rule for every door.

A ticket's row is held before it is looked at, so that two scanners do not let one seat in twice. A
refused scan is kept like a good one; a scan sent again (the same device and nonce) gets its first
answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.culture import errors, tickets
from app.domain.culture.door_log import (
    Admitted,
    Door,
    first_answer,
    keep,
    kept,
    people_by_scan,
    scan_of,
    tapped_at,
)
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.culture.rules import (
    NUMBER_DIGITS,
    Shown,
    State,
    sentence_at_door,
    why_not_admit,
    why_not_at_door,
    why_not_fewer,
    why_not_tap,
)
from app.domain.culture.ticket_codes import is_ticket_code, ticket_of
from app.domain.people.card import holder_of
from app.domain.people.errors import NotACard
from app.domain.places import queries as places
from app.kernel import lean
from app.kernel.database import session
from app.kernel.lean import table_of
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class DoorEvent:
    """An event as a door meets it."""

    id: UUID
    place_id: UUID
    title: str
    state: State
    entry: str
    starts_at: datetime
    ends_at: datetime
    seats_most: int

    def why_closed(self, at: datetime) -> Refusal | None:
        """Whether nobody may come in now."""
        return why_not_at_door(
            self.state, title=self.title, starts_at=self.starts_at, ends_at=self.ends_at, at=at
        )


def door_event(event_id: UUID) -> DoorEvent:
    """One statement; raises NotFound."""
    row = lean.run(_EVENT, event_id=event_id).first()
    if row is None:
        raise NotFound
    return DoorEvent(
        id=row.id,
        place_id=row.place_id,
        title=row.title,
        state=State(row.state),
        entry=row.entry,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        seats_most=row.seats_most,
    )


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
    try:
        outcome = _answered(door, event, code.strip(), people, now=now)
    except IntegrityError:  # the very same scan came twice at once: the other was written
        outcome = _answered(door, event, code.strip(), people, now=now)
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def _answered(
    door: Door, event: DoorEvent, code: str, people: int | None, *, now: datetime
) -> Admitted | Refusal:
    with transaction():
        first = first_answer(door, event.id)
        return first if first is not None else _decided(door, event, code, people, now=now)


def _decided(
    door: Door, event: DoorEvent, code: str, people: int | None, *, now: datetime
) -> Admitted | Refusal:
    way, row = "ticket", None
    try:
        way, row = _ticket_shown(event, code, people, now)
        refusal = why_not_admit(_shown(event, row), people, at=now)
    except Refusal as why:
        refusal = why
    ticket_id = row.id if row is not None else None
    if refusal is not None or row is None:
        why_not = refusal or errors.NoTicket()
        keep(door, event.id, ticket_id=ticket_id, way=way, refusal=why_not, at=now)
        return why_not
    came = people or row.seats - row.admitted
    sentence = sentence_at_door(came, before=row.admitted)
    session.execute(
        _TICKETS.update()
        .where(_TICKETS.c.id == row.id)
        .values(admitted=row.admitted + came, first_in_at=row.first_in_at or now)
    )
    scan_id = keep(
        door, event.id, ticket_id=row.id, way=way, people=came, sentence=sentence, at=now
    )
    return Admitted(scan_id, came, row.admitted + came, row.seats, sentence, now)


def _ticket_shown(
    event: DoorEvent, code: str, people: int | None, now: datetime
) -> tuple[str, Any]:
    """How the ticket was shown, and its row, held."""
    if code.isascii() and code.isdigit():
        whole = len(code) == NUMBER_DIGITS
        found = lean.run(_BY_NUMBER, event_id=event.id, number=code) if whole else []
        return "number", _one(found, errors.NoSuchNumber())
    if is_ticket_code(code):
        ticket_id = ticket_of(code, at=now)
        return "ticket", _one(lean.run(_BY_ID, ticket_id=ticket_id), errors.NotATicket())
    try:
        holder = holder_of(code, now=now)
    except NotACard:
        raise errors.NotATicket from None
    found = lean.run(_BY_HOLDER, event_id=event.id, volunteer_id=holder).first()
    if found is None and event.entry == "open":
        found = _counted_in(event, holder, people or 1, now)
    return "card", _one([found] if found else [], errors.NoTicket())


def _counted_in(event: DoorEvent, holder: UUID, people: int, now: datetime) -> Any:
    """Who shows her card at an open door has a ticket from this moment on."""
    if refusal := event.why_closed(now):
        raise refusal
    if not 1 <= people <= event.seats_most:
        raise errors.PeopleOutside(most=event.seats_most)
    if not tickets.count_in(event.id, people):
        raise errors.EventNotOpenAtDoor(title=event.title)
    ticket_id = tickets.add_ticket(event.id, holder, people, now=now)
    return _one(lean.run(_BY_ID, ticket_id=ticket_id), errors.NoTicket())


def _one(rows: list[Any], otherwise: Refusal) -> Any:
    if not rows:
        raise otherwise
    return rows[0]


def _shown(event: DoorEvent, row: Any) -> Shown:
    return Shown(
        same_event=row.event_id == event.id,
        title=row.title,
        state=State(row.event_state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        held=row.state == "held",
        seats=row.seats,
        admitted=row.admitted,
        first_in_at=row.first_in_at,
    )


def fewer(door: Door, event: DoorEvent, nonce: str, *, people: int, now: datetime) -> Admitted:
    """Fewer came in than the ticket's seats: the scan with this nonce is put right by a new row."""
    return _fewer(door, event, lambda: kept(door.device or "", nonce), people, now=now)


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
        (row,) = lean.run(_BY_ID, ticket_id=scan.ticket_id)
        came = people_by_scan(scan.id)  # the ticket is held: nobody else puts it right meanwhile
        if people == came:
            return Admitted(scan.id, came, row.admitted, row.seats, scan.sentence, scan.at)
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
        return Admitted(scan_id, people, left, row.seats, sentence, now)


def tap(door: Door, event: DoorEvent, people: int, *, now: datetime) -> int:
    """Count people without a ticket in (or, below nothing, out again); how many are counted now."""
    with transaction():
        _hold(event.id)
        if first_answer(door, event.id) is not None:
            return tapped_at(event.id)
        tapped = tapped_at(event.id)
        if refusal := event.why_closed(now) or why_not_tap(
            people, tapped=tapped, entry=event.entry
        ):
            raise refusal
        keep(door, event.id, way="tap", people=people, sentence=f"点数 {people:+d}", at=now)
        return tapped + people


def _hold(event_id: UUID) -> None:
    session.execute(
        select(CultureEvent.id).where(CultureEvent.id == event_id).with_for_update(key_share=True)
    )


_TICKETS, _EVENTS = table_of(CultureTicket), table_of(CultureEvent)
_EVENT = select(*_EVENTS.columns).where(_EVENTS.c.id == bindparam("event_id"))
_TICKET = (
    select(
        *_TICKETS.columns,
        _EVENTS.c.title,
        _EVENTS.c.state.label("event_state"),
        _EVENTS.c.starts_at,
        _EVENTS.c.ends_at,
    )
    .join(_EVENTS, _EVENTS.c.id == _TICKETS.c.event_id)
    .with_for_update(of=_TICKETS, key_share=True)
)
_BY_ID = _TICKET.where(_TICKETS.c.id == bindparam("ticket_id"))
_BY_NUMBER = _TICKET.where(
    _TICKETS.c.event_id == bindparam("event_id"), _TICKETS.c.number == bindparam("number")
)
_BY_HOLDER = _TICKET.where(
    _TICKETS.c.event_id == bindparam("event_id"),
    _TICKETS.c.volunteer_id == bindparam("volunteer_id"),
    _TICKETS.c.state == "held",
)
