"""Teams and who belongs to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.places.fates import moves
from app.kernel.database import Base
from app.kernel.ids import new_id

_ALIVE = text("state IN ('asked','member')")


class Team(Base):
    """A team of a place. `state`: pending | recognised | dissolved.

    `leader_id` is NULL until somebody has agreed to lead; `next_leader_id` has been asked to.
    """

    __tablename__ = "team"
    __table_args__ = (Index(None, "place_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(String(200), default="")
    place_id: Mapped[UUID] = mapped_column(
        ForeignKey("place.id"), info=moves("团队", where="state <> 'dissolved'")
    )
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    next_leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("volunteer.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="pending")
    state_reason: Mapped[str | None] = mapped_column(String(200))
    founded_at: Mapped[datetime]
    founded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_member.id"))


class TeamMember(Base):
    """One person's time in a team. `state`: asked | member | declined | left.

    `leader_may_sign_up_since` is her word that the leader may sign her up; NULL: no.
    """

    __tablename__ = "team_member"
    __table_args__ = (
        Index(
            "uq_team_member_alive",
            "team_id",
            "volunteer_id",
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    volunteer_id: Mapped[UUID] = mapped_column(ForeignKey("volunteer.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    leader_may_sign_up_since: Mapped[datetime | None]
