"""The path of a place inside another room's statement."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.places.models import Place


def path_of(place_id: InstrumentedAttribute[UUID] | ColumnElement[Any]) -> ScalarSelect[str]:
    """The path of the place a column names, as a part of a larger select."""
    return select(Place.path).where(Place.id == place_id).correlate_except(Place).scalar_subquery()
