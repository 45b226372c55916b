"""Records of service time and the decisions on them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class HourRecord(Base):
    """One attendance's credited minutes.

    `state`: pending | approved | returned | rejected | revoked.
    """

    __tablename__ = "hour_record"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        Index(None, "volunteer_id", "service_date"),
        Index(None, "state", "place_id", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"), unique=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))  # the recording unit
    place_path: Mapped[str] = mapped_column(String(60))
    service_date: Mapped[date]  # local date of the counted stretch's beginning
    counted_from: Mapped[datetime]
    counted_until: Mapped[datetime]
    minutes: Mapped[int]
    needs_second_look: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    reason: Mapped[str | None]  # of the last decision, as the volunteer reads it
    due_on: Mapped[date]  # decided by this day
    mended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    confirmed_on_request: Mapped[bool] = mapped_column(default=False)  # `mended_by_id` did it
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class HourDecision(Base):
    """Every decision on a record, in order; never changed."""

    __tablename__ = "hour_decision"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("hour_record.id"), index=True)
    at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(10))  # a word of `story.DECISIONS`
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    actor_name: Mapped[str] = mapped_column(String(50))
    reason: Mapped[str | None]
    minutes: Mapped[int]


class CheckOutRequest(Base):
    """When she left, says a volunteer who forgot to check out. One a record, for good.

    `state`: asked | confirmed | refused | overtaken (by a check-out that came late, or by staff).
    """

    __tablename__ = "check_out_request"
    __table_args__ = (
        Index(
            "ix_check_out_request_asked",
            "asked_at",
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("hour_record.id"), unique=True)
    left_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="asked")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
