"""Whether points, stars and balances follow from the ledger, row by row."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.audit import against_table
from app.domain.audit.against_table import Proven
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.domain.recognition import proving
from app.domain.recognition.counters import BALANCES
from app.domain.recognition.models import PointEntry, StarAward
from app.kernel.database import session


def findings() -> Iterator[Finding]:
    """Everything that does not follow."""
    yield from against_table.findings(_POINTS)
    yield from against_table.findings(_STARS)
    for volunteer_id in session.scalars(BALANCES.breaches):
        yield Finding(
            "table", f"point_account of {volunteer_id} was altered: it is not the sum of its rows"
        )


def _points_otherwise(row: PointEntry, entry: EntryView) -> list[str]:
    names = (column.key for column in PointEntry.__mapper__.column_attrs)
    said = proving.point_facts({name: getattr(row, name) for name in names})
    return _otherwise(said, entry) + _whose_and_when(row.volunteer_id, row.at, entry)


def _stars_otherwise(row: StarAward, entry: EntryView) -> list[str]:
    return _otherwise(proving.star_facts(row), entry) + _whose_and_when(
        row.volunteer_id, row.given_at, entry
    )


def _otherwise(said: Mapping[str, Any], entry: EntryView) -> list[str]:
    return [name for name, value in said.items() if entry.facts.get(name) != value]


def _whose_and_when(volunteer_id: object, at: object, entry: EntryView) -> list[str]:
    names = ["volunteer_id"] if entry.person_id != volunteer_id else []
    return names + (["at"] if entry.at != at else [])


_POINTS = Proven(PointEntry, proving.POINT_ACTIONS, _points_otherwise)
_STARS = Proven(StarAward, proving.STAR_ACTIONS, _stars_otherwise)
