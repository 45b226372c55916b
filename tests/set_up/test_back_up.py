"""Copies are checked, named when they are whole, kept for their time; nothing is overwritten."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import back_up
import pytest
from database_tools import connection_of
from sqlalchemy.engine import make_url

ROOT = Path(__file__).parents[2]
DAY = 86_400


def run(script: str, *words: object, database: Path | str) -> subprocess.CompletedProcess[str]:
    url = f"sqlite:///{database}" if isinstance(database, Path) else database
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *map(str, words)],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A database in WAL mode with one row, which a reader and writer has open."""
    file = tmp_path / "live.sqlite3"
    database = sqlite3.connect(file)
    database.executescript("PRAGMA journal_mode=WAL; CREATE TABLE tea (cups int);")
    database.execute("INSERT INTO tea VALUES (3)")
    database.commit()
    return file


def cups(file: Path) -> int:
    return int(sqlite3.connect(file).execute("SELECT cups FROM tea").fetchone()[0])


def the_copy(folder: Path) -> Path:
    (copy,) = folder.glob("*.backup")
    return copy


def test_there_and_back(live: Path, tmp_path: Path) -> None:
    assert run("back_up.py", "--into", tmp_path / "copies", database=live).returncode == 0
    copy = the_copy(tmp_path / "copies")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "copies").iterdir()] == [copy.name]
    again = run("restore.py", copy, database=tmp_path / "again.sqlite3")
    assert again.returncode == 0, again.stderr
    assert cups(tmp_path / "again.sqlite3") == 3


def test_nothing_is_overwritten(live: Path, tmp_path: Path) -> None:
    run("back_up.py", "--into", tmp_path / "copies", database=live)
    answer = run("restore.py", the_copy(tmp_path / "copies"), database=live)
    assert answer.returncode == 1
    assert "exists" in answer.stderr


def test_a_damaged_copy_is_refused(live: Path, tmp_path: Path) -> None:
    run("back_up.py", "--into", tmp_path / "copies", database=live)
    copy = the_copy(tmp_path / "copies")
    content = bytearray(copy.read_bytes())
    content[4096 : 4096 + 64] = b"\xff" * 64
    copy.write_bytes(content)
    answer = run("restore.py", copy, database=tmp_path / "again.sqlite3")
    assert answer.returncode == 1
    assert "damaged" in answer.stderr
    assert not list(tmp_path.glob("again*"))


def test_a_copy_of_the_other_kind_is_refused(live: Path, tmp_path: Path) -> None:
    run("back_up.py", "--into", tmp_path / "copies", database=live)
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    answer = run("restore.py", the_copy(tmp_path / "copies"), database=nowhere)
    assert answer.returncode == 1
    assert "not a back-up of postgresql" in answer.stderr


def test_no_database_is_no_empty_copy(tmp_path: Path) -> None:
    answer = run("back_up.py", "--into", tmp_path / "copies", database=tmp_path / "none.sqlite3")
    assert answer.returncode == 1
    assert list((tmp_path / "copies").iterdir()) == []


def test_old_copies_go_but_the_newest_stay(live: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    for age_days in (1, 40, 50, 60):
        copy = folder / f"haoren-{2000 - age_days}.backup"
        copy.touch()
        os.utime(copy, (time.time() - age_days * DAY,) * 2)
    run("back_up.py", "--into", folder, "--keep-days", "30", database=live)
    kept = sorted(file.name for file in folder.iterdir())
    # By name the last of these is today's; it and the two before are never removed.
    assert kept[:-1] == ["haoren-1960.backup", "haoren-1999.backup"]
    assert back_up.ALWAYS_KEPT == 3


def test_a_password_is_no_word_of_a_command() -> None:
    told = connection_of(make_url("postgresql+psycopg://tea:p%40ss@db:5433/cups"))
    assert told == {
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "tea",
        "PGPASSWORD": "p@ss",
        "PGDATABASE": "cups",
    }
    socket = make_url("postgresql+psycopg://tea@/cups?host=/run/pg")
    assert connection_of(socket)["PGHOST"] == "/run/pg"
