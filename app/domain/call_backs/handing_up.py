"""Call-backs between two stations that are one now: the place above makes them."""

from sqlalchemy import select, update

from app.domain.call_backs.models import CallBack
from app.domain.places import queries as places
from app.domain.places.events import PlacesMerged
from app.kernel.database import session


def follow(event: PlacesMerged) -> None:
    """Nobody calls back her own place's hours."""
    both = (event.closed_id, event.successor_id)
    parent_id = places.place(event.successor_id).parent_id
    if parent_id is None:
        return
    above = places.place(parent_id)
    waiting = select(CallBack.id).where(
        CallBack.state == "open",
        CallBack.place_id.in_(both),
        CallBack.checker_place_id.in_(both),
    )
    session.execute(
        update(CallBack)
        .where(CallBack.id.in_(waiting))
        .values(checker_place_id=above.id, checker_path=above.path)
    )
