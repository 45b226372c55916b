"""An approver in a process of her own."""

from dataclasses import dataclass
from uuid import UUID

import app as haoren
from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.hours.approval import approve_batch
from tests.conftest import test_settings as settings_for
from tests.racing import at_the_line
from tests.world import NOON


@dataclass(frozen=True)
class Racer:
    """One click on approve."""

    database_url: str
    staff: Staff
    record_ids: tuple[UUID, ...]


def run(racer: Racer) -> tuple[UUID, ...]:
    """The records this approver approved."""
    reactions.connect()
    application = haoren.create_app(settings_for(racer.database_url))
    with application.app_context():
        at_the_line()
        return tuple(approve_batch(racer.staff, racer.record_ids, now=NOON).approved)
