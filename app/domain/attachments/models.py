"""What is known of a picture, and apart from it the picture itself."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base
from app.kernel.ids import new_id


class Attachment(Base):
    """One picture. `attached_at` is NULL until something rests on it."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index(
            "ix_attachment_loose",
            "kept_at",
            sqlite_where=text("attached_at IS NULL"),
            postgresql_where=text("attached_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    media_type: Mapped[str] = mapped_column(String(40))
    size_bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    original_sha256: Mapped[str] = mapped_column(String(64), index=True)
    difference_hash: Mapped[str] = mapped_column(String(16), index=True)
    kept_by_kind: Mapped[str] = mapped_column(String(16))  # staff | volunteer | visitor
    kept_by_id: Mapped[UUID] = mapped_column(index=True)
    kept_at: Mapped[datetime]
    attached_at: Mapped[datetime | None]


class AttachmentContent(Base):
    """The bytes, apart: a list of pictures never reads them."""

    __tablename__ = "attachment_content"

    attachment_id: Mapped[UUID] = mapped_column(
        ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)
