"""The database itself refuses to change what is only ever added to."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.hours.approval import approve_batch
from app.kernel.append_only import append_only_tables, grants, unguarded
from app.kernel.database import Base, db, session
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON
from tests.guards import guards_away

pytestmark = pytest.mark.usefixtures("database")
TABLES = {table.name for table in append_only_tables(Base.metadata)}


@pytest.fixture
def rows() -> None:
    """A row in the tables that refuse."""
    station = world.a_station()
    record = world.a_pending_record(world.a_volunteer(station), station)
    approve_batch(world.staff(at=station), [record.id], now=NOON)
    session.rollback()


def test_the_histories_are_among_them() -> None:
    assert {"audit_entry", "hour_decision", "scan"} <= TABLES
    assert {"point_entry", "star_award", "back_fill_confirmation"} <= TABLES


def test_every_append_only_table_has_its_guards() -> None:
    with db.engine.connect() as connection:
        assert unguarded(connection, Base.metadata) == []


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entry SET action = 'hours.revoke'",
        "DELETE FROM audit_entry",
        "UPDATE hour_decision SET minutes = 600",
        "DELETE FROM hour_decision",
        "UPDATE scan SET refusal = NULL",
        "UPDATE point_entry SET points = 500",
        "DELETE FROM point_entry",
    ],
)
def test_rows_are_neither_changed_nor_removed(rows: None, attack: str) -> None:
    if "scan" in attack:
        with transaction():
            session.execute(text(_A_SCAN), {"at": NOON.replace(tzinfo=None)})
    with pytest.raises(DBAPIError, match="is append-only"), db.engine.begin() as connection:
        connection.execute(text(attack))


_A_SCAN = (
    "INSERT INTO scan (id, at, way, sentence) VALUES "
    "('0193577e-0000-7000-8000-000000000000', :at, 'card', '')"
)


def test_nothing_takes_a_rows_place(rows: None) -> None:
    attacks = {
        "sqlite": "INSERT OR REPLACE INTO hour_decision SELECT id, record_id, at, decision, "
        "staff_id, 600 FROM hour_decision",
        "postgresql": "INSERT INTO hour_decision SELECT * FROM hour_decision "
        "ON CONFLICT (id) DO UPDATE SET minutes = 600",
    }
    with pytest.raises(DBAPIError, match="is append-only"), db.engine.begin() as connection:
        connection.execute(text(attacks[connection.dialect.name]))


def test_a_guard_that_is_gone_is_missed(rows: None) -> None:
    with db.engine.begin() as connection, guards_away(connection):
        missed = set(unguarded(connection, Base.metadata))
    assert {"audit_entry", "hour_decision"} <= missed <= TABLES


def of_a_role_of_its_own(connection: Connection, role: str) -> None:
    connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    for line in grants(Base.metadata, role=role):
        connection.execute(text(line))


@pytest.fixture
def as_the_app(application: Flask, rows: None) -> Callable[[str], None]:
    """Run SQL as the application's role in production: it owns nothing."""
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no roles")

    def run(*statements: str) -> None:
        with db.engine.connect() as connection:
            of_a_role_of_its_own(connection, "haoren_app_in_a_test")
            connection.execute(text("SET ROLE haoren_app_in_a_test"))
            try:
                for statement in statements:
                    connection.execute(text(statement))
            finally:
                connection.rollback()  # the role goes, too

    return run


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "ALTER TABLE audit_entry DISABLE TRIGGER USER",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "UPDATE hour_decision SET minutes = 1",
        "DELETE FROM scan",
    ],
)
def test_the_apps_role_may_not_even_try(as_the_app: Callable[[str], None], attack: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        as_the_app(attack)


def test_the_apps_role_can_do_its_work(as_the_app: Callable[..., None]) -> None:
    as_the_app(
        "INSERT INTO hour_decision SELECT gen_random_uuid(), record_id, at, decision, staff_id, "
        "minutes FROM hour_decision",
        "SELECT 1 FROM hour_record FOR UPDATE",
        "UPDATE hour_record SET reason = NULL",
        "DELETE FROM audit_words",
    )


def test_an_entry_is_written_with_its_words() -> None:
    with transaction():
        trail.record(SYSTEM, "a.b", "thing", None, now=NOON, why="因为")
    assert session.execute(text("SELECT actor_name FROM audit_words")).scalar() == "系统"
