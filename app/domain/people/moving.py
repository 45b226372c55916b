"""Residents of a community that is merged: where they lived stays known."""

from uuid import UUID

from sqlalchemy import insert, literal, select

from app.domain.people.models import ResidenceMove, Volunteer
from app.domain.places.events import PlacesMerged
from app.kernel.database import session


def follow(event: PlacesMerged) -> None:
    """A row for everybody who lives there, before they are the successor's residents."""
    living = select(
        literal(event.merging_id, ResidenceMove.merging_id.type),
        Volunteer.id,
        literal(event.closed_id, ResidenceMove.from_id.type),
        literal(event.successor_id, ResidenceMove.to_id.type),
        literal(event.now, ResidenceMove.at.type),
    ).where(Volunteer.community_id == event.closed_id)
    columns = ["merging_id", "volunteer_id", "from_id", "to_id", "at"]
    session.execute(insert(ResidenceMove).from_select(columns, living))


def active_of(merging_id: UUID) -> list[UUID]:
    """Whom a merging moved and who can be told."""
    query = (
        select(Volunteer.id)
        .join(ResidenceMove, ResidenceMove.volunteer_id == Volunteer.id)
        .where(ResidenceMove.merging_id == merging_id, Volunteer.state == "active")
    )
    return list(session.scalars(query.order_by(Volunteer.id)))


def communities_before(volunteer_id: UUID) -> list[UUID]:
    """The communities somebody lived in that are merged now, the latest first."""
    query = select(ResidenceMove.from_id).where(ResidenceMove.volunteer_id == volunteer_id)
    return list(session.scalars(query.order_by(ResidenceMove.at.desc())))
