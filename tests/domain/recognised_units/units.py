"""Recognised units to tell tests with."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.recognised_units.recognising import About, enter
from app.domain.recognised_units.rules import Decided
from tests.conftest import NOON

FACTS = Decided(
    on=date(2023, 12, 1),
    name="阳光小学",
    level="city",
    awarded_by="市精神文明建设委员会",
    document="文明委〔2023〕12号",
    review_due_on=date(2026, 12, 1),
)


def a_unit(staff: Staff, place_id: UUID, *, kind: str = "campus", **facts: object) -> UUID:
    """A campus of the city's level, unless said."""
    about = About(place_id=place_id, is_public=kind != "household")
    return enter(staff, kind, about, replace(FACTS, **facts), now=NOON)  # type: ignore[arg-type]
