"""haoren_verify.py without the project: one file, the standard library, an empty folder."""

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import haoren_verify
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from app.domain.audit import proofs, seals
from app.entrypoints.cli.ledger import ledger as commands
from app.kernel import merkle
from app.kernel.database import session
from tests import ledger
from tests.kernel.test_merkle import LEAVES, ROOTS
from tests.ledger import Attack

PROGRAM = Path(haoren_verify.__file__)
Row = dict[str, Any]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty folder with nothing but the program."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(PROGRAM, folder)
    return folder


@pytest.fixture
def records(application: Flask) -> list[UUID]:
    return ledger.a_sealed_ledger()


def checked(folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "haoren_verify.py", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PYTHONIOENCODING": "utf-8"},
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def exported(application: Flask, file: Path, *more: str) -> Path:
    session.rollback()
    session.expunge_all()
    answer = application.test_cli_runner().invoke(commands, ["export", str(file), *more])
    assert answer.exit_code == 0, answer.output
    return file


def published(folder: Path) -> None:
    """The feed as somebody kept it in time."""
    items = [{"_haoren": seals.published(one)} for one in seals.every_seal()]
    (folder / "feed.json").write_text(json.dumps({"items": items}), encoding="utf-8")


@pytest.mark.parametrize("more", [(), ("--with-words",)], ids=["without-words", "with-words"])
def test_a_good_copy_holds(
    application: Flask, records: list[UUID], elsewhere: Path, more: tuple[str, ...]
) -> None:
    exported(application, elsewhere / "a.jsonl.gz", *more)
    published(elsewhere)
    code, said = checked(elsewhere, "bundle", "a.jsonl.gz", "--seals", "feed.json")
    assert (code, said.startswith("OK: 2 seals, ")) == (0, True), said


def test_a_copy_names_nobody_unless_asked(
    application: Flask, records: list[UUID], tmp_path: Path
) -> None:
    bare = gzip.decompress(exported(application, tmp_path / "a.gz").read_bytes()).decode()
    full = gzip.decompress(
        exported(application, tmp_path / "b.gz", "--with-words").read_bytes()
    ).decode()
    person = str(ledger.entry_of(records[0]).person_id)
    assert (person in bare, person in full) == (False, True)
    assert ("actor_name" in bare, "actor_name" in full) == (False, True)
    assert (tmp_path / "a.gz").stat().st_mode & 0o777 == 0o600


def test_an_export_overwrites_nothing(
    application: Flask, records: list[UUID], tmp_path: Path
) -> None:
    (tmp_path / "there").write_text("mine")
    answer = application.test_cli_runner().invoke(commands, ["export", str(tmp_path / "there")])
    assert answer.exit_code != 0
    assert (tmp_path / "there").read_text() == "mine"


@pytest.mark.parametrize("attack", ledger.ON_THE_LEDGER, ids=lambda attack: attack.__name__)
def test_what_was_done_in_the_database_shows_in_a_copy(
    application: Flask, records: list[UUID], elsewhere: Path, attack: Attack
) -> None:
    exported(application, elsewhere / "before.jsonl.gz")
    published(elsewhere)
    named = attack(records)
    exported(application, elsewhere / "after.jsonl.gz")
    code, said = checked(elsewhere, "bundle", "after.jsonl.gz", "--seals", "feed.json")
    assert code == 1, said
    assert named in said, said


def test_an_older_copy_names_the_entry_that_was_altered_with_its_leaf(
    application: Flask, records: list[UUID], elsewhere: Path
) -> None:
    exported(application, elsewhere / "before.jsonl.gz")
    entry = ledger.entry_of(records[0]).id
    ledger.entry_and_leaf_altered(records)
    exported(application, elsewhere / "after.jsonl.gz")
    code, said = checked(elsewhere, "bundle", "after.jsonl.gz", "--against", "before.jsonl.gz")
    assert (code, f"entry {entry} was altered" in said) == (1, True), said


def rewritten(source: Path, target: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    with gzip.open(source, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    text = "".join(json.dumps(row) + "\n" for row in change(rows))
    target.write_text(text, encoding="utf-8")


def without_the_last_seal(rows: list[Row]) -> list[Row]:
    last = max(index for index, row in enumerate(rows) if "seal" in row)
    return [*rows[:last], rows[-1]]


def another_number(rows: list[Row]) -> list[Row]:
    entry = next(row for row in rows if "entry" in row)
    entry["entry"]["facts"]["minutes"] = 600
    return rows


def two_lines_swapped(rows: list[Row]) -> list[Row]:
    rows[2], rows[3] = rows[3], rows[2]
    return rows


def a_line_less(rows: list[Row]) -> list[Row]:
    return [*rows[:3], *rows[4:]]


def a_line_twice(rows: list[Row]) -> list[Row]:
    return [*rows[:3], rows[2], *rows[3:]]


def another_signature(rows: list[Row]) -> list[Row]:
    rows[1]["seal"]["signature"] = "0" * 128
    return rows


def other_words(rows: list[Row]) -> list[Row]:
    rows[2]["opened"]["words"]["value"]["actor_name"] = "李四"
    return rows


BY_HAND = {
    without_the_last_seal: "it was published and is not in this copy",
    another_number: "was altered",
    two_lines_swapped: "is out of order",
    a_line_less: "position 1 is missing",
    a_line_twice: "stands twice",
    another_signature: "its signature is not good",
    other_words: "its words were altered",
}


@pytest.mark.parametrize("change", BY_HAND, ids=lambda change: change.__name__)
def test_a_copy_changed_by_hand_does_not_hold(
    application: Flask,
    records: list[UUID],
    elsewhere: Path,
    change: Callable[[list[Row]], list[Row]],
) -> None:
    good = exported(application, elsewhere / "good.jsonl.gz", "--with-words")
    published(elsewhere)
    rewritten(good, elsewhere / "bad.jsonl", change)
    code, said = checked(elsewhere, "bundle", "bad.jsonl", "--seals", "feed.json")
    assert (code, BY_HAND[change] in said) == (1, True), said


def test_a_ledger_made_anew_is_not_the_published_one(
    application: Flask, records: list[UUID], elsewhere: Path
) -> None:
    published(elsewhere)
    feed = json.loads((elsewhere / "feed.json").read_text())
    feed["items"][0]["_haoren"]["hash"] = "ab" * 32  # what was published before it was made anew
    (elsewhere / "feed.json").write_text(json.dumps(feed))
    exported(application, elsewhere / "a.jsonl.gz")
    code, said = checked(elsewhere, "bundle", "a.jsonl.gz", "--seals", "feed.json")
    assert (code, "seal 1: it is not the seal that was published" in said) == (1, True), said
    code, said = checked(elsewhere, "bundle", "a.jsonl.gz")
    assert (code, "no published seals were given" in said) == (0, True)


def test_a_file_cut_off_cannot_be_read(
    application: Flask, records: list[UUID], elsewhere: Path
) -> None:
    good = exported(application, elsewhere / "good.jsonl.gz")
    rewritten(good, elsewhere / "cut.jsonl", lambda rows: rows[:-1])
    assert checked(elsewhere, "bundle", "cut.jsonl")[0] == 2
    (elsewhere / "half.jsonl.gz").write_bytes(good.read_bytes()[:-30])
    assert checked(elsewhere, "bundle", "half.jsonl.gz")[0] == 2
    assert checked(elsewhere, "bundle", "nowhere.jsonl")[0] == 2


def proof(record: UUID) -> Row:
    found = proofs.proof_of(ledger.entry_of(record).id, opened=True)
    assert found is not None
    return found


def proof_checked(folder: Path, told: Row) -> tuple[int, str]:
    (folder / "proof.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return checked(folder, "proof", "proof.json", "--seals", "feed.json")


def test_one_records_proof_holds(records: list[UUID], elsewhere: Path) -> None:
    published(elsewhere)
    assert proof_checked(elsewhere, proof(records[1])) == (0, "OK: the entry is in the ledger\n")


def more_minutes(told: Row) -> None:
    told["entry"]["facts"]["minutes"] = 600


def somebody_elses(told: Row) -> None:
    told["opened"]["persons"]["value"]["person"] = "0193577e-0000-7000-8000-000000000000"


def another_place(told: Row) -> None:
    told["position"] += 1


def another_root(told: Row) -> None:
    told["seal"]["root"] = "0" * 64


def an_unknown_seal(told: Row) -> None:
    told["seal"]["number"] = 9


@pytest.mark.parametrize(
    "change", [more_minutes, somebody_elses, another_place, another_root, an_unknown_seal]
)
def test_a_forged_proof_does_not_hold(
    records: list[UUID], elsewhere: Path, change: Callable[[Row], None]
) -> None:
    published(elsewhere)
    told = proof(records[1])
    change(told)
    assert proof_checked(elsewhere, told)[0] == 1


@pytest.mark.parametrize("size", range(1, 9))
def test_its_trees_are_those_of_the_published_vectors(size: int) -> None:
    assert haoren_verify.root_of(LEAVES[:size]).hex() == ROOTS[size - 1]
    for index in range(size):
        path = merkle.path_of(index, LEAVES[:size])
        root = haoren_verify.root_by_path(index, size, LEAVES[index], path)
        assert root.hex() == ROOTS[size - 1]
        assert haoren_verify.root_by_path(index, size, LEAVES[index], [*path, bytes(32)]) != root


RFC_8032 = (  # section 7.1: public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
)


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_its_signatures_are_those_of_the_standard(key: str, message: str, signature: str) -> None:
    good = bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message)
    assert haoren_verify.is_signature(*good)
    assert not haoren_verify.is_signature(good[0], good[1], good[2] + b"x")
    assert not haoren_verify.is_signature(good[0], bytes(64), good[2])
    assert not haoren_verify.is_signature(bytes(31), good[1], good[2])


def test_its_signatures_agree_with_the_library() -> None:
    for number in range(10):
        private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        words = bytes([number]) * number
        key = private.public_key().public_bytes_raw()
        assert haoren_verify.is_signature(key, private.sign(words), words)
        assert not haoren_verify.is_signature(key, private.sign(words + b"x"), words)
