"""Statements said once, for what many people do at the same moment.

A select built when its module is read, with `bindparam` for what differs, costs a quarter of one
built at every request that fills objects for the session to watch (docs/benchmarks.md). Rooms use
it where a crowd stands at the door; everywhere else the session's own way reads better.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Table, insert

from app.kernel.database import IN_ACTION, Base, session
from app.kernel.said import Rows, said


def run(statement: Executable, **values: Any) -> Rows:
    """Execute in the session's transaction. Rows come as columns, whatever was selected."""
    live = session()
    connection: Connection = live.info.get(IN_ACTION) or live.connection()
    ready = said(statement, connection.dialect, tuple(values))
    if ready is not None:
        return ready.run(connection, values)
    done = connection.execute(statement, values)
    return Rows(done.all()) if done.returns_rows else Rows()


def add(model: type[Base], **values: Any) -> None:
    """Write one row now; the session knows no object for it."""
    run(_into(model), **values)


def table_of(model: type[Base]) -> Table:
    """The table behind a model."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not one table")
    return table


@cache
def _into(model: type[Base]) -> Insert:
    return insert(table_of(model))
