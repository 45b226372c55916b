"""Take the guards of append-only tables away for a moment, as their owner could."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Executable, text

from app.kernel.append_only import append_only_tables
from app.kernel.database import Base, db, session


@contextmanager
def guards_away(connection: Connection) -> Iterator[None]:
    """Within, rows may be changed and removed; afterwards everything stands as before."""
    tables = filled(connection, [table.name for table in append_only_tables(Base.metadata)])
    if connection.dialect.name == "postgresql":
        switch(connection, tables, "DISABLE")
        yield
        switch(connection, tables, "ENABLE")
        return
    triggers = connection.execute(
        text("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    away = [one for one in triggers if one.tbl_name in tables]
    for one in away:
        connection.execute(text(f'DROP TRIGGER "{one.name}"'))
    yield
    for one in away:
        connection.exec_driver_sql(one.sql)


def switch(connection: Connection, tables: list[str], word: str) -> None:
    for name in tables:
        connection.execute(text(f'ALTER TABLE "{name}" {word} TRIGGER USER'))


def filled(connection: Connection, tables: list[str]) -> list[str]:
    """Those that hold rows, in the order given.

    Most tests fill few tables, and a changed schema is read again by every connection.
    """
    each = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    return list(connection.scalars(text(" UNION ALL ".join(each))))


def behind_the_guards(*statements: str | Executable) -> None:
    """Change rows as somebody could who has the whole database in hand."""
    session.rollback()
    with db.engine.begin() as connection, guards_away(connection):
        for statement in statements:
            connection.execute(text(statement) if isinstance(statement, str) else statement)
    session.expire_all()
