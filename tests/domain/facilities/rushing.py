"""What processes do when they rush for one room at one time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.facilities import booking
from app.domain.people import queries as people
from tests.domain.facilities.house import WANTED
from tests.racing import Race


@dataclass(frozen=True)
class Move:
    """Somebody wants the room on Wednesday at nine."""

    volunteer_id: UUID
    facility_id: UUID


def _act(move: Move, now: datetime) -> str:
    booking.book(people.volunteer(move.volunteer_id), move.facility_id, WANTED, now=now)
    return ""


def _failed(_move: Move, why: str) -> str:
    return why


# Carelessly it goes right, too: the key of a half hour is tried in test_booking.py.
ROOMS: Race[Move, str] = Race(_act, _failed, dict)
