"""What every test may ask for: a real database, a moment, statements counted."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from werkzeug.test import TestResponse

import app as haoren
from app.domain.access import hashing
from app.domain.webhooks import subscriptions
from app.kernel import clock
from app.kernel.database import Base, db
from app.unpaused import leave_alone_what_is_here
from config import Settings
from tests.guards import empty

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Shanghai


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the database runs again on PostgreSQL."""
    for item in items:
        if {"database", "application", "database_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """The tests themselves are nothing that the garbage collector should look through each time."""
    leave_alone_what_is_here()


@pytest.fixture
def now() -> datetime:
    """The moment tests happen at: Monday, 23 November 2026, 12:00 in Shanghai."""
    return NOON


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """A password's hash takes no time here; the processes of a house hash as they always do."""
    hashing.HASHER = PasswordHasher(1, 8, 1)


@contextmanager
def an_empty_database(folder: Path, *, like: str = "") -> Iterator[str]:
    """A new database: a file in the folder, or one on TEST_DATABASE_URL's server.

    `like`: the URL of one that it is a copy of, and that nobody is connected to.
    """
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        file = folder / "haoren.sqlite3"
        if like:
            shutil.copy(str(make_url(like).database), file)
        yield f"sqlite:///{file}"
        return
    name = f"haoren_test_{uuid4().hex}"
    copied = f' TEMPLATE "{make_url(like).database}"' if like else ""
    engine = create_engine(make_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"{copied}'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of this test process alone."""
    with an_empty_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    """Settings of a test installation; nothing is read from the machine's environment."""
    return test_settings(database_url)


def test_settings(database_url: str, **more: str) -> Settings:
    """Settings over a database, with the variables given; also for processes tests start."""
    return Settings.from_environment(test_environment(database_url, **more))


def test_environment(database_url: str, **more: str) -> dict[str, str]:
    """The environment of a test installation."""
    return {
        "HAOREN_ENV": "test",
        "SECRET_KEY": "a-secret-for-tests-that-is-long-enough",
        "DATABASE_URL": database_url,
        "PUBLIC_URL": "http://haoren.test",
        "RATE_LIMITS": "off",
        **more,
    }


test_settings.__test__ = False  # type: ignore[attr-defined]
test_environment.__test__ = False  # type: ignore[attr-defined]


class Browser(FlaskClient):
    """Each request has a context and a database session of its own, as on a server.

    Without it, `g` (who is signed in) would be the test's, and live on from request to request.
    An answer is read whole, as a server sends it: a stream left half read would be closed by the
    garbage collector inside some later request, and take that one's context away.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            answer = super().open(*args, **{"buffered": True, **kwargs})
        # What the test reads from here on is what the request left behind.
        db.session.rollback()
        db.session.expire_all()
        return answer


@pytest.fixture(scope="session")
def _migrated(settings: Settings) -> Iterator[Flask]:
    application = haoren.create_app(settings)
    application.test_client_class = Browser
    with application.app_context():
        upgrade()
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def application(_migrated: Flask) -> Iterator[Flask]:
    """The whole application over an empty database, inside its context."""
    with _migrated.app_context():
        yield _migrated
        db.session.remove()
        empty_every_table()
        subscriptions.forget()
    clock.use_system_time()


@pytest.fixture
def database(application: Flask) -> Flask:
    """An empty, migrated database behind `app.kernel.database.session`."""
    return application


def empty_every_table() -> None:
    """Back to the state after the migrations: only the few tables that a test filled."""
    with db.engine.begin() as connection:
        empty(connection, children_first())


@cache
def children_first() -> list[str]:
    """The names of all tables, each before those it refers to."""
    return [table.name for table in reversed(Base.metadata.sorted_tables)]


Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def statements(application: Flask) -> Counting:
    """`with statements() as seen:` collects the SQL sent meanwhile, BEGIN and COMMIT left out."""
    engine = db.engine

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_conn: object, _cursor: object, sql: str, *_rest: object) -> None:
            if not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")):
                seen.append(sql)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder for what a started process keeps."""
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder
