"""The ledger's commands."""

import json

import pytest
from flask import Flask

from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM
from app.domain.audit.sealing import SETTLES_AFTER
from app.entrypoints.cli.ledger import ledger
from app.kernel import clock
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.ledger import SEALED_AT, a_sealed_ledger, record_updated


def test_the_rights_of_the_apps_role(application: Flask) -> None:
    lines = application.test_cli_runner().invoke(ledger, ["grants", "--role", "app"]).output
    assert 'GRANT SELECT, INSERT ON audit_entry TO "app";' in lines.splitlines()
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON audit_words TO "app";' in lines.splitlines()


def run(application: Flask, *words: str) -> tuple[int, str]:
    session.rollback()
    answer = application.test_cli_runner().invoke(ledger, list(words))
    return answer.exit_code, answer.output


def test_a_good_ledger_holds(application: Flask) -> None:
    a_sealed_ledger()
    code, said = run(application, "verify")
    assert (code, said) == (0, "all holds: 2 seals, 9 sealed entries, 0 waiting\n")


def test_what_does_not_hold_is_said_with_exit_code_1(application: Flask) -> None:
    named = record_updated(a_sealed_ledger())
    code, said = run(application, "verify")
    assert (code, said.splitlines()[0]) == (1, f"NOT SO (table): {named}")
    assert said.splitlines()[1].startswith("1 things do not hold among 2 seals")


def test_sealing_by_hand_needs_no_hour(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    records = a_sealed_ledger()
    with transaction():
        trail.record(SYSTEM, "a.b", "thing", None, now=SEALED_AT[1])
    monkeypatch.setattr(clock, "_source", lambda: SEALED_AT[1] + SETTLES_AFTER)
    assert run(application, "seal") == (0, "1 entries sealed; the last seal is 3\n")
    assert run(application, "seal") == (0, "0 entries sealed; the last seal is 3\n")
    assert len(records) == 3


def test_the_proof_of_a_record_is_its_latest_decision(application: Flask) -> None:
    [record, *_] = a_sealed_ledger()
    code, said = run(application, "proof", str(record))
    told = json.loads(said)
    assert (code, told["entry"]["facts"]["state"], told["seal"]["number"]) == (0, "approved", 2)
    assert run(application, "proof", str(new_id()))[0] == 1
