"""The tree of places."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class Place(Base):
    """A centre, office or station. `path` is like `001/004/002/`; positions are GCJ-02 degrees."""

    __tablename__ = "place"
    __table_args__ = (CheckConstraint("level in ('centre','office','station')", name="level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"), index=True)
    level: Mapped[str] = mapped_column(String(10))
    path: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(50))
    address: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
