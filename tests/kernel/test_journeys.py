"""What PostgreSQL refuses, or breaks off, in the middle of a journey leaves nothing behind."""

from collections.abc import Iterator

import pytest
from flask import Flask
from psycopg.pq import PipelineStatus
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.domain.messaging.models import Credential
from app.kernel import lean
from app.kernel.database import db, session
from app.kernel.patience import waiting_at_most
from app.kernel.transaction import transaction

pytestmark = pytest.mark.database

_VALUES = select(Credential.value).where(Credential.name == bindparam("name"))
_OTHER_VALUES = select(Credential.value).where(Credential.name != bindparam("name"))
_DIVIDED = select((1 / bindparam("by", type_=Credential.__table__.c.name.type)).label("share"))
_PID = select(func.pg_backend_pid().label("pid"))


@pytest.fixture(autouse=True)
def _on_postgresql(application: Flask) -> Iterator[None]:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no journeys")
    yield
    session.rollback()


def value_of(name: str) -> object:
    return lean.run(_VALUES, name=name).scalar()


def test_what_is_prepared_outlives_a_rollback() -> None:
    for _ in range(8):
        assert value_of("a") is None
        session.scalar(select(Credential.value).where(Credential.name == "b"))
        session.rollback()


def test_after_an_error_in_the_middle_the_connection_can_be_used_again() -> None:
    with pytest.raises(DBAPIError):
        lean.run_together(
            lean.question(_VALUES, name="a"),
            lean.question(_DIVIDED, by="nothing"),
            lean.question(_OTHER_VALUES, name="a"),
        )
    session.rollback()
    assert lean.run(_OTHER_VALUES, name="a") == []
    driver = session.connection().connection.dbapi_connection
    assert driver.pgconn.pipeline_status == PipelineStatus.OFF  # type: ignore[union-attr]


def test_a_text_that_cannot_be_sent_is_an_error_and_no_more() -> None:
    with pytest.raises(DBAPIError):
        value_of("a\0b")
    session.rollback()
    assert value_of("a") is None


def test_a_connection_that_was_cut_is_an_operational_error_and_replaced() -> None:
    cut = lean.run(_PID).scalar()
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": cut})
    with pytest.raises(OperationalError):
        value_of("a")
    session.rollback()
    assert lean.run(_PID).scalar() != cut


def test_commit_along_with_the_last_rows_is_a_commit() -> None:
    with transaction():
        lean.add(Credential, name="a", value="1")
    session.remove()
    assert value_of("a") == "1"


def test_a_beginning_with_limits_keeps_them_until_the_end() -> None:
    with waiting_at_most(2), transaction():
        assert session.scalar(text("SHOW lock_timeout")) != "0"
        lean.add(Credential, name="a", value="1")
    assert session.scalar(text("SHOW lock_timeout")) == "0"
    assert value_of("a") == "1"
