"""After a change of keys: seal again, under the current one, what an older one sealed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, bindparam, func, select, type_coerce

from app.kernel.crypto import EncryptedText, current_mark
from app.kernel.database import Base, session
from app.kernel.transaction import transaction

BATCH = 200


def sealed_columns() -> Iterator[Column[Any]]:
    """Every column of every table that is ciphertext at rest."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, EncryptedText))


def left_to_reseal() -> int:
    """How many values stand under an older key."""
    counts = (
        session.scalar(select(func.count()).where(_under_an_older_key(column)))
        for column in sealed_columns()
    )
    return sum(count or 0 for count in counts)


def reseal_some(*, limit: int = BATCH) -> int:
    """Seal up to so many values of each column again; returns how many, 0 when all is done.

    A value no key opens stops it with Undecipherable: the key it needs is missing.
    """
    return sum(_reseal(column, limit) for column in sealed_columns())


def _reseal(column: Column[Any], limit: int) -> int:
    table = column.table

    (key,) = table.primary_key.columns
    with transaction():
        rows = session.execute(
            select(key, column)
            .where(_under_an_older_key(column))
            .order_by(key)
            .limit(limit)
            .with_for_update()
        ).all()
        if rows:
            session.connection().execute(
                table.update().where(key == bindparam("row")).values({column: bindparam("text")}),
                [{"row": row[0], "text": row[1]} for row in rows],
            )
    return len(rows)


def _under_an_older_key(column: Column[Any]) -> ColumnElement[bool]:
    raw = type_coerce(column, Text)
    return column.is_not(None) & ~raw.startswith(current_mark(), autoescape=True)
