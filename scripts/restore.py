"""Bring a back-up into the empty database of DATABASE_URL. What is there is never overwritten.

    .venv/bin/python scripts/restore.py /var/backups/haoren/haoren-….backup

Afterwards: `flask db upgrade`, `flask check counters`, then start the services.
"""

import argparse
import shutil
from pathlib import Path

from database_tools import (
    check_sqlite,
    fail,
    is_sqlite,
    meant_database,
    run_postgresql,
    sqlite_file,
)
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL

SQLITE_BEGINS = b"SQLite format 3\x00"


def main() -> None:
    """Restore into an empty database, or say why not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("copy", type=Path, help="the back-up")
    copy = parser.parse_args().copy
    if not copy.is_file():
        fail(f"there is no file {copy}")
    url = meant_database()
    with copy.open("rb") as file:
        of_sqlite = file.read(len(SQLITE_BEGINS)) == SQLITE_BEGINS
    if of_sqlite != is_sqlite(url):
        fail(f"{copy} is not a back-up of {url.get_backend_name()}")
    if of_sqlite:
        restore_sqlite(copy, sqlite_file(url))
    else:
        restore_postgresql(copy, url)
    print("restored; now: flask db upgrade, flask check counters, then start the services")


def restore_sqlite(copy: Path, target: Path) -> None:
    if target.exists():
        fail(f"{target} exists; move it away first")
    unfinished = target.with_suffix(".unfinished")
    shutil.copyfile(copy, unfinished)
    unfinished.chmod(0o600)
    try:
        check_sqlite(unfinished)
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def restore_postgresql(copy: Path, url: URL) -> None:
    engine = create_engine(url)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    if tables:
        fail(f"the database {url.database} is not empty; make a new one (createdb)")
    words = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    run_postgresql("pg_restore", *words, "--dbname", url.database or "", str(copy), url=url)


if __name__ == "__main__":
    main()
