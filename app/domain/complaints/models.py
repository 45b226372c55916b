"""Complaints with their history, their pictures, and whom they are about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import path_of, stays
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class Complaint(Base):
    """What somebody complains about or suggests. States and decisions are the table in rules.py.

    `wish`: complaint | suggestion. `place_path`: where it happened; `handled_path`: the lowest
    place whose staff may handle it. `complainant_id` is NULL for a visitor, and once forgotten.
    `due_at` runs while staff have it, `ends_at` while she has. `warned`: 0, 1 at half, 2 overdue.
    """

    __tablename__ = "complaint"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "complainant_id", "made_at"),
        CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="one_to_five"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    wish: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[UUID | None]
    subject_title: Mapped[str] = mapped_column(String(60), default="")
    page: Mapped[str] = mapped_column(String(120), default="")  # the path it was sent from
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("意见和建议"))
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    handled_path: Mapped[str] = mapped_column(String(60), index=True, info=path_of(""))
    complainant_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))
    by_visitor: Mapped[bool]
    hides_name: Mapped[bool]
    phone: Mapped[str] = mapped_column(EncryptedText("complaint.phone"))  # a visitor's, if given
    text: Mapped[str] = mapped_column(EncryptedText("complaint.text"))
    state: Mapped[str] = mapped_column(String(10))
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    former_handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]
    waits_since: Mapped[datetime]
    half_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    warned: Mapped[int] = mapped_column(default=0)
    overdue: Mapped[bool] = mapped_column(default=False)  # ever, for the year's count
    answered_at: Mapped[datetime | None]  # the first time
    outcome: Mapped[str | None] = mapped_column(String(10))
    reopened_at: Mapped[datetime | None]
    stars: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    wiped_at: Mapped[datetime | None]


class ComplaintConcern(Base):
    """Somebody it is about, or who decided what it is about: she never handles or reads it."""

    __tablename__ = "complaint_concern"
    __table_args__ = (
        UniqueConstraint("complaint_id", "staff_id"),
        UniqueConstraint("complaint_id", "volunteer_id"),
        CheckConstraint("(staff_id IS NULL) <> (volunteer_id IS NULL)", name="one_of_them"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    volunteer_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"))


class ComplaintPicture(Base):
    """A photo that came with it."""

    __tablename__ = "complaint_picture"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class ComplaintStep(Base):
    """One step of its history. `staff_id` is NULL where she herself, or the clock, acted.

    `by_kind`: staff | complainant | system.
    """

    __tablename__ = "complaint_step"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    at: Mapped[datetime]
    by_kind: Mapped[str] = mapped_column(String(12))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decision: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))  # the one it led to
    words: Mapped[str] = mapped_column(EncryptedText("complaint_step.words"))
