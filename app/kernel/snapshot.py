"""Many reads as of one moment: for checks and copies of everything."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.database import session


@contextmanager
def snapshot() -> Iterator[Session]:
    """Read as much as it takes, as of one moment; nothing is written, nobody waits."""
    live = session()
    live.rollback()
    try:
        if live.get_bind().dialect.name == "postgresql":
            live.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            live.execute(text("SET LOCAL statement_timeout = 0"))
        yield live
    finally:
        live.rollback()
