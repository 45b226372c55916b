"""Numbers of places below another one: each is given once, so that a path keeps its meaning."""

from uuid import UUID

from sqlalchemy import select

from app.domain.places.models import Place, PlaceMerging, PlaceMove
from app.domain.places.rules import PATH_DIGITS
from app.kernel.database import session


def next_path(above: Place | None) -> str:
    """The path of a new place below one: a number more than any there had, closed, gone or not."""
    number = last_number(above.id, above.path) + 1 if above else 1
    return f"{above.path if above else ''}{number:0{PATH_DIGITS}d}/"


def last_number(place_id: UUID, path: str) -> int:
    """The highest number ever given below a place; 0 where there was none."""
    there = session.scalars(select(Place.path).where(Place.parent_id == place_id)).all()
    gone = [
        one
        for column in (PlaceMerging.path_before, PlaceMove.path_before)
        for one in session.scalars(select(column).where(column.startswith(path)))
    ]
    depth = path.count("/") + 1
    numbers = [one for one in (*there, *gone) if one and one.count("/") == depth]
    return max((int(one.rstrip("/").rpartition("/")[2]) for one in numbers), default=0)
