"""Of which events people have heard who asked to be told of what is new."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class SuggestedEvent(Base):
    """An event she was told of: never again."""

    __tablename__ = "suggested_event"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("culture_event.id"), primary_key=True)
    at: Mapped[datetime]
