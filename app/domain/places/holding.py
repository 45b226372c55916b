"""Hold a place's row, so that what is counted by unit is counted one after the other."""

from uuid import UUID

from sqlalchemy import select

from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import NotFound


def hold_place(place_id: UUID) -> None:
    """Lock one place until the end of the action; after the people, before records."""
    query = select(Place.id).where(Place.id == place_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise NotFound
