"""What residents wrote in one line, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import path_of, stays
from app.kernel.database import Base
from app.kernel.ids import new_id


class Clue(Base):
    """One line about somebody good; `nth` of its giver's that day.

    `state`: waiting kept nominated same not_enough.
    """

    __tablename__ = "clue"
    __table_args__ = (
        UniqueConstraint("volunteer_id", "given_on", "nth"),
        Index(None, "state", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), info=stays("好人线索"))
    place_path: Mapped[str] = mapped_column(String(60), index=True, info=path_of("place_id"))
    text: Mapped[str] = mapped_column(String(70))
    given_at: Mapped[datetime]
    given_on: Mapped[date]
    nth: Mapped[int]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    answer: Mapped[str] = mapped_column(String(500), default="")
    nomination_id: Mapped[UUID | None] = mapped_column(ForeignKey("nomination.id"), index=True)
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    handled_at: Mapped[datetime | None]
