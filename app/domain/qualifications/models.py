"""Qualifications, and who holds them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.database import Base
from app.kernel.ids import new_id

_HELD = text("state = 'held'")
_UNTOLD = text("state = 'held' AND told_at IS NULL AND ends_at IS NOT NULL")


class Qualification(Base):
    """What can be held. `retired_at`: nothing new asks for it or leads to it."""

    __tablename__ = "qualification"
    __table_args__ = (CheckConstraint("valid_months > 0", name="some_months"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("资格", where="retired_at IS NULL")
    )
    name: Mapped[str] = mapped_column(String(30))
    about: Mapped[str] = mapped_column(Text)
    valid_months: Mapped[int | None]  # None: it does not run out
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class QualificationGrant(Base):
    """Somebody's qualification. `state`: held | renewed (a later one took its place) | revoked
    (rules.NEXT_GRANT).

    `granted_by_id` is NULL where the rule of a course granted it; `course_id` is that course, or
    the one a member of staff named. `ends_at` is the first moment it does not count any more.
    """

    __tablename__ = "qualification_grant"
    __table_args__ = (
        Index(
            "uq_qualification_grant_held",
            "qualification_id",
            "volunteer_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
        Index(
            "ix_qualification_grant_untold",
            "ends_at",
            sqlite_where=_UNTOLD,
            postgresql_where=_UNTOLD,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    qualification_id: Mapped[UUID] = mapped_column(ForeignKey("qualification.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="held")
    granted_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    basis: Mapped[str] = mapped_column(String(200))
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    course_id: Mapped[UUID | None] = mapped_column(ForeignKey("activity.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    revoke_reason: Mapped[str | None] = mapped_column(String(200))
    told_at: Mapped[datetime | None]  # that it runs out soon
