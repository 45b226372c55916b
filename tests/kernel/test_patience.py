"""A busy database is waited for as long as was said, and afterwards as usual."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from app.domain.messaging import answered, heartbeats
from app.kernel.database import BEGINS_FOR_WRITING, db, session
from app.kernel.patience import waiting_at_most
from tests.world import NOON

pytestmark = pytest.mark.database


@contextmanager
def somebody_writing(application: Flask) -> Iterator[None]:
    """Another process holds the row of heartbeat "w", and on SQLite the whole database."""
    engine = create_engine(application.config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.execute(text("UPDATE worker_heartbeat SET beat_at = beat_at"))
        yield
        connection.rollback()
    engine.dispose()


def test_waiting_ends_with_an_error_when_patience_does(application: Flask) -> None:
    heartbeats.beat("w", now=NOON)
    with somebody_writing(application):
        began = time.monotonic()
        with waiting_at_most(0.5), pytest.raises(OperationalError):
            heartbeats.beat("w", now=NOON)
        assert 0.4 < time.monotonic() - began < 2


def test_all_statements_together_have_the_patience_of_one(application: Flask) -> None:
    heartbeats.beat("w", now=NOON)
    with somebody_writing(application):
        began = time.monotonic()
        with waiting_at_most(0.5):
            for _ in range(3):
                with pytest.raises(OperationalError):
                    heartbeats.beat("w", now=NOON)
        assert time.monotonic() - began < 1.5


@pytest.mark.usefixtures("application")
def test_afterwards_a_connection_waits_as_long_as_ever() -> None:
    with waiting_at_most(0.5):
        answered.claim("k", now=NOON, lease=NOON - NOON)
        session.remove()
    options = {BEGINS_FOR_WRITING: True}
    with db.engine.connect().execution_options(**options) as connection, connection.begin():
        setting = "lock_timeout" if db.engine.dialect.name == "postgresql" else "busy_timeout"
        query = f"SHOW {setting}" if setting == "lock_timeout" else f"PRAGMA {setting}"
        assert connection.exec_driver_sql(query).scalar() in ("0", 30_000)
