"""A denial that waited before complaints followed it is due and answered like one made today."""

from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade

import app as haoren
from app.domain.audit import trail
from app.domain.complaints.models import Complaint, ComplaintConcern
from app.domain.people.behind import TYPED_IN_HER_PHONE
from app.domain.people.models import Denial
from app.domain.places.models import Place
from app.kernel.database import db, session
from app.kernel.transaction import transaction
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
            clerk = world.staff(at=session.get_one(Place, person.community_id))
            with transaction():
                trail.record(clerk.actor, TYPED_IN_HER_PHONE, "volunteer", person.id, now=NOON)
            world.saved(Denial(**facts, settled_at=NOON, outcome="mistake"))
            session.remove()
            downgrade(revision=BEFORE)
            upgrade()
            row = session.query(Complaint).one()
            assert (row.id, row.subject, row.subject_id) == (waits, "not_me", person.id)
            assert row.phone == person.phone
            assert row.due_at is not None
            concerned = session.query(ComplaintConcern).all()
            assert {one.staff_id or one.volunteer_id for one in concerned} == {clerk.id, person.id}
            session.remove()
            downgrade(revision=BEFORE)
            assert session.query(Complaint).count() == 0
            session.remove()
            db.engine.dispose()
