"""The database: one declarative base, one session, and column types that keep their promises."""

import select
import uuid
from datetime import UTC, datetime
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, MetaData, String, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, registry, scoped_session
from sqlalchemy.types import TypeDecorator

from app.kernel.said import command

BEGINS_FOR_WRITING = "haoren_begins_for_writing"
# 32 MB. To copy the log back is to wait for the disk: eight times less often than is usual
# (docs/benchmarks.md).
WAL_PAGES = 8_000
IN_ACTION = "haoren_in_action"  # in a session's info: the connection of the action it is in


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC on both databases. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment needs its time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """What every model inherits. Strings are given their length by the column."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            uuid.UUID: Uuid(),
            str: String(200),
            dict[str, Any]: Json,
            list[str]: Json,
        },
    )


db = SQLAlchemy(
    model_class=Base,
    disable_autonaming=True,
    session_options={"expire_on_commit": False, "autoflush": False},
)
session = cast("scoped_session[Session]", db.session)


def prepare_engine(engine: Engine) -> None:
    """Give SQLite its write-ahead log, foreign keys and honest transactions."""
    if engine.dialect.name != "sqlite":
        _keep_what_is_prepared(engine)
        _notice_what_was_closed(engine)
        return

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"wal_autocheckpoint={WAL_PAGES}",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        for_writing = connection.get_execution_options().get(BEGINS_FOR_WRITING)
        command(connection, "BEGIN IMMEDIATE" if for_writing else "BEGIN")


def _keep_what_is_prepared(engine: Engine) -> None:
    """What psycopg prepares by itself it forgets with every rollback, and ours (journeys.py) too.

    A request that only reads ends with a rollback: little is lost.
    """

    @event.listens_for(engine, "connect")
    def _prepare_nothing(connection: Any, _record: Any) -> None:
        connection.prepare_threshold = None


def _notice_what_was_closed(engine: Engine) -> None:
    """Before a pooled connection is used again, see whether the server has closed it.

    As sure as the engine's `pool_pre_ping`, without its question to the server at every request: a
    server that went away has closed its end, and that can be read. What is silent has said nothing.
    """

    @event.listens_for(engine, "checkout")
    def _look(connection: Any, _record: Any, _proxy: Any) -> None:
        looking = select.poll()
        looking.register(connection.fileno(), select.POLLIN)
        if looking.poll(0) and not _answers(engine, connection):
            raise InvalidatePoolError


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error:
        return False
