"""A running house for each story, over a database of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

import app as haoren
from app.kernel import clock
from app.kernel.database import db
from config import Settings
from tests.conftest import an_empty_database, test_settings
from tests.stories.house import House


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a migrated, empty database: what each house begins with a copy of."""
    with an_empty_database(tmp_path_factory.mktemp("migrated")) as url:
        with haoren.create_app(test_settings(url)).app_context():
            upgrade()
            db.engine.dispose()
        yield url


@pytest.fixture
def quiet_house(tmp_path: Path, migrated: str) -> Iterator[House]:
    """A house with a migrated, empty database; nothing runs yet."""
    with an_empty_database(tmp_path, like=migrated) as url:
        house = House(url, tmp_path)
        with _application(house).app_context():
            yield house
            house.stop()
            db.session.remove()
            db.engine.dispose()
    clock.use_system_time()


@pytest.fixture
def house(quiet_house: House) -> Iterator[House]:
    """Simulator, web server and worker run; the test itself stands inside the app's context."""
    with quiet_house:
        yield quiet_house


def _application(house: House) -> Flask:
    return haoren.create_app(Settings.from_environment(house.environment))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stories touch the database: they are told again on PostgreSQL."""
    for item in items:
        if {"house", "quiet_house"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)
