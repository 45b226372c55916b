"""Numbers of places below another one: each is given once, so that a path keeps its meaning."""

from uuid import UUID

from sqlalchemy import select

from app.domain.places.models import Place, PlaceMerging
from app.kernel.database import session


def next_number(above: Place | None) -> int:
    """One more than any place below had; those that closed or went elsewhere are counted, too."""
    return last_number(above.id, above.path) + 1 if above else 1


def last_number(place_id: UUID, path: str) -> int:
    """The highest number ever given below a place; 0 where there was none."""
    there = session.scalars(select(Place.path).where(Place.parent_id == place_id)).all()
    gone = session.scalars(
        select(PlaceMerging.path_before).where(PlaceMerging.path_before.startswith(path))
    ).all()
    depth = path.count("/") + 1
    numbers = [one for one in (*there, *gone) if one and one.count("/") == depth]
    return max((int(one.rstrip("/").rpartition("/")[2]) for one in numbers), default=0)
