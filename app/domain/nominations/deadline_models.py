"""Which warnings were given, so that each is given once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class NominationWarning(Base):
    """`item_id`: a case, an objection or a round of scoring; `since`: when its stage began.

    `stage`: half | end.
    """

    __tablename__ = "nomination_warning"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(4), primary_key=True)
    warned_at: Mapped[datetime]
