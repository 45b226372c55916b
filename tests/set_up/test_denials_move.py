"""A denial that waited before complaints followed it is due and answered like one made today."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

import app as haoren
from app.domain.complaints.models import Complaint
from app.domain.people.models import Denial
from app.kernel.database import db, session
from tests import world
from tests.conftest import NOON, an_empty_database, test_settings

pytestmark = pytest.mark.database
BEFORE = "0066"


def test_what_waits_becomes_a_complaint_and_what_is_settled_does_not(tmp_path: Path) -> None:
    with an_empty_database(tmp_path) as url:
        application = haoren.create_app(test_settings(url))
        with application.app_context():
            upgrade()
            person = world.a_volunteer()
            facts = {"volunteer_id": person.id, "phone": person.phone, "said_at": NOON}
            waits = world.saved(Denial(**facts)).id
            world.saved(Denial(**facts, settled_at=NOON, outcome="mistake"))
            session.remove()
            downgrade(revision=BEFORE)
            upgrade()
            row = session.query(Complaint).one()
            assert (row.id, row.subject, row.subject_id) == (waits, "not_me", person.id)
            assert row.phone == person.phone
            assert row.due_at is not None
            session.remove()
            downgrade(revision=BEFORE)
            assert session.query(Complaint).count() == 0
            session.remove()
            db.engine.dispose()
