"""What follows a campaign, and recommendations to those above with their answers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.crypto import EncryptedText
from app.kernel.database import Base
from app.kernel.ids import new_id


class CampaignFollowUp(Base):
    """How a campaign's packages are named, and what its people enjoy. No row: as usual."""

    __tablename__ = "campaign_follow_up"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    photo_pattern: Mapped[str] = mapped_column(String(80))
    asks_id_number: Mapped[bool]
    benefits: Mapped[list[str]]


class UpwardRecommendation(Base):
    """One person recommended to a level above. `outcome`: honoured | declined, NULL while awaited.

    `typed`: the form's facts as JSON, without an ID number.
    """

    __tablename__ = "upward_recommendation"
    __table_args__ = (
        Index(
            "uq_upward_recommendation_waiting",
            "nomination_id",
            "level",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"), index=True)
    level: Mapped[str] = mapped_column(String(8))
    asked_title: Mapped[str] = mapped_column(String(60))
    typed: Mapped[str] = mapped_column(EncryptedText("upward_recommendation.typed"))
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"))
    made_at: Mapped[datetime]
    packaged_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(60), default="")
    document_number: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date | None]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    recorded_at: Mapped[datetime | None]
