"""A point of a place, from before points were known and back."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

import app as haoren
from app.domain.places.models import Place
from app.kernel.database import db, session
from tests import world
from tests.conftest import an_empty_database, test_settings

pytestmark = pytest.mark.database
BEFORE_POINTS = "0056"


def test_points_go_with_the_level_and_the_others_stay(tmp_path: Path) -> None:
    with an_empty_database(tmp_path) as url:
        application = haoren.create_app(test_settings(url))
        with application.app_context():
            upgrade()
            world.a_point()
            session.remove()
            downgrade(revision=BEFORE_POINTS)
            with db.engine.connect() as connection:
                query = text("SELECT level FROM place ORDER BY level")
                assert connection.scalars(query).all() == ["centre", "office", "station"]
            upgrade()
            assert session.scalar(select(func.count(Place.id))) == 3
            world.a_point(session.scalars(select(Place).where(Place.level == "station")).one())
            session.remove()
            db.engine.dispose()
