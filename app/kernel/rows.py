"""One row by its id, or NotFound: how most actions and pages begin."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from app.kernel.database import Base, session
from app.kernel.refusal import NotFound

Row = TypeVar("Row", bound=Base)


def row_with(model: type[Row], row_id: UUID | int) -> Row:
    """The row with this id; raises NotFound."""
    row = session.get(model, row_id)
    if row is None:
        raise NotFound
    return row


def held_row(model: type[Row], row_id: UUID) -> Row:
    """The row as it is now, held until the action ends; others may still refer to it.

    Raises NotFound.
    """
    row = session.scalars(
        select(model)
        .where(model.__table__.c.id == row_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row
