"""Staff and their sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class StaffMember(Base):
    """A person who works in the console. Never deleted; `ended_at` closes the appointment."""

    __tablename__ = "staff_member"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    phone: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(30))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), index=True)
    volunteer_id: Mapped[
        UUID | None
    ]  # her own volunteer account, so that she never approves herself
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
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
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
