"""One action, one transaction."""

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.domain.messaging.models import Credential
from app.kernel.database import db, session
from app.kernel.transaction import transaction


def stored() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Credential)) or 0


def test_what_an_action_writes_is_there_when_it_ends(database: Flask) -> None:
    with transaction():
        session.add(Credential(name="a"))
    assert stored() == 1


def add_and_fail() -> None:
    with transaction():
        session.add(Credential(name="a"))
        session.flush()
        raise RuntimeError("in mid-action")


def add_inside_and_fail_outside() -> None:
    with transaction():
        with transaction():
            session.add(Credential(name="a"))
        raise RuntimeError("after the inner one")


def test_an_error_leaves_nothing_half_done(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_and_fail()
    assert stored() == 0


def test_an_inner_transaction_joins_the_outer_one(database: Flask) -> None:
    with pytest.raises(RuntimeError):
        add_inside_and_fail_outside()
    assert stored() == 0


def test_a_transaction_can_begin_after_reading(database: Flask) -> None:
    session.scalars(select(Credential)).all()
    with transaction():
        session.add(Credential(name="a"))
    assert stored() == 1


def fail_reading() -> None:
    with pytest.raises(DBAPIError):
        session.execute(text("SELECT * FROM no_such_table"))


def test_a_transaction_can_begin_after_reading_went_wrong(database: Flask) -> None:
    session.scalars(select(Credential)).all()
    fail_reading()
    with transaction():
        session.add(Credential(name="a"))
    assert stored() == 1


def test_what_was_read_before_is_no_snapshot_for_what_is_written(database: Flask) -> None:
    assert session.scalar(select(func.count()).select_from(Credential)) == 0
    with db.engine.begin() as somebody_else:
        somebody_else.execute(insert(Credential).values(name="a", value=""))
    with transaction():
        assert session.scalar(select(func.count()).select_from(Credential)) == 1


def test_a_connection_that_the_server_closed_is_not_used_again(database: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("there is no server")
    session.remove()
    with db.engine.connect() as connection:
        ours = connection.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(db.engine.url)
    with other.begin() as somebody_else:
        somebody_else.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": ours})
    other.dispose()
    assert stored() == 0
