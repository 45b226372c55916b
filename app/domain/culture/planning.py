"""Plan programmes and their events."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit import trail
from app.domain.culture import errors
from app.domain.culture.events import CultureEventChanged
from app.domain.culture.holding import holders, note, staffs_event, staffs_programme, told
from app.domain.culture.models import CultureEvent, CultureProgramme
from app.domain.culture.plan_rules import (
    Event,
    Programme,
    why_not_this_event,
    why_not_this_programme,
)
from app.domain.culture.rules import OPEN, State
from app.domain.messaging.words import timespan
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


def add_programme(
    staff: Staff, asked: Programme, *, place_id: UUID, pictures: Sequence[UUID] = (), now: datetime
) -> UUID:
    """A new programme of a place; its id. People see it once an event of it is published."""
    if refusal := why_not_this_programme(asked):
        raise refusal
    with transaction():
        staff.require(Permission.CULTURE_MANAGE, places.place(place_id).path)
        row = CultureProgramme(
            id=new_id(), place_id=place_id, made_by_id=staff.id, made_at=now, cover_id=None
        )
        _describe_programme(staff, row, asked, pictures, now=now)
        session.add(row)
        session.flush()
        _note_programme(staff, row, "programme_add", now=now)
        return row.id


def change_programme(
    staff: Staff,
    programme_id: UUID,
    asked: Programme,
    *,
    pictures: Sequence[UUID] | None,
    now: datetime,
) -> None:
    """Say anew what it is. `pictures` None: the cover stays."""
    if refusal := why_not_this_programme(asked):
        raise refusal
    with transaction():
        row = staffs_programme(staff, programme_id)
        _describe_programme(staff, row, asked, pictures, now=now)
        _note_programme(staff, row, "programme_change", now=now)


def add_event(
    staff: Staff, programme_id: UUID, asked: Event, *, place_id: UUID, now: datetime
) -> UUID:
    """A draft within a programme, held in one of her places or points; its id."""
    if refusal := why_not_this_event(asked):
        raise refusal
    with transaction():
        row = draft(staff, programme_id, place_id=place_id, now=now)
        describe(row, asked)
        session.add(row)
        session.flush()
        note(staff.actor, row, "add", now=now)
        return row.id


def draft(staff: Staff, programme_id: UUID, *, place_id: UUID, now: datetime) -> CultureEvent:
    """An event not yet described, of a place of hers within the programme's."""
    programme = row_with(CultureProgramme, programme_id)
    place, organiser = places.site(place_id), places.place(programme.place_id)
    staff.require(Permission.CULTURE_MANAGE, place.path)
    if not place.path.startswith(organiser.path):
        raise errors.OutsideProgramme(place=organiser.short_name)
    return CultureEvent(
        id=new_id(),
        programme_id=programme_id,
        place_id=place_id,
        state=State.DRAFT.value,
        seats_taken=0,
        made_by_id=staff.id,
        made_at=now,
    )


def change_event(staff: Staff, event_id: UUID, asked: Event, *, now: datetime) -> None:
    """Say anew what it is; who has a ticket hears of another time or place."""
    if refusal := why_not_this_event(asked):
        raise refusal
    with transaction():
        row = staffs_event(staff, event_id)
        state = State(row.state)
        if state not in (State.DRAFT, *OPEN):
            raise errors.EventNotNow(state=state.title)
        _refuse_what_is_fixed(row, asked, running=state is State.RUNNING)
        changes = "；".join(_changes(row, asked)) if state in OPEN else ""
        describe(row, asked)
        if changes:
            row.reminded_at = None
        session.flush()
        note(staff.actor, row, "change", now=now, changes=changes)
        if changes and (them := holders(event_id)):
            happened(CultureEventChanged(told(row), changes, them, now))


def describe(row: CultureEvent, asked: Event) -> None:
    """What was typed, into the row."""
    by_ticket = asked.entry == "ticket"
    row.kind, row.title, row.about = asked.kind, asked.title.strip(), asked.about.strip()
    row.venue, row.starts_at, row.ends_at = asked.venue.strip(), asked.starts_at, asked.ends_at
    row.entry, row.capacity, row.seats_most = asked.entry, asked.capacity, asked.seats_most
    row.tickets_from = asked.tickets_from if by_ticket else None
    row.tickets_until = asked.tickets_until if by_ticket else None


def _refuse_what_is_fixed(row: CultureEvent, asked: Event, *, running: bool) -> None:
    if running and asked.starts_at != row.starts_at:
        raise errors.StartIsPast
    if row.seats_taken and asked.entry != row.entry:
        raise errors.TicketsFixed(what="入场方式")
    if asked.capacity is not None and asked.capacity < row.seats_taken:
        raise errors.BelowTaken(taken=row.seats_taken)


def _changes(row: CultureEvent, asked: Event) -> list[str]:
    """What somebody with a ticket must know."""
    found = []
    if (asked.starts_at, asked.ends_at) != (row.starts_at, row.ends_at):
        found.append(f"时间改为 {timespan(asked.starts_at, asked.ends_at)}")
    if asked.venue.strip() != row.venue:
        found.append(f"地点改为 {asked.venue.strip()}")
    return found


def _describe_programme(
    staff: Staff,
    row: CultureProgramme,
    asked: Programme,
    pictures: Sequence[UUID] | None,
    *,
    now: datetime,
) -> None:
    row.kind, row.title, row.about = asked.kind, asked.title.strip(), asked.about.strip()
    row.from_on, row.to_on = asked.from_on, asked.to_on
    if pictures:
        keeping.attach(staff.actor, pictures[:1], now=now)
    if pictures is not None:
        row.cover_id = pictures[0] if pictures else None


def _note_programme(staff: Staff, row: CultureProgramme, word: str, *, now: datetime) -> None:
    trail.record(
        staff.actor,
        f"culture.{word}",
        "culture_programme",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.title,
    )
