"""Whatever is done to the ledger or to the tables behind everybody's back is found and named."""

from itertools import chain
from uuid import UUID

import pytest
from sqlalchemy import delete

from app.domain.audit import sealing, trail, verifying
from app.domain.audit.actors import SYSTEM
from app.domain.audit.erasing import erase_words
from app.domain.audit.findings import Checked, Finding
from app.domain.audit.models import AuditEntry, AuditWords
from app.domain.hours import against_ledger as hours
from app.domain.hours.models import HourRecord
from app.domain.recognition import against_ledger as recognition
from app.kernel.append_only import guarding
from app.kernel.database import db, session
from app.kernel.transaction import transaction
from tests import ledger
from tests.conftest import NOON
from tests.guards import behind_the_guards
from tests.ledger import Attack

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def records() -> list[UUID]:
    return ledger.a_sealed_ledger()


def found() -> list[Finding]:
    session.rollback()
    session.expunge_all()
    return list(chain(verifying.findings(), hours.findings(), recognition.findings()))


def test_a_good_ledger_holds(records: list[UUID]) -> None:
    assert found() == []


def test_it_says_how_far_it_is(records: list[UUID]) -> None:
    seen: list[tuple[int, int]] = []

    def tell(checked: Checked) -> None:
        seen.append((checked.seals, checked.entries))

    list(verifying.findings(tell))
    assert [seals for seals, _ in seen] == [1, 2]
    assert seen[1][1] > seen[0][1] >= 3


@pytest.mark.parametrize(
    "attack", [*ledger.ON_THE_LEDGER, *ledger.ON_THE_TABLES], ids=lambda attack: attack.__name__
)
def test_what_was_done_is_found_and_named(records: list[UUID], attack: Attack) -> None:
    named = attack(records)
    assert any(named in finding.sentence for finding in found()), (named, found())


def test_what_is_not_sealed_yet_is_checked_too(records: list[UUID]) -> None:
    with transaction():
        made = trail.record(SYSTEM, "a.b", "thing", None, now=NOON, why="因为")
    assert found() == []
    behind_the_guards(
        delete(AuditWords).where(AuditWords.entry_id == made),
        delete(AuditEntry).where(AuditEntry.id == made),
    )
    assert [one.sentence for one in found()] == [f"entry {made} was removed before it was sealed"]


def test_an_erased_person_leaves_every_proof_standing(records: list[UUID]) -> None:
    person = session.get_one(HourRecord, records[0]).volunteer_id
    with transaction():
        assert erase_words(person, now=NOON) == 3  # drawn up, approved, points
    sealing.seal_what_waits(now=ledger.SEALED_AT[1])
    assert found() == []


GUARDS = {
    "sqlite": (
        ["DROP TRIGGER hour_decision_no_update", "DROP TRIGGER audit_entry_queued"],
        [
            *(one for one in guarding("sqlite", "hour_decision") if "no_update" in one),
            "CREATE TRIGGER audit_entry_queued AFTER INSERT ON audit_entry "
            "BEGIN INSERT INTO ledger_queue (entry_id) VALUES (NEW.id); END",
        ],
    ),
    "postgresql": (
        [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in ("hour_decision", "audit_entry")],
        [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in ("hour_decision", "audit_entry")],
    ),
}


def run(statements: list[str]) -> None:
    session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_guard_that_was_taken_away_is_missed(records: list[UUID]) -> None:
    away, back = GUARDS[db.engine.dialect.name]
    run(away)
    try:
        told = " ".join(finding.sentence for finding in found() if finding.kind == "guard")
    finally:
        run(back)
    assert "hour_decision" in told
    assert "new entries do not enter the queue" in told
    assert found() == []
