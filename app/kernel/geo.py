"""Distances on the ground. Points are GCJ-02 degrees, as WeChat and Chinese maps give them."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

# Degrees that lie in China; who mixes the two up is told at once.
LATITUDES = (3.0, 54.0)
LONGITUDES = (73.0, 136.0)
EARTH_RADIUS_METRES = 6_371_008.8


@dataclass(frozen=True)
class Point:
    """A place on the map, GCJ-02, in degrees."""

    latitude: float
    longitude: float


def distance_metres(one: Point, other: Point) -> int:
    """Great-circle distance, whole metres."""
    half_latitude = radians(other.latitude - one.latitude) / 2
    half_longitude = radians(other.longitude - one.longitude) / 2
    chord = (
        sin(half_latitude) ** 2
        + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(half_longitude) ** 2
    )
    return round(2 * EARTH_RADIUS_METRES * asin(sqrt(min(1.0, chord))))
