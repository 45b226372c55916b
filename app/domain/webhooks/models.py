"""Addresses that are told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.domain.webhooks.rules import LONGEST_NAME, LONGEST_URL
from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class WebhookEndpoint(Base):
    """An address, what it is told, and the secret its letters are signed with.

    `paused_because`: NULL (it is told) | staff | failing | gone. For a while after a change letters
    are signed with the old secret, too.
    """

    __tablename__ = "webhook_endpoint"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), index=True, info=moves("对外推送")
    )
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    url: Mapped[str] = mapped_column(String(LONGEST_URL))
    events: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(EncryptedText("webhook_endpoint.secret"))
    old_secret: Mapped[str | None] = mapped_column(EncryptedText("webhook_endpoint.old_secret"))
    old_secret_ends_at: Mapped[datetime | None]
    paused_because: Mapped[str | None] = mapped_column(String(10))
    paused_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]  # when it last took a letter
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    created_at: Mapped[datetime]
