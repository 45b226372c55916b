"""Reading how a member of staff signs in: her devices, and her second factor."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.models import RecoveryCode, SecondFactor, StaffSession
from app.domain.access.rules import IDLE_ENDS_AFTER, SESSION_LASTS_AT_MOST
from app.kernel.database import session


@dataclass(frozen=True)
class OpenSession:
    """One device that is signed in."""

    id: UUID
    device: str
    address: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class FactorView:
    """Her second factor, without what is secret about it."""

    confirmed_at: datetime
    recovery_codes_left: int


def open_sessions(staff_id: UUID, *, now: datetime) -> list[OpenSession]:
    """Her devices that are still signed in, the latest first."""
    query = select(StaffSession).where(
        StaffSession.staff_id == staff_id,
        StaffSession.ended_at.is_(None),
        StaffSession.waits_for_code.is_(False),
        StaffSession.seen_at > now - IDLE_ENDS_AFTER,
        StaffSession.started_at > now - SESSION_LASTS_AT_MOST,
    )
    return [
        OpenSession(row.id, row.device, row.address, row.started_at, row.seen_at)
        for row in session.scalars(query.order_by(StaffSession.seen_at.desc()))
    ]


def second_factor(staff_id: UUID) -> FactorView | None:
    """Whether she has one, since when, and how many recovery codes she has left."""
    left = (
        select(func.count())
        .where(RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
        .scalar_subquery()
    )
    row = session.execute(
        select(SecondFactor.confirmed_at, left).where(
            SecondFactor.staff_id == staff_id, SecondFactor.confirmed_at.is_not(None)
        )
    ).one_or_none()
    return FactorView(row[0], row[1]) if row else None
