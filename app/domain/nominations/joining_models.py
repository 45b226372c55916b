"""Two nominations that may be of one person: what staff said of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class NominationPair(Base):
    """`same`: the other was joined into the first; else they are two people, and nobody asks again.

    Of two different people the smaller id stands first.
    """

    __tablename__ = "nomination_pair"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(
        ForeignKey("nomination.id"), primary_key=True, index=True
    )
    same: Mapped[bool]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime]
