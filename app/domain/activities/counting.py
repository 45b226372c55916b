"""The counter of a position's taken places: it rises only below capacity."""

from sqlalchemy import update

from app.domain.activities.models import Position
from app.kernel.database import session


def count_in(position: Position) -> bool:
    """Take one place if there is one; the row count says so."""
    done = session.execute(
        update(Position)
        .where(Position.id == position.id, Position.taken < Position.capacity)
        .values(taken=Position.taken + 1)
        .returning(Position.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None
