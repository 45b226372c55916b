"""One row a decision."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class AuditEntry(Base):
    """Who did what to which thing, when; `place_id` says in whose subtree it happened."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "object_kind", "object_id"),
        Index(None, "place_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(16))  # staff | volunteer | system
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(50))
    action: Mapped[str] = mapped_column(String(50))  # "hours.approve"
    object_kind: Mapped[str] = mapped_column(String(30))
    object_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]
