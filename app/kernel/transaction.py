"""One action, one transaction. Nothing else in the house commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.kernel.database import BEGINS_FOR_WRITING, session

_IN_ACTION = "haoren_in_action"


@contextmanager
def transaction() -> Iterator[Session]:
    """Begin for writing, commit at the end, roll back on any error.

    Inside another one it joins it: a reaction's writes stand or fall with the action's. What was
    read before it opened is a closed snapshot; rows that decide are read again inside, under lock.
    """
    live = session()
    if live.info.get(_IN_ACTION):
        yield live
        return
    if live.in_transaction():
        live.commit()  # ends the reading snapshot, so that SQLite can begin for writing
    live.info[_IN_ACTION] = True
    try:
        live.connection(execution_options={BEGINS_FOR_WRITING: True})
        yield live
        live.commit()
    except BaseException:
        live.rollback()
        raise
    finally:
        live.info.pop(_IN_ACTION, None)
