"""What was reported about hours in public notice, and what is proposed to correct them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import path_of, stays
from app.kernel.database import Base
from app.kernel.ids import new_id


class HourReport(Base):
    """Somebody says that hours in notice are not true. Who, only this row knows.

    A volunteer, a WeChat id that is registered as nobody, or a volunteer by her WeChat id.
    `state`: open | correcting (a correction waits) | upheld | dismissed.
    """

    __tablename__ = "hour_report"
    __table_args__ = (
        Index(None, "state", "due_on"),
        Index(None, "reporter_id", "reported_at"),
        Index(None, "reporter_identity_id", "reported_at"),
        CheckConstraint(
            "reporter_id IS NOT NULL OR reporter_identity_id IS NOT NULL", name="by_somebody"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("对时长的异议")
    )  # the recording unit
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    whole_session: Mapped[bool]
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    text: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(10), default="open")
    reported_at: Mapped[datetime]
    due_on: Mapped[date]
    answer: Mapped[str | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    answered_at: Mapped[datetime | None]
    reporter_identity_id: Mapped[UUID | None] = mapped_column(ForeignKey("wechat_identity.id"))


class HourReportLine(Base):
    """A record that a report is about; it is frozen while a report about it is open."""

    __tablename__ = "hour_report_line"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("hour_report.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(
        ForeignKey("hour_record.id"), primary_key=True, index=True
    )


class HourReportPicture(Base):
    """A picture that came with a report."""

    __tablename__ = "hour_report_picture"
    __table_args__ = (UniqueConstraint("attachment_id"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("hour_report.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class HourCorrection(Base):
    """What an approved record should count, proposed by one and approved by another above.

    `state`: waiting | approved | refused | withdrawn. At most one waits for a record.
    """

    __tablename__ = "hour_correction"
    __table_args__ = (
        CheckConstraint("minutes > 0", name="some_minutes"),
        Index(None, "state", "due_on"),
        Index(
            "ix_hour_correction_record_id_waiting",
            "record_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("hour_record.id"))
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("hour_report.id"), index=True)
    place_path: Mapped[str] = mapped_column(String(60), info=path_of(""))
    counted_from: Mapped[datetime]
    counted_until: Mapped[datetime]
    minutes: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    proposed_from: Mapped[str] = mapped_column(String(60))
    proposed_at: Mapped[datetime]
    due_on: Mapped[date]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str | None]
