"""Recognised units and the decisions on them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.append_only import APPEND_ONLY
from app.kernel.database import Base
from app.kernel.ids import new_id


class RecognisedUnit(Base):
    """One unit. `state`: standing | warned | withdrawn.

    Name, level, state, since and so on follow from the steps (`rules.standing`) and are kept here
    to be searched. `is_public`: may stand on the public list.
    """

    __tablename__ = "recognised_unit"
    __table_args__ = (
        CheckConstraint("state in ('standing','warned','withdrawn')", name="state"),
        Index(None, "place_id", "kind"),
        Index(None, "state", "review_due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=moves("文明单位"))
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[date]
    awarded_by: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(60))
    review_due_on: Mapped[date | None]
    contact_name: Mapped[str] = mapped_column(String(50), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    is_public: Mapped[bool]
    consent: Mapped[str] = mapped_column(default="")  # of a household: how and when it agreed
    told_for: Mapped[date | None]  # the review that staff were told of
    created_at: Mapped[datetime]


class UnitStep(Base):
    """One decision, never changed. What a decision does not touch is empty."""

    __tablename__ = "recognised_unit_step"
    __table_args__ = (Index(None, "unit_id", "at"), {"info": APPEND_ONLY})

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("recognised_unit.id"))
    decision: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column("decided_on")
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[str] = mapped_column(String(10))
    awarded_by: Mapped[str] = mapped_column(String(60))
    document: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(200))
    review_due_on: Mapped[date | None]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    at: Mapped[datetime]


class UnitPaper(Base):
    """A picture of the document or plaque that a decision rests on."""

    __tablename__ = "recognised_unit_paper"

    step_id: Mapped[UUID] = mapped_column(ForeignKey("recognised_unit_step.id"), primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), primary_key=True)
