"""What belongs to weighing a case: relations, visits, evidence, and who answers objections."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class NominationRelation(Base):
    """A member of staff says herself that she is related to a person: she decides nothing here."""

    __tablename__ = "nomination_relation"
    __table_args__ = (UniqueConstraint("nomination_id", "staff_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    words: Mapped[str] = mapped_column(String(60))
    declared_at: Mapped[datetime]


class NominationVisit(Base):
    """What a reviewer saw and heard where the person lives or works; reviewers alone read it."""

    __tablename__ = "nomination_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    visited_on: Mapped[date]
    met: Mapped[str] = mapped_column(String(100))
    words: Mapped[str] = mapped_column(String(1000))
    noted_at: Mapped[datetime]


class NominationVisitPicture(Base):
    """A photo taken on a visit."""

    __tablename__ = "nomination_visit_picture"

    visit_id: Mapped[UUID] = mapped_column(ForeignKey("nomination_visit.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class ObjectionPicture(Base):
    """Evidence that came with an objection."""

    __tablename__ = "nomination_objection_picture"

    objection_id: Mapped[UUID] = mapped_column(
        ForeignKey("nomination_objection.id"), primary_key=True
    )
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)


class ObjectionAnswerer(Base):
    """Whom the centre asked to answer an objection, because she has no part in the case."""

    __tablename__ = "nomination_objection_answerer"

    objection_id: Mapped[UUID] = mapped_column(
        ForeignKey("nomination_objection.id"), primary_key=True
    )
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime]
