"""INSERT … ON CONFLICT on both databases: SQLAlchemy spells it once for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.kernel.database import Base, session
from app.kernel.lean import table_of


def insert_into(model: type[Base]) -> Any:
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`.

    Both dialects offer the same two methods, but share no class that has them.
    """
    return insert_of(dialect(), model)


def insert_of(dialect_name: str, model: type[Base]) -> Any:
    """The same for a statement that is said once for each database."""
    table = table_of(model)
    return postgresql.insert(table) if dialect_name == "postgresql" else sqlite.insert(table)


def dialect() -> str:
    """Which database this is: postgresql | sqlite."""
    return session.get_bind().dialect.name
