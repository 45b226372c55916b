"""Which of other rooms' things lie near a point, asked inside the database."""

from math import cos, degrees, radians
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.places.models import Place
from app.kernel.geo import EARTH_RADIUS_METRES, Point

Degrees = InstrumentedAttribute[float | None]


def nearest_first(
    query: Select[Any],
    origin: Point,
    at: tuple[Degrees, Degrees],
    *,
    place_id: InstrumentedAttribute[UUID],
    metres: int,
) -> Select[Any]:
    """What lies within so many metres of a point, ordered by distance.

    `at` are latitude and longitude; a thing without them lies where its place does. The last two
    items of each row are its latitude and longitude.
    """
    latitude = func.coalesce(at[0], Place.latitude)
    longitude = func.coalesce(at[1], Place.longitude)
    shrunk = cos(radians(origin.latitude))
    high = degrees(metres / EARTH_RADIUS_METRES)
    wide = high / max(shrunk, 0.01)
    return (
        query.add_columns(latitude.label("latitude"), longitude.label("longitude"))
        .join(Place, Place.id == place_id)
        .where(
            latitude.between(origin.latitude - high, origin.latitude + high),
            longitude.between(origin.longitude - wide, origin.longitude + wide),
        )
        .order_by(_flat(latitude - origin.latitude, (longitude - origin.longitude) * shrunk))
    )


def _flat(north: ColumnElement[float], east: ColumnElement[float]) -> ColumnElement[float]:
    """The square of a distance; the ground of a district is flat enough to order by it."""
    return north * north + east * east
