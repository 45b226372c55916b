"""One action, one transaction. Nothing else in the house commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from app.kernel.database import BEGINS_FOR_WRITING, IN_ACTION, session
from app.kernel.lean import forget_what_waits, write_what_waits
from app.kernel.said import command


@contextmanager
def transaction() -> Iterator[Session]:
    """Begin for writing, commit at the end, roll back on any error.

    Inside another one it joins it: a reaction's writes stand or fall with the action's. What was
    read before it opened is a closed snapshot; rows that decide are read again inside, under lock.
    """
    live = session()
    if live.info.get(IN_ACTION):
        yield live
        return
    try:
        live.info[IN_ACTION] = _begun_for_writing(live)
        yield live
        live.flush()
        write_what_waits(live, and_commit=True)
        live.commit()
    except BaseException:
        forget_what_waits(live)
        live.rollback()
        raise
    finally:
        live.info.pop(IN_ACTION, None)


def _begun_for_writing(live: Session) -> Connection:
    if live.in_transaction():
        connection = live.connection()
        if _goes_on_writing(connection):
            return connection
        live.commit()
    return live.connection(execution_options={BEGINS_FOR_WRITING: True})


def _goes_on_writing(connection: Connection) -> bool:
    """Write where has been read: to give the connection back and take it again costs more."""
    if connection.dialect.name == "sqlite":
        # A reading snapshot cannot become a writing one.
        command(connection, "COMMIT")
        command(connection, "BEGIN IMMEDIATE")
        return True
    # READ COMMITTED: every statement sees the present. After an error nothing more can be done.
    driver: Any = connection.connection.dbapi_connection
    return bool(driver.info.transaction_status != TransactionStatus.INERROR)
