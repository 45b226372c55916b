"""The campaign's list of authorities, letters to them, and a line for each person asked about."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class ConsultedAuthority(Base):
    """Whom a campaign asks. `kind`: rules.AUTHORITIES; a person's own unit has no name here."""

    __tablename__ = "consulted_authority"
    __table_args__ = (UniqueConstraint("campaign_id", "kind", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))


class ConsultationLetter(Base):
    """A letter to one authority with all its cases; of link and code only keyed digests are kept.

    `warned`: 0, 1 at half of the time, 2 at its end. `reminded_at`: staff called there.
    """

    __tablename__ = "consultation_letter"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        Index(None, "warned", "due_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("consulted_authority.id"), index=True)
    number: Mapped[int]
    addressee: Mapped[str] = mapped_column(String(60))
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    sent_at: Mapped[datetime]
    due_on: Mapped[date]
    warned: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None]
    link_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_digest: Mapped[str] = mapped_column(String(64), default="")
    wrong_codes: Mapped[int] = mapped_column(default=0)
    link_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]


class ConsultationLine(Base):
    """One person asked about. `verdict`: agree | object | unneeded, NULL while it is awaited.

    `letter_id` is NULL where nobody had to be asked; `ended_at`: no longer what counts.
    """

    __tablename__ = "consultation_line"
    __table_args__ = (
        Index(
            "uq_consultation_line_standing",
            "nomination_id",
            "authority_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_letter.id"), index=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("consulted_authority.id"))
    verdict: Mapped[str | None] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(EncryptedText("consultation_line.reason"), default="")
    by_name: Mapped[str] = mapped_column(String(60), default="")
    way: Mapped[str] = mapped_column(String(8), default="")  # link | paper | staff
    typed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    scan_id: Mapped[UUID | None] = mapped_column(ForeignKey("attachment.id"))
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
