"""Statements said once, for what many people do at the same moment.

A select built when its module is read, with `bindparam` for what differs, costs a quarter of one
built at every request that fills objects for the session to watch (docs/benchmarks.md). Rooms use
it where a crowd stands at the door; everywhere else the session's own way reads better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Table, event, insert
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from app.kernel.database import IN_ACTION, Base, session
from app.kernel.said import Rows, run_all, said

_WAITING = "haoren_waiting"  # in a session's info: what was left to be written


@dataclass(frozen=True)
class Question:
    """A statement and the values of its parameters."""

    statement: Executable
    values: Mapping[str, Any]


def question(statement: Executable, **values: Any) -> Question:
    """To be run with others."""
    return Question(statement, values)


def run(statement: Executable, **values: Any) -> Rows:
    """Execute in the session's transaction. Rows come as columns, whatever was selected."""
    return run_together(Question(statement, values))[0]


def run_together(*questions: Question) -> list[Rows]:
    """Execute in order, on PostgreSQL in one journey; each sees what those before it did."""
    live = session()
    waiting = live.info.pop(_WAITING, ())
    return _run_all(_connection(live), [*waiting, *questions])[len(waiting) :]


def _connection(live: Session) -> Connection:
    """The action's; within a savepoint the session itself sees to it that it has begun."""
    action: Connection | None = live.info.get(IN_ACTION)
    return live.connection() if action is None or live.in_nested_transaction() else action


def leave(statement: Executable, **values: Any) -> None:
    """Execute along with what the action runs next, or with its COMMIT: nobody asks for more.

    What the database refuses is raised there. Outside an action it is executed at once.
    """
    live = session()
    if live.info.get(IN_ACTION):
        live.info.setdefault(_WAITING, []).append(Question(statement, values))
    else:
        run(statement, **values)


def add(model: type[Base], **values: Any) -> None:
    """Leave one row to be written; the session knows no object for it."""
    leave(_into(model), **values)


def write_what_waits(live: Session, *, and_commit: bool = False) -> None:
    """Execute what was left; on PostgreSQL COMMIT comes along."""
    waiting = live.info.pop(_WAITING, ())
    if waiting:
        _run_all(_connection(live), waiting, and_commit=and_commit)


def forget_what_waits(live: Session) -> None:
    """The action is rolled back."""
    live.info.pop(_WAITING, None)


@event.listens_for(Session, "do_orm_execute")
def _before_a_statement(state: ORMExecuteState) -> None:
    write_what_waits(state.session)


@event.listens_for(Session, "before_flush")
def _before_a_flush(live: Session, _context: object, _objects: object) -> None:
    write_what_waits(live)


@event.listens_for(Session, "after_transaction_create")
def _before_a_savepoint(live: Session, transaction: SessionTransaction) -> None:
    waiting = live.info.pop(_WAITING, ()) if transaction.nested else ()
    if waiting:
        _run_all(live.info[IN_ACTION], waiting)  # before the savepoint: it has not begun yet


def _run_all(
    connection: Connection, questions: Sequence[Question], *, and_commit: bool = False
) -> list[Rows]:
    ready = [
        (said(one.statement, connection.dialect, tuple(one.values)), one.values)
        for one in questions
    ]
    prepared = [(how, values) for how, values in ready if how]
    if len(prepared) == len(questions):
        return run_all(connection, prepared, and_commit=and_commit)
    return [_run_anew(connection, one) for one in questions]


def _run_anew(connection: Connection, asked: Question) -> Rows:
    done = connection.execute(asked.statement, asked.values)
    return Rows(done.all()) if done.returns_rows else Rows()


def table_of(model: type[Base]) -> Table:
    """The table behind a model."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model.__name__} is not one table")
    return table


@cache
def _into(model: type[Base]) -> Insert:
    return insert(table_of(model))
