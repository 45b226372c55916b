"""The counter of a position's taken places: it rises only below capacity."""

from uuid import UUID

from sqlalchemy import bindparam, update

from app.domain.activities.models import Position
from app.kernel import lean
from app.kernel.lean import table_of


def count_in(position_id: UUID) -> bool:
    """Take one place if there is one; the row that comes back says so."""
    return lean.run(_COUNTED, position_id=position_id).first() is not None


_COUNTED = (
    update(table_of(Position))
    .where(Position.id == bindparam("position_id"), Position.taken < Position.capacity)
    .values(taken=Position.taken + 1)
    .returning(Position.id)
)
