"""From the degrees of GPS (WGS-84) to those of Chinese maps (GCJ-02), which all our points use.

The offset is the published approximation of GCJ-02 on the Krasovsky 1940 ellipsoid; it agrees with
Chinese maps to a few metres. Outside the mainland's frame GCJ-02 equals WGS-84.
"""

from math import atan2, cos, pi, radians, sin, sqrt

from app.kernel.geo import Point

SEMI_MAJOR_METRES = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
FRAME = ((0.8293, 55.8271), (72.004, 137.8347))  # south–north, west–east


def gcj02_from_wgs84(point: Point) -> Point:
    """The same place in GCJ-02 degrees."""
    (south, north), (west, east) = FRAME
    if not (south <= point.latitude <= north and west <= point.longitude <= east):
        return point
    x, y = point.longitude - 105.0, point.latitude - 35.0
    slant = radians(point.latitude)
    magic = 1 - ECCENTRICITY_SQUARED * sin(slant) ** 2
    per_degree_north = SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED) / magic**1.5 * pi / 180
    per_degree_east = SEMI_MAJOR_METRES / sqrt(magic) * cos(slant) * pi / 180
    return Point(
        point.latitude + _north_metres(x, y) / per_degree_north,
        point.longitude + _east_metres(x, y) / per_degree_east,
    )


def _north_metres(x: float, y: float) -> float:
    return (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * sqrt(abs(x))
        + _waves(x)
        + _swell(y, (20.0, 1), (40.0, 3))
        + (160.0 * sin(y * pi / 12) + 320.0 * sin(y * pi / 30)) * 2 / 3
    )


def _east_metres(x: float, y: float) -> float:
    return (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * sqrt(abs(x))
        + _waves(x)
        + _swell(x, (20.0, 1), (40.0, 3))
        + (150.0 * sin(x * pi / 12) + 300.0 * sin(x * pi / 30)) * 2 / 3
    )


def _waves(x: float) -> float:
    return (20.0 * sin(6 * x * pi) + 20.0 * sin(2 * x * pi)) * 2 / 3


def _swell(z: float, *waves: tuple[float, int]) -> float:
    return sum(height * sin(z * pi / length) for height, length in waves) * 2 / 3


def gcj02_from_bd09(point: Point) -> Point:
    """What Baidu's maps call a position, as the other Chinese maps do; right within two metres."""
    x, y = point.longitude - 0.0065, point.latitude - 0.006
    length = sqrt(x * x + y * y) - 0.00002 * sin(y * _BAIDU)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU)
    return Point(length * sin(angle), length * cos(angle))


_BAIDU = pi * 3000 / 180
