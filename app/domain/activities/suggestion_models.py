"""Who wants to hear of new activities, and of which she has heard."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class SuggestionWish(Base):
    """What somebody asked to be told of; in force while she agrees (people.purposes.ACTIVITY_NEWS).

    `next_at`: looked at again from then on.
    """

    __tablename__ = "suggestion_wish"
    __table_args__ = (CheckConstraint("most_a_week BETWEEN 1 AND 3", name="not_too_often"),)

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    categories: Mapped[list[str]]
    reach: Mapped[str] = mapped_column(String(10))
    most_a_week: Mapped[int]
    quiet_from: Mapped[int]
    quiet_until: Mapped[int]
    since: Mapped[datetime]
    next_at: Mapped[datetime] = mapped_column(index=True)


class SuggestedActivity(Base):
    """An activity she was told of: never again."""

    __tablename__ = "suggested_activity"

    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    at: Mapped[datetime]
