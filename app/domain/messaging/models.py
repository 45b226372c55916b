"""The outbox, answered messages, shared credentials, heartbeats."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class OutboxMessage(Base):
    """One thing to send. `state`: waiting | sent | given_up.

    A lease in the future means that a worker has it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(
            "ix_outbox_message_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(None, "volunteer_id", "created_at"),
        Index(None, "state", "created_at"),
        Index(
            "ix_outbox_message_webhook",
            "recipient",
            "created_at",
            sqlite_where=text("channel = 'webhook'"),
            postgresql_where=text("channel = 'webhook'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    channel: Mapped[str] = mapped_column(
        String(20)
    )  # wechat_template | wechat_text | wechat_qr | sms | inbox | webhook
    kind: Mapped[str] = mapped_column(String(40))  # signed_up, hours_approved, phone_code …
    recipient: Mapped[str] = mapped_column(
        String(64)
    )  # openid, phone or endpoint's id; empty for inbox
    volunteer_id: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(60))  # as the inbox shows it
    body: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(String(300))  # path within the app, "/hours/…"; may be empty
    payload: Mapped[dict[str, Any]]  # what the channel needs (template fields, SMS parameters)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[str | None] = mapped_column(String(60))
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(300))
    remote_id: Mapped[str | None] = mapped_column(String(64), index=True)  # WeChat's msgid
    delivery: Mapped[str | None] = mapped_column(String(60))  # what the platform reported later
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]  # not worth sending later than this


class AnsweredMessage(Base):
    """An incoming message and the reply it got; `reply` is NULL while somebody works on it."""

    __tablename__ = "answered_message"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    claimed_at: Mapped[datetime] = mapped_column(index=True)
    reply: Mapped[str | None] = mapped_column(Text)


class Credential(Base):
    """A token every process shares (WeChat access token, JS-SDK ticket)."""

    __tablename__ = "credential"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text, default="")
    expires_at: Mapped[datetime | None]
    locked_until: Mapped[datetime | None]


class WorkerHeartbeat(Base):
    """When each worker last said it is alive."""

    __tablename__ = "worker_heartbeat"

    worker: Mapped[str] = mapped_column(String(60), primary_key=True)
    beat_at: Mapped[datetime]
