"""What processes do when they rush for tickets, or bring one sheet at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from app.domain.access.queries import Staff
from app.domain.activities import race_window
from app.domain.culture import sheet, tickets
from app.domain.culture.models import CultureEvent
from app.domain.people import holding
from app.domain.people.models import Volunteer
from app.kernel.database import session
from app.kernel.sheets import SheetRow
from tests.racing import Race


@dataclass(frozen=True)
class Move:
    """Somebody wants so many seats."""

    volunteer_id: UUID
    event_id: UUID
    seats: int


@dataclass(frozen=True)
class Answer:
    """The seats she has now, or why not."""

    seats: int
    why_not: str = ""


def _look_then_write(event_id: UUID, seats: int) -> bool:
    row = session.get_one(CultureEvent, event_id, populate_existing=True)
    left = (row.capacity or 0) - row.seats_taken
    race_window.pass_through()
    if left < seats:
        return False
    row.seats_taken += seats
    session.flush()
    return True


def _unlocked() -> dict[tuple[Any, str], object]:
    looked_at = holding._LOOKED_AT.where(Volunteer.id == bindparam("one"))
    return {(tickets, "count_in"): _look_then_write, (holding, "_ONE"): looked_at}


def _act(move: Move, now: datetime) -> Answer:
    return Answer(tickets.take(move.volunteer_id, move.event_id, seats=move.seats, now=now).seats)


def _failed(_move: Move, why: str) -> Answer:
    return Answer(0, why)


TICKETS: Race[Move, Answer] = Race(_act, _failed, _unlocked)


@dataclass(frozen=True)
class Brought:
    """Somebody presses the button that takes a sheet."""

    staff: Staff
    programme_id: UUID
    rows: tuple[SheetRow, ...]


def _look_only(_programme_id: UUID) -> None:
    """Nobody waits for anybody."""


def _hands_off() -> dict[tuple[Any, str], object]:
    return {(sheet, "_hold"): _look_only}


def _bring(move: Brought, now: datetime) -> Answer:
    sheet.bring_in(move.staff, move.programme_id, move.rows, now=now)
    return Answer(0)


def _not_taken(_move: Brought, why: str) -> Answer:
    return Answer(0, why)


SHEETS: Race[Brought, Answer] = Race(_bring, _not_taken, _hands_off)
