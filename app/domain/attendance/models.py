"""Attendances, the scans behind them, and the devices staff scan with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id


class Attendance(Base):
    """One person's stay at one session: in, and later out."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "volunteer_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    in_at: Mapped[datetime]
    in_way: Mapped[str] = mapped_column(String(12))  # rules.Way
    in_distance_metres: Mapped[int | None]
    in_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    out_at: Mapped[datetime | None]
    out_way: Mapped[str | None] = mapped_column(String(12))
    out_distance_metres: Mapped[int | None]
    out_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    note: Mapped[str | None]  # what was put right later, as approvers read it


class Scan(Base):
    """Every scan, accepted or refused. Append-only. A device's nonce comes once.

    `phone_mark` is a keyed hash of a random mark in the cookie of the resident's own phone.
    `code_age_seconds` passed from the code's first showing until it was opened.
    """

    __tablename__ = "scan"
    __table_args__ = (
        UniqueConstraint("device", "nonce"),
        Index(None, "session_id", "at"),
        Index(None, "volunteer_id", "at"),
        Index(
            "ix_scan_phone_mark",
            "phone_mark",
            "at",
            sqlite_where=text("phone_mark IS NOT NULL"),
            postgresql_where=text("phone_mark IS NOT NULL"),
        ),
        {"info": APPEND_ONLY},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    received_at: Mapped[datetime | None]  # NULL in rows from before it was kept
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_session.id"))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    direction: Mapped[str | None] = mapped_column(String(3))  # in | out
    way: Mapped[str] = mapped_column(String(12))
    refusal: Mapped[str | None] = mapped_column(String(40))  # NULL: accepted
    sentence: Mapped[str] = mapped_column(String(200))  # what was answered
    distance_metres: Mapped[int | None]
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    device: Mapped[str | None] = mapped_column(String(64))
    nonce: Mapped[str | None] = mapped_column(String(64))
    phone_mark: Mapped[str | None] = mapped_column(String(32))
    code_age_seconds: Mapped[int | None]


class SceneCode(Base):
    """A WeChat scene QR for a session and direction; the worker makes `content`, what it says."""

    __tablename__ = "scene_code"
    __table_args__ = (UniqueConstraint("session_id", "direction"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    direction: Mapped[str] = mapped_column(String(3))
    scene: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[str | None] = mapped_column(String(200))
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class ScanDevice(Base):
    """A scanner's token, for one session or one place; only its hash is kept.

    `ends_at` is a place's: a session's token ends with the session.
    """

    __tablename__ = "scan_device"
    __table_args__ = (
        CheckConstraint("(session_id IS NULL) <> (place_id IS NULL)", name="session_or_place"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(30))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity_session.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("扫码设备", where="revoked_at IS NULL")
    )
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    takes_walk_ins: Mapped[bool] = mapped_column(default=False, server_default=false())


class NoShow(Base):
    """Somebody had a place and never came. Counted for organisers; nothing follows from it."""

    __tablename__ = "no_show"
    __table_args__ = (Index(None, "volunteer_id", "ended_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sign_up_id: Mapped[UUID] = mapped_column(ForeignKey("sign_up.id"), unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"), index=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    ended_at: Mapped[datetime]
    noted_at: Mapped[datetime]


class PrintedSheet(Base):
    """A session's paper list as it was printed, known by the code on it."""

    __tablename__ = "printed_sheet"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"), index=True)
    printed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    printed_at: Mapped[datetime]
    people: Mapped[int]
