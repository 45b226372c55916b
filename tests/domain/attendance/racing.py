"""What a process of its own does in a race: its own application, its own connection."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import app as haoren
from app.domain import reactions
from app.domain.activities import race_window
from app.domain.attendance import check_in
from app.domain.attendance.check_in import take_scan
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanRequest
from app.domain.people.holding import HeldVolunteer, hold
from app.domain.people.queries import cards
from tests.conftest import test_settings as settings_for
from tests.racing import at_the_line


@dataclass(frozen=True)
class Racer:
    """One scan to take with all others', with a pause between look and write."""

    database_url: str
    direction: Direction
    session_id: UUID
    volunteer_id: UUID
    at: datetime
    nonce: str | None
    pause_seconds: float
    locking: bool


def look_only(ids: Collection[UUID]) -> dict[UUID, HeldVolunteer]:
    """The people, without holding them."""
    return {
        card.id: HeldVolunteer(card.id, card.name, card.number, card.state, card.birth_date, ())
        for card in cards(ids).values()
    }


def run(racer: Racer) -> tuple[UUID, datetime, bool]:
    """The attendance, its moment, and whether it was there before."""
    race_window.pass_through = lambda: time.sleep(racer.pause_seconds)
    check_in.hold = hold if racer.locking else look_only
    reactions.connect()
    application = haoren.create_app(settings_for(racer.database_url))
    request = ScanRequest(
        way="session_code",
        direction=racer.direction,
        session_id=racer.session_id,
        volunteer_id=racer.volunteer_id,
        at=racer.at,
        device="手机一" if racer.nonce else None,
        nonce=racer.nonce,
    )
    with application.app_context():
        at_the_line()
        answer = take_scan(request, now=racer.at)
    return answer.attendance_id, answer.at, answer.repeated
