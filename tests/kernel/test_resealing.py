"""Keys change; what they sealed is read before, meanwhile and after."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Text, select, type_coerce

from app.domain.people.models import Volunteer
from app.entrypoints.cli.keys import keys
from app.kernel import crypto
from app.kernel.crypto import Keyring, Undecipherable
from app.kernel.database import session
from app.kernel.resealing import left_to_reseal, reseal_some, sealed_columns
from app.kernel.transaction import transaction
from tests.world import a_station, a_volunteer

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def keyring(database: Flask) -> Iterator[Keyring]:
    before = crypto._keys()
    ring = Keyring({"old": OLD}, "old", before.index_key, before.signing_key, before.ledger_key)
    crypto.use_keyring(ring)
    yield ring
    crypto.use_keyring(before)


def change_keys(ring: Keyring, *, keep_old: bool = True) -> None:
    both = {"new": NEW, "old": OLD} if keep_old else {"new": NEW}
    crypto.use_keyring(Keyring(both, "new", ring.index_key, ring.signing_key, ring.ledger_key))


def some_volunteers(count: int) -> None:
    station = a_station()
    with transaction():
        for number in range(count):
            a_volunteer(station).id_number = f"number {number}"


def numbers() -> list[str | None]:
    session.expire_all()
    return sorted(session.scalars(select(Volunteer.id_number)))  # type: ignore[type-var]


def marks() -> set[str]:
    raw = session.scalars(select(type_coerce(Volunteer.id_number, Text)))
    return {value.rpartition(":")[0] for value in raw if value}


def test_what_the_old_key_sealed_comes_under_the_new_one(keyring: Keyring) -> None:
    some_volunteers(5)
    change_keys(keyring)
    assert left_to_reseal() == 5
    assert [reseal_some(limit=3), reseal_some(limit=3), reseal_some(limit=3)] == [3, 2, 0]
    assert marks() == {"v1:new"}
    change_keys(keyring, keep_old=False)
    assert numbers() == [f"number {n}" for n in range(5)]


def test_a_value_no_key_opens_stops_it(keyring: Keyring) -> None:
    some_volunteers(1)
    change_keys(keyring, keep_old=False)
    with pytest.raises(Undecipherable):
        reseal_some()
    assert marks() == {"v1:old"}


def test_the_command_does_it_all_and_says_so(keyring: Keyring, application: Flask) -> None:
    some_volunteers(2)
    change_keys(keyring)
    command = application.test_cli_runner()
    assert command.invoke(keys, ["check"]).exit_code == 1
    answer = command.invoke(keys, ["rotate"])
    assert answer.output == "2 values sealed again; 0 are left under older keys\n"
    assert command.invoke(keys, ["check"]).exit_code == 0


def test_a_missing_key_is_a_sentence(keyring: Keyring, application: Flask) -> None:
    some_volunteers(1)
    change_keys(keyring, keep_old=False)
    answer = application.test_cli_runner().invoke(keys, ["rotate"])
    assert answer.exit_code == 1
    assert "ID_ENCRYPTION_KEYS" in answer.output


def test_sealed_columns_have_one_key_column(database: Flask) -> None:
    found = list(sealed_columns())
    assert "volunteer.id_number" in {str(column) for column in found}
    assert {len(column.table.primary_key.columns) for column in found} == {1}  # type: ignore[attr-defined]
