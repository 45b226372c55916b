"""How experts score: what a campaign asks of them, rounds, and what each of them gave."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, Json
from app.kernel.ids import new_id


class ScoringPlan(Base):
    """A campaign's criteria, each of 0 to `most_points`; `method`: average | trimmed."""

    __tablename__ = "scoring_plan"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    criteria: Mapped[list[str]]
    most_points: Mapped[int]
    method: Mapped[str] = mapped_column(String(10))


class ScoringExpert(Base):
    """Somebody who scores every case of a campaign at a level."""

    __tablename__ = "scoring_expert"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(8), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(
        ForeignKey("staff_member.id"), primary_key=True, index=True
    )


class ScoringRound(Base):
    """One case's scoring at one level. Nobody sees another's score before `closed_at`.

    `closed_by`: all (everybody has scored) | deadline | lead (with a reason). `result` is in
    hundredths of a point; NULL while open, and where nobody scored.
    """

    __tablename__ = "scoring_round"
    __table_args__ = (UniqueConstraint("nomination_id", "level"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nomination.id"))
    level: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(8), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[int | None]


class ExpertScore(Base):
    """What one expert gave, criterion by criterion; empty points: she left it to the others."""

    __tablename__ = "expert_score"
    __table_args__ = (UniqueConstraint("round_id", "staff_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("scoring_round.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff_member.id"), index=True)
    points: Mapped[list[int]] = mapped_column(Json)
    recused: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    said_at: Mapped[datetime]
