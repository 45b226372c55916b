"""Staff and their sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import by_hand, moves
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id

# Where the successor limits networks itself, those of the closed place go on being known there.
JOINS_OTHERS = (
    "EXISTS (SELECT 1 FROM address_range AS theirs WHERE theirs.place_id = :successor) "
    "AND NOT EXISTS (SELECT 1 FROM address_range AS same "
    "WHERE same.place_id = :successor AND same.network = address_range.network)"
)


class StaffMember(Base):
    """A person who works in the console. Never deleted; `ended_at` closes the appointment."""

    __tablename__ = "staff_member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(30))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True, info=by_hand())
    volunteer_id: Mapped[
        UUID | None
    ]  # her own volunteer account, so that she never approves herself
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    closed_by_owner_at: Mapped[datetime | None]  # "this was not me": until a reset
    appointed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    appointed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffSession(Base):
    """One signed-in device. The cookie holds a random token, the row only its SHA-256."""

    __tablename__ = "staff_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(45))
    waits_for_code: Mapped[bool] = mapped_column(default=False)  # by password only: opens nothing
    proven_at: Mapped[datetime | None]  # when the second factor was shown
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SecondFactor(Base):
    """Her authenticator. `pending_secret` is shown but not confirmed by a first code yet."""

    __tablename__ = "second_factor"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), primary_key=True)
    secret: Mapped[str | None] = mapped_column(EncryptedText("second_factor.secret"))
    pending_secret: Mapped[str | None] = mapped_column(
        EncryptedText("second_factor.pending_secret")
    )
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(
        default=0
    )  # of the last code taken, so that none is twice
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class RecoveryCode(Base):
    """One way in without the authenticator; only the keyed hash of a code is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("second_factor.staff_id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class StaffBrowser(Base):
    """A browser somebody has signed in from; its cookie is random, the row holds its SHA-256."""

    __tablename__ = "staff_browser"
    __table_args__ = (UniqueConstraint("staff_id", "token_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class AddressRange(Base):
    """From where staff of a subtree may decide. With no range above or at her place: anywhere."""

    __tablename__ = "address_range"
    __table_args__ = (UniqueConstraint("place_id", "network"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("网络范围", where=JOINS_OTHERS)
    )
    network: Mapped[str] = mapped_column(String(43))  # 10.1.0.0/16, 2001:db8::/32
    note: Mapped[str] = mapped_column(String(100))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    added_at: Mapped[datetime]
