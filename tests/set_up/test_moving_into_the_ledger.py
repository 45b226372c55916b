"""What stood in the trail before the ledger enters it, and can go back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

import app as haoren
from app.domain.audit import leaves
from app.domain.audit.models import AuditEntry
from app.domain.hours import against_ledger as hours
from app.domain.hours import proving, queries
from app.domain.hours.approval import approve_batch
from app.domain.hours.models import HourRecord
from app.domain.recognition import against_ledger as recognition
from app.kernel.append_only import unguarded
from app.kernel.database import Base, db, session
from tests import world
from tests.conftest import NOON, an_empty_database, test_settings

pytestmark = pytest.mark.database
BEFORE_THE_LEDGER = "0020"


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Flask]:
    """An installation from before the ledger, with a record that somebody has approved."""
    with an_empty_database(tmp_path) as url:
        application = haoren.create_app(test_settings(url))
        with application.app_context():
            upgrade()
            station = world.a_station()
            record = world.a_pending_record(world.a_volunteer(station), station)
            approve_batch(world.staff(at=station, name="王丽"), [record.id], now=NOON)
            session.remove()
            downgrade(revision=BEFORE_THE_LEDGER)
            yield application
            session.remove()
            db.engine.dispose()


def assert_told(entry: AuditEntry, record: HourRecord) -> None:
    """It says of the record all that was known of records then."""
    known = proving.facts(record, "approve")
    since_then = {"supersedes"}
    assert entry.facts == {name: fact for name, fact in known.items() if name not in since_then}


def test_decisions_enter_the_trail_with_what_they_prove(old: Flask) -> None:
    with db.engine.begin() as connection:
        assert connection.execute(
            text("SELECT actor_name, action FROM audit_entry ORDER BY id")
        ).all()[-1] == ("王丽", "hours.approve")
        # As the old program wrote them: under ids of their own.
        other = "0193577e-0000-7000-8000-000000000001"
        other = other.replace("-", "") if connection.dialect.name == "sqlite" else other
        connection.execute(text("UPDATE hour_decision SET id = :id"), {"id": other})
    upgrade()
    [record] = session.scalars(select(HourRecord))
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert all(leaves.opens(one) for one in entries)
    [taken] = [one for one in entries if one.action == "hours.taken_over"]
    assert_told(taken, record)
    assert (taken.object_id, taken.person_id) == (record.id, record.volunteer_id)
    [decision] = queries.decisions(record.id)
    assert (decision.decision, decision.actor_name) == ("approve", "王丽")
    with db.engine.connect() as connection:
        assert unguarded(connection, Base.metadata) == []


def test_there_and_back_changes_nothing(old: Flask) -> None:
    upgrade()
    [record] = session.scalars(select(HourRecord))
    [approved] = session.scalars(select(AuditEntry).where(AuditEntry.action == "hours.approve"))
    assert_told(approved, record)
    assert leaves.opens(approved)
    assert approved.actor_name == "王丽"


def test_points_enter_it_and_stand_as_they_stood(old: Flask) -> None:
    upgrade()
    [taken] = session.scalars(select(AuditEntry).where(AuditEntry.object_kind == "point_entry"))
    assert (taken.action, taken.facts["points"]) == ("points.taken_over", 20)
    assert leaves.opens(taken)
    assert [*hours.findings(), *recognition.findings()] == []
