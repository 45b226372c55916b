"""Where the phone says it is, as hidden fields of a form."""

from math import isfinite

from flask import request

from app.kernel.coordinates import gcj02_from_wgs84
from app.kernel.geo import Point


def point_sent() -> Point | None:
    """The position in the form as GCJ-02; None when the phone did not tell."""
    latitude = request.form.get("latitude", type=float)
    longitude = request.form.get("longitude", type=float)
    if latitude is None or longitude is None or not _on_earth(latitude, longitude):
        return None
    point = Point(latitude, longitude)
    return gcj02_from_wgs84(point) if request.form.get("coordinates") == "wgs84" else point


def _on_earth(latitude: float, longitude: float) -> bool:
    return isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 >= abs(longitude) / 2
