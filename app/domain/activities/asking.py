"""A position as one of a crowd asks for it: read in columns, for statements said once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.domain.activities.events import SessionPlace
from app.domain.activities.models import Activity, ActivitySession, Position
from app.domain.activities.rules import Offer
from app.kernel import lean
from app.kernel.lean import Question
from app.kernel.refusal import NotFound
from app.kernel.said import Rows


@dataclass(frozen=True)
class Sought:
    """A position that is held until the end of the action, its session and its activity."""

    position_id: UUID
    position: str
    session_id: UUID
    activity_id: UUID
    title: str
    venue: str
    contact_name: str
    contact_phone: str
    ends_at: datetime
    team_id: UUID | None
    offer: Offer
    qualification_id: UUID | None

    @property
    def starts_at(self) -> datetime:
        return self.offer.starts_at

    def told(self, sign_up_id: UUID, volunteer_id: UUID) -> SessionPlace:
        """A place in it, as events carry it."""
        return SessionPlace(
            sign_up_id=sign_up_id,
            activity_id=self.activity_id,
            session_id=self.session_id,
            volunteer_id=volunteer_id,
            title=self.title,
            position=self.position,
            venue=self.venue,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
        )


def seeking(position_id: UUID) -> tuple[Question, Question]:
    """To hold the position's row, then to read what it belongs to; `sought` reads the answers.

    Whoever changes times or states holds the positions too: what is read then stays true.
    """
    return (
        lean.question(_HELD, position_id=position_id),
        lean.question(_AROUND, position_id=position_id),
    )


def sought(position_id: UUID, answers: tuple[Rows, Rows]) -> Sought:
    """The position `seeking` asked for; raises NotFound."""
    held, around = (rows.first() for rows in answers)
    if held is None:
        raise NotFound
    return Sought(
        position_id=position_id,
        position=held.name,
        session_id=held.session_id,
        activity_id=around.activity_id,
        title=around.title,
        venue=around.venue,
        contact_name=around.contact_name,
        contact_phone=around.contact_phone,
        ends_at=around.ends_at,
        team_id=around.team_id,
        offer=Offer(
            activity_state=around.state,
            risk_level=around.risk_level,
            recruits_from=around.recruits_from,
            recruits_until=around.recruits_until,
            starts_at=around.starts_at,
            youngest=held.youngest,
            oldest=held.oldest,
            skills=held.skills,
            for_a_team=around.team_id is not None,
        ),
        qualification_id=held.qualification_id,
    )


_LOOKED_AT = select(
    *(Position.session_id, Position.name, Position.youngest, Position.oldest, Position.skills),
    Position.qualification_id,
).where(Position.id == bindparam("position_id"))
_HELD = _LOOKED_AT.with_for_update(key_share=True)
_AROUND = (
    select(
        ActivitySession.activity_id,
        ActivitySession.starts_at,
        ActivitySession.ends_at,
        Activity.title,
        Activity.venue,
        Activity.contact_name,
        Activity.contact_phone,
        Activity.state,
        Activity.risk_level,
        Activity.recruits_from,
        Activity.recruits_until,
        Activity.team_id,
    )
    .join(Activity, Activity.id == ActivitySession.activity_id)
    .join(Position, Position.session_id == ActivitySession.id)
    .where(Position.id == bindparam("position_id"))
)
