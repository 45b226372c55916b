"""What backing up and restoring share: which database is meant, and PostgreSQL's programs."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NoReturn

from sqlalchemy.engine import URL, make_url

DEBIAN = Path("/usr/lib/postgresql")


def fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(1)


def meant_database() -> URL:
    """The database of DATABASE_URL, where the app finds it too."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        fail("DATABASE_URL is not set: load the installation's settings first")
    url = make_url(given)
    if url.get_backend_name() == "sqlite" and not url.database:
        fail("DATABASE_URL names no file")
    return url


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def sqlite_file(url: URL) -> Path:
    return Path(url.database or "")


def check_sqlite(copy: Path) -> None:
    """Read all of it; gives up when something is damaged."""
    try:
        with closing(sqlite3.connect(copy)) as database:
            problems = database.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        problems = [(str(error),)]
    if problems != [("ok",)]:
        fail(f"the copy is damaged: {problems[0][0]}")


def run_postgresql(program: str, *words: str, url: URL) -> str:
    """Run one of PostgreSQL's programs on the database; its output. Gives up when it fails."""
    done = subprocess.run(
        [found(program), *words],
        env={**os.environ, **connection_of(url)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        fail(f"{program} failed:\n{done.stderr}")
    return done.stdout


def connection_of(url: URL) -> Mapping[str, str]:
    """libpq's variables: a password among the words of a command could be read by anybody."""
    host = url.host or url.query.get("host")
    values = {
        "PGHOST": host if isinstance(host, str) else "",
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
        "PGDATABASE": url.database or "",
    }
    return {name: value for name, value in values.items() if value}


def found(program: str) -> str:
    """The program on PATH, or Debian's newest."""
    if on_path := shutil.which(program):
        return on_path
    versions = [folder for folder in DEBIAN.glob("*/bin") if (folder / program).exists()]
    if not versions:
        fail(f"{program} is not installed (Debian: apt install postgresql-client)")
    return str(max(versions, key=lambda folder: float(folder.parent.name)) / program)
