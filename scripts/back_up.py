"""Copy the database of DATABASE_URL while everything runs, and check the copy.

    .venv/bin/python scripts/back_up.py --into /var/backups/haoren [--keep-days 30]

One moment is copied, whole: SQLite's online backup, PostgreSQL's pg_dump. The copy holds what
people told us: its file is for its owner alone, and the keys of ID numbers are not in it (keep
those apart).
"""

import argparse
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from database_tools import (
    check_sqlite,
    fail,
    is_sqlite,
    meant_database,
    run_postgresql,
    sqlite_file,
)
from sqlalchemy.engine import URL

ALWAYS_KEPT = 3  # however old: better an old copy than none
PATTERN = "haoren-*.backup"


def main() -> None:
    """Copy, check, give the copy its name, forget old ones."""
    options = read_options()
    os.umask(0o077)
    options.into.mkdir(parents=True, exist_ok=True)
    url = meant_database()
    moment = datetime.now(UTC)
    copy = options.into / f"haoren-{moment:%Y%m%dT%H%M%SZ}.backup"
    unfinished = copy.with_suffix(".unfinished")
    try:
        if is_sqlite(url):
            copy_sqlite(sqlite_file(url), unfinished)
        else:
            dump_postgresql(url, unfinished)
        settle(unfinished)
        unfinished.rename(copy)
    finally:
        unfinished.unlink(missing_ok=True)
    for gone in forget(options.into, before=moment - timedelta(days=options.keep_days)):
        print(f"forgotten: {gone}")
    print(f"{copy} ({copy.stat().st_size} bytes)")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--into", type=Path, required=True, help="the folder of the copies")
    parser.add_argument("--keep-days", type=int, default=30, help="older copies are removed")
    return parser.parse_args()


def copy_sqlite(source: Path, target: Path) -> None:
    """In one step: writers go on beside it (WAL), and the copy is of one moment."""
    if not source.exists():
        fail(f"there is no database {source}")
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        # The copy is one file: what is not yet in it would stay behind in a file beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(target)


def dump_postgresql(url: URL, target: Path) -> None:
    """In PostgreSQL's own format, of one moment; its table of contents is read back."""
    words = ("--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    run_postgresql("pg_dump", *words, url=url)
    if "alembic_version" not in run_postgresql("pg_restore", "--list", str(target), url=url):
        fail("the copy has no table alembic_version: was this Haoren's database?")


def settle(file: Path) -> None:
    """Wait until the disk has it."""
    with file.open("rb") as copy:
        os.fsync(copy.fileno())


def forget(folder: Path, *, before: datetime) -> list[Path]:
    """Remove copies older than that, the newest ones excepted; returns which."""
    copies = sorted(folder.glob(PATTERN))[:-ALWAYS_KEPT]
    old = [copy for copy in copies if copy.stat().st_mtime < before.timestamp()]
    for copy in old:
        copy.unlink()
    return old


if __name__ == "__main__":
    main()
