"""Seals hold every entry once, whenever it was written."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.domain.audit import leaves, proofs, sealing, seals, trail
from app.domain.audit.actors import SYSTEM
from app.domain.audit.models import AuditEntry, LedgerLeaf, QueuedEntry
from app.domain.audit.sealing import LARGEST_SEAL, SEALED_EVERY, SETTLES_AFTER
from app.kernel import crypto
from app.kernel.canonical import canonical
from app.kernel.database import session
from app.kernel.merkle import root_by_path, root_of
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction
from tests.conftest import NOON, Counting

pytestmark = pytest.mark.usefixtures("database")
SETTLED = NOON + SETTLES_AFTER
LATER = SETTLED + SEALED_EVERY


def entries(count: int = 1, *, minutes_before: int = 0) -> list[UUID]:
    at = NOON - timedelta(minutes=minutes_before)
    with transaction():
        return [trail.record(SYSTEM, "a.b", "thing", None, now=at, which=n) for n in range(count)]


def sealed_ids(number: int) -> list[UUID]:
    query = select(LedgerLeaf.entry_id).where(LedgerLeaf.seal_number == number)
    return list(session.scalars(query.order_by(LedgerLeaf.position)))


def test_a_seal_holds_the_root_over_its_entries_in_their_order() -> None:
    made = [*entries(minutes_before=1), *entries(minutes_before=3), *entries(minutes_before=2)]
    assert sealing.seal_due(now=SETTLED) == 3
    seal = seals.seal(1)
    in_order = [made[1], made[2], made[0]]
    assert sealed_ids(1) == in_order
    hashes = [leaves.leaf_of(session.get_one(AuditEntry, one)) for one in in_order]
    assert seal.root == root_of(hashes).hex()
    assert (seal.number, seal.count, seal.previous) == (1, 3, seals.BEFORE_THE_FIRST)
    assert seal.from_at == NOON - timedelta(minutes=3)
    assert seal.until_at == NOON - timedelta(minutes=1)


def test_a_seal_names_the_one_before_and_is_signed() -> None:
    for now in (SETTLED, LATER):
        entries()
        sealing.seal_due(now=now)
    first, second = seals.every_seal()
    assert second.previous == first.hash == seals.hash_of(first)
    for seal in (first, second):
        words = canonical(seals.content(seal))
        key, signature = bytes.fromhex(seal.key), bytes.fromhex(seal.signature)
        assert crypto.is_ledger_signature(signature, words, key=key)
        assert not crypto.is_ledger_signature(signature, words + b" ", key=key)


def test_an_entry_waits_until_it_has_settled() -> None:
    entries()
    assert sealing.seal_due(now=SETTLED - timedelta(seconds=1)) == 0
    assert seals.waiting_count() == 1
    assert sealing.seal_due(now=SETTLED) == 1
    assert seals.waiting_count() == 0


def test_seals_come_once_an_hour_and_only_when_there_is_something() -> None:
    entries()
    assert sealing.seal_due(now=SETTLED) == 1
    entries()
    assert sealing.seal_due(now=LATER - timedelta(seconds=1)) == 0
    assert sealing.seal_due(now=LATER) == 1
    assert sealing.seal_due(now=LATER + SEALED_EVERY) == 0
    assert seals.page().total == 2


def test_an_entry_dated_back_is_in_the_next_seal_where_everybody_sees_it() -> None:
    entries()
    sealing.seal_due(now=SETTLED)
    [late] = entries(minutes_before=60 * 24 * 30)
    sealing.seal_due(now=LATER)
    assert sealed_ids(2) == [late]
    assert seals.seal(2).from_at < seals.seal(1).from_at


def test_a_backlog_becomes_several_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST_SEAL", 3)
    entries(7)
    assert sealing.seal_due(now=SETTLED) == 7
    assert [seal.count for seal in seals.every_seal()] == [3, 3, 1]
    assert LARGEST_SEAL == 5_000


def test_one_seal_costs_the_same_for_one_and_for_many(statements: Counting) -> None:
    costs = []
    for which, count in enumerate((1, 300)):
        entries(count)
        with statements() as seen:
            sealing.seal_due(now=SETTLED + which * SEALED_EVERY)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8


def test_two_who_seal_at_once_seal_each_entry_once(application: Flask) -> None:
    made = entries(40)
    broken = []

    def seal() -> None:
        with application.app_context():
            try:
                sealing.seal_what_waits(now=SETTLED)
            except SQLAlchemyError as error:
                broken.append(error)
            finally:
                session.remove()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session.rollback()
    assert broken == []
    assert sorted(sealed_ids(1)) == sorted(made)
    assert list(session.scalars(select(QueuedEntry))) == []
    assert seals.page().total == 1


def test_a_seal_that_breaks_leaves_everything_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    entries(2)
    monkeypatch.setattr(crypto, "ledger_signature", lambda _words: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sealing.seal_due(now=SETTLED)
    assert seals.waiting_count() == 2
    assert seals.latest() is None


def test_a_proof_leads_to_the_seal() -> None:
    made = entries(5)
    assert proofs.proof_of(made[2]) is None
    sealing.seal_due(now=SETTLED)
    proof = proofs.proof_of(made[2])
    assert proof is not None
    leaf = leaves.leaf_of(session.get_one(AuditEntry, made[2]))
    path = [bytes.fromhex(one) for one in proof["path"]]
    root = root_by_path(proof["position"], proof["seal"]["count"], leaf, path)
    assert root is not None
    assert root.hex() == proof["seal"]["root"] == seals.seal(1).root
    assert "opened" not in proof
    assert proofs.seals_of(made) == dict.fromkeys(made, 1)


def test_a_proof_can_be_opened_for_the_person() -> None:
    [made] = entries()
    sealing.seal_due(now=SETTLED)
    proof = proofs.proof_of(made, opened=True)
    assert proof is not None
    assert proof["opened"]["words"]["value"] == {"actor_name": "系统", "detail": {"which": 0}}


def test_the_latest_entry_is_the_one_that_says_how_a_thing_stands() -> None:
    thing = UUID(int=7)
    with transaction():
        made = [
            trail.prove(
                SYSTEM,
                "hours.x",
                "hour_record",
                thing,
                now=NOON + timedelta(minutes=n),
                facts={"state": n} if n < 2 else {},
            )
            for n in range(3)
        ]
    assert proofs.latest_entries("hour_record", [thing]) == {thing: made[1]}


def test_a_seal_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        seals.seal(1)
