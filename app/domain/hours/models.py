"""Records of service time, the decisions on them, and hours typed in without a scan."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    literal,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import path_of, stays
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id


class HourRecord(Base):
    """One attendance's credited minutes.

    `state`: pending | approved | returned | rejected | revoked | frozen (reported, not counted
    until that is answered) | superseded (by the record whose `supersedes_id` names it).
    """

    __tablename__ = "hour_record"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        Index(None, "volunteer_id", "service_date"),
        Index(None, "state", "place_id", "due_on"),
        Index(
            "ix_hour_record_to_weigh",
            "session_id",
            sqlite_where=text("to_weigh"),
            postgresql_where=text("to_weigh"),
        ),
        Index(
            "ix_hour_record_flagged",
            "state",
            "due_on",
            sqlite_where=text("open_flags > 0"),
            postgresql_where=text("open_flags > 0"),
        ),
        Index(None, "decided_at"),
        Index(
            "ix_hour_record_attendance_id_standing",
            "attendance_id",
            unique=True,
            sqlite_where=text("state != 'superseded'"),
            postgresql_where=text("state != 'superseded'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    attendance_id: Mapped[UUID] = mapped_column(ForeignKey("attendance.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("时长记录")
    )  # the recording unit
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    service_date: Mapped[date]  # local date of the counted stretch's beginning
    counted_from: Mapped[datetime]
    counted_until: Mapped[datetime]
    minutes: Mapped[int]
    needs_second_look: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default="pending")
    reason: Mapped[str | None]  # of the last decision, as the volunteer reads it
    due_on: Mapped[date]  # decided by this day
    mended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    back_fill_id: Mapped[UUID | None] = mapped_column(ForeignKey("back_fill.id"), index=True)
    confirmed_on_request: Mapped[bool] = mapped_column(default=False)  # `mended_by_id` did it
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("hour_record.id"), index=True, unique=True
    )
    created_at: Mapped[datetime]
    to_weigh: Mapped[bool] = mapped_column(default=True)  # its times are new to the risk rules
    open_flags: Mapped[int] = mapped_column(
        default=0
    )  # of its risk flags, those nobody has settled


# Written out, not bound: else neither database could use the partial index on stays.
STANDS = HourRecord.state != literal("superseded", literal_execute=True)


class HourDecision(Base):
    """Every decision on a record, in order. Append-only. Names and reasons stand in the trail."""

    __tablename__ = "hour_decision"
    __table_args__ = ({"info": APPEND_ONLY},)

    id: Mapped[UUID] = mapped_column(primary_key=True)  # its entry's in the trail
    record_id: Mapped[UUID] = mapped_column(ForeignKey("hour_record.id"), index=True)
    at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(10))  # a word of `story.DECISIONS`
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
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


class BackFill(Base):
    """People who were at a session without any scan, typed in together by staff.

    `state`: waiting | confirmed | refused | withdrawn. `entered_from` is the path of the place of
    who entered it: it is confirmed from above that. `minutes` are those its lines would credit.
    """

    __tablename__ = "back_fill"
    __table_args__ = (
        CheckConstraint("people > 0", name="somebody"),
        CheckConstraint("minutes > 0", name="some_minutes"),
        Index(None, "place_id", "entered_at"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("activity_session.id"), index=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("补录")
    )  # the recording unit
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    entered_from: Mapped[str] = mapped_column(String(60))
    sheet_id: Mapped[UUID | None] = mapped_column(ForeignKey("printed_sheet.id"))
    reason: Mapped[str]
    people: Mapped[int]
    minutes: Mapped[int]
    confirmations_needed: Mapped[int]  # 1 or 2
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    entered_at: Mapped[datetime]
    due_on: Mapped[date]
    closed_at: Mapped[datetime | None]  # confirmed for good, refused or withdrawn
    refused_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    refusal: Mapped[str | None]  # why it was refused, as the volunteers read it
    open_flags: Mapped[int] = mapped_column(default=0)


class BackFillLine(Base):
    """One person of a back-fill: when she came and left, and what of it would count.

    `left_out` says why nothing came of it although the back-fill was confirmed.
    """

    __tablename__ = "back_fill_line"
    __table_args__ = (
        UniqueConstraint("back_fill_id", "volunteer_id"),
        CheckConstraint("out_at > in_at", name="leaves_after_coming"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    back_fill_id: Mapped[UUID] = mapped_column(ForeignKey("back_fill.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    in_at: Mapped[datetime]
    out_at: Mapped[datetime]
    counted_from: Mapped[datetime]
    counted_until: Mapped[datetime]
    minutes: Mapped[int]
    left_out: Mapped[str | None]


class BackFillConfirmation(Base):
    """Somebody above has looked and confirms it; nobody twice. `id` is its entry's in the trail."""

    __tablename__ = "back_fill_confirmation"
    __table_args__ = (UniqueConstraint("back_fill_id", "staff_id"), {"info": APPEND_ONLY})

    id: Mapped[UUID] = mapped_column(primary_key=True)
    back_fill_id: Mapped[UUID] = mapped_column(ForeignKey("back_fill.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]


class BackFillPicture(Base):
    """A photo or a scanned sheet that a back-fill rests on."""

    __tablename__ = "back_fill_picture"
    __table_args__ = (UniqueConstraint("attachment_id"),)

    back_fill_id: Mapped[UUID] = mapped_column(ForeignKey("back_fill.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class RiskFlag(Base):
    """Something about a record or a back-fill that somebody has to look at; each kind once.

    `outcome`: NULL while nobody has looked | dismissed (nothing wrong) | upheld.
    """

    __tablename__ = "risk_flag"
    __table_args__ = (
        CheckConstraint("(record_id IS NULL) <> (back_fill_id IS NULL)", name="one_subject"),
        UniqueConstraint("record_id", "code"),
        UniqueConstraint("back_fill_id", "code"),
        Index(None, "place_id", "raised_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("hour_record.id"))
    back_fill_id: Mapped[UUID | None] = mapped_column(ForeignKey("back_fill.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("风险提示")
    )  # the recording unit
    code: Mapped[str] = mapped_column(String(20))  # a word of `risk_rules.TITLES`
    facts: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    note: Mapped[str | None]
