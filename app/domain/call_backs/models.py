"""A week's draw, and the people to be called."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves, path_of, stays
from app.kernel.database import Base
from app.kernel.ids import new_id


class CallBackDraw(Base):
    """One draw a week. `seal_number`: the ledger's seal whose hash is the seed, if any."""

    __tablename__ = "call_back_draw"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    week_begins: Mapped[date] = mapped_column(unique=True)
    seed: Mapped[str] = mapped_column(String(64))
    seal_number: Mapped[int | None]
    share_percent: Mapped[int]
    candidates: Mapped[int]
    drawn: Mapped[int]
    drawn_at: Mapped[datetime]


class CallBack(Base):
    """A record to be checked by a call, from another place than its own.

    `state`: open | confirmed | not_reached | differs | lapsed. While `taken_by_id` is set and the
    state is open, that person, and she alone, sees the phone.
    """

    __tablename__ = "call_back"
    __table_args__ = (Index(None, "state", "due_on"), Index(None, "place_id", "closed_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    draw_id: Mapped[UUID] = mapped_column(ForeignKey("call_back_draw.id"), index=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("hour_record.id"), unique=True)
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"))
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=stays("抽查回访")
    )  # the recording unit
    place_path: Mapped[str] = mapped_column(String(60), info=path_of("place_id"))
    checker_place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("由它打的回访", where="state = 'open'")
    )
    checker_path: Mapped[str] = mapped_column(String(60), info=path_of("checker_place_id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    due_on: Mapped[date]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    taken_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    closed_at: Mapped[datetime | None]
    said: Mapped[str | None]  # what differs, in the words of who called
