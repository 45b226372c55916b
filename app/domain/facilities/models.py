"""Facilities, bookings, the half hours that are taken, and the district's limits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id

IS_USED = (
    "(is_on OR EXISTS (SELECT 1 FROM facility_booking AS ahead "
    "WHERE ahead.facility_id = facility.id AND ahead.ends_at > :now "
    "AND ahead.state IN ('asked', 'approved')))"
)


class Facility(Base):
    """Something of a place that can be booked. `kind` and `audience` are keys of described.py.

    `own_hours` as opening_hours.as_stored() writes it; empty: open when its place is.
    """

    __tablename__ = "facility"
    __table_args__ = (
        CheckConstraint("seats > 0", name="some_seats"),
        CheckConstraint("most_minutes >= 30", name="half_an_hour_at_least"),
        CheckConstraint("days_ahead > 0", name="some_days_ahead"),
        Index(None, "place_id", "is_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("可预约的场地", holds=IS_USED)
    )
    name: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    seats: Mapped[int]
    inside: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(12))
    most_minutes: Mapped[int]
    days_ahead: Mapped[int]
    needs_approval: Mapped[bool]
    own_hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    picture_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    picture_alt: Mapped[str] = mapped_column(String(60), default="")
    is_on: Mapped[bool] = mapped_column(default=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]


class Booking(Base):
    """One time of a facility, for somebody. States and decisions are the table in rules.py.

    `source`: own | phone | visit | activity. Of who has no account, name and phone are sealed here.
    """

    __tablename__ = "facility_booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_it_begins"),
        CheckConstraint("heads > 0", name="somebody_comes"),
        Index(None, "facility_id", "starts_at"),
        Index(None, "state", "starts_at"),
        Index(None, "volunteer_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(100))
    heads: Mapped[int]
    source: Mapped[str] = mapped_column(String(8))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    activity_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText("facility_booking.name"), default="")
    phone: Mapped[str] = mapped_column(EncryptedText("facility_booking.phone"), default="")
    contact_kept: Mapped[bool] = mapped_column(default=False)  # name and phone not yet wiped
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(default="")  # of a "no", as the person reads it
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    reminded_at: Mapped[datetime | None]


class BookingSlot(Base):
    """A half hour that somebody has: the key lets nobody else have it."""

    __tablename__ = "booking_slot"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("facility_booking.id"), index=True)


class BookingLimits(Base):
    """What keeps few from booking all; one row, the centre's. None yet: rules.LIMITS."""

    __tablename__ = "booking_limits"
    __table_args__ = (CheckConstraint("most_open > 0", name="some_bookings"),)

    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True, info=stays())
    most_open: Mapped[int]
    most_missed: Mapped[int]
    within_days: Mapped[int]
    wait_days: Mapped[int]  # 0: nobody waits
    changed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    changed_at: Mapped[datetime]
