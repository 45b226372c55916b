"""An approver in a process of her own."""

import time
from dataclasses import dataclass
from uuid import UUID

import app as haoren
from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.hours.approval import approve_batch
from tests.conftest import test_settings as settings_for
from tests.world import NOON


@dataclass(frozen=True)
class Racer:
    """One click on approve at a moment of the machine's clock."""

    database_url: str
    staff: Staff
    record_ids: tuple[UUID, ...]
    start_at: float


def run(racer: Racer) -> tuple[UUID, ...]:
    """The records this approver approved."""
    reactions.connect()
    application = haoren.create_app(settings_for(racer.database_url))
    with application.app_context():
        time.sleep(max(0.0, racer.start_at - time.time()))
        return tuple(approve_batch(racer.staff, racer.record_ids, now=NOON).approved)
