"""Approve, revoke and look into the ledger, in few words."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.domain.access.rules import Role
from app.domain.hours.approval import approve_batch, revoke
from app.domain.hours.models import HourRecord
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.domain.recognition import queries
from app.domain.recognition.models import PointEntry
from app.kernel.calendar import local_date
from app.kernel.database import session
from tests import world
from tests.world import NOON


def served(person: Volunteer, at: Place, *, hours: float = 2, now: datetime = NOON) -> HourRecord:
    """Approved hours of hers, of an activity of their own that began two days before."""
    begins = now - timedelta(hours=48)
    position = world.an_open_position(
        at, state="ended", starts_at=begins, lasts=timedelta(hours=hours)
    )
    record = world.a_pending_record(person, at, position=position, starts_at=begins)
    outcome = approve_batch(world.staff(at=at), [record.id], now=now)
    assert outcome.approved == [record.id]
    return record


def revoked(record: HourRecord, at: Place, *, now: datetime = NOON) -> None:
    """The same hours taken back by who stands above."""
    revoke(world.staff(Role.OFFICE_MANAGER, at=at), record.id, "代签", now=now)


def points(person: Volunteer, *, now: datetime = NOON) -> tuple[int, int]:
    """Balance and debt."""
    found = queries.points_of(person.id, today=local_date(now))
    return found.balance, found.owed


def rows(person: Volunteer) -> list[tuple[str, int, int]]:
    """The ledger of one person, in order: kind, points, owed."""
    query = select(PointEntry).where(PointEntry.volunteer_id == person.id)
    found = session.scalars(query.order_by(PointEntry.at, PointEntry.id))
    return [(row.kind, row.points, row.owed) for row in found]


def how_many() -> int:
    """Rows in the whole ledger."""
    return session.scalar(select(func.count(PointEntry.id))) or 0
