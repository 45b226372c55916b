"""Take the guards of append-only tables away for a moment, as their owner could."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, text

from app.kernel.append_only import append_only_tables
from app.kernel.database import Base, db, session

EMPTIES = "haoren_empties"


@contextmanager
def guards_away(connection: Connection, rows_in: Collection[str] = ()) -> Iterator[None]:
    """Within, rows may be changed and removed; afterwards everything stands as before.

    `rows_in` names the tables that hold rows, if that is known already.
    """
    names = guarded()
    tables = [name for name in rows_in or filled(connection, names) if name in names]
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


@cache
def guarded() -> list[str]:
    """The tables that are only added to."""
    return [table.name for table in append_only_tables(Base.metadata)]


def switch(connection: Connection, tables: list[str], word: str) -> None:
    in_one_journey(connection, [f'ALTER TABLE "{name}" {word} TRIGGER USER' for name in tables])


def in_one_journey(connection: Connection, statements: list[str]) -> None:
    """Execute them; PostgreSQL takes them all at once."""
    if connection.dialect.name == "postgresql" and statements:
        statements = ["; ".join(statements)]
    for statement in statements:
        connection.exec_driver_sql(statement)


def empty(connection: Connection, tables: list[str]) -> None:
    """Remove all rows of the tables, named with children first, past the guards."""
    if is_superuser(connection):
        empty_at_once(connection, tables)
        return
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    rows_in = filled(connection, tables)
    with guards_away(connection, rows_in):
        in_one_journey(connection, [f'DELETE FROM "{name}"' for name in rows_in])


def is_superuser(connection: Connection) -> bool:
    """Whether PostgreSQL lets us pass by triggers and foreign keys."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "postgresql":
        return False
    return bool(driver.info.parameter_status("is_superuser") == "on")


def empty_at_once(connection: Connection, tables: list[str]) -> None:
    """In one journey, by a function of this connection's: no schema changes, plans are kept."""
    if connection.info.get(EMPTIES) != tables:
        each = (
            f'PERFORM 1 FROM "{name}" LIMIT 1; IF FOUND THEN DELETE FROM "{name}"; END IF;'
            for name in tables
        )
        connection.exec_driver_sql(
            f"CREATE OR REPLACE FUNCTION pg_temp.{EMPTIES}() RETURNS void LANGUAGE plpgsql "
            f"SET session_replication_role = replica AS $$ BEGIN {' '.join(each)} END $$"
        )
        connection.info[EMPTIES] = tables
    connection.exec_driver_sql(f"SELECT pg_temp.{EMPTIES}()")


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
