"""Measure the program beside its floors, on SQLite and on PostgreSQL, and print a table.

    make bench            all of it; some minutes, on a machine that does nothing else
    QUICK=1 make bench    small numbers, to see that it runs

docs/benchmarks.md says how to read it.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

import app as haoren
from app.kernel import clock
from app.kernel.database import db
from benchmarks import measures
from benchmarks.measures import Bench, Line
from benchmarks.population import fill
from benchmarks.serving import WORKERS, environment, served
from config import Settings
from tests import postgres
from tests.conftest import an_empty_database

QUICK = os.environ.get("QUICK") == "1"
CALLS = 60 if QUICK else 1_500
PEOPLE = (1_000, 2_000) if QUICK else (12_000, 1_000_000)
APPROVED = (1, 50) if QUICK else (1, 200, 1_000)


def main() -> None:
    """Both databases, one after the other."""
    about = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores"
    print(f"{about} · Python {platform.python_version()} · granian, {WORKERS} workers")
    with tempfile.TemporaryDirectory(prefix="haoren-bench-") as folder:
        on_a_database("SQLite", Path(folder))
        try:
            with postgres.server() as url:
                os.environ["TEST_DATABASE_URL"] = url
                on_a_database("PostgreSQL", Path(folder))
        except postgres.CannotStart as reason:
            print(f"PostgreSQL: SKIPPED, {reason}")
            sys.exit(1)


def on_a_database(name: str, folder: Path) -> None:
    """Writes among the smaller population, reads among both."""
    for how_many in PEOPLE:
        inside = folder / f"{name}-{how_many}"
        inside.mkdir()
        with an_empty_database(inside) as url, filled(url, how_many, inside) as bench:
            print(f"\n## {name}, {how_many:,} people\n")
            print("| | a second | of its floor | p50 / p95 / p99 ms | |")
            print("|---|---:|---:|---:|---|")
            for line in lines(bench):
                print(as_row(line), flush=True)


@contextmanager
def filled(url: str, how_many: int, folder: Path) -> Iterator[Bench]:
    """A filled database with the program and both floors serving."""
    settings = environment(url)
    application = haoren.create_app(Settings.from_environment(settings))
    with application.app_context():
        upgrade()
        district = fill(how_many, now=clock.now())
        refresh(application)
        floor_settings = {**settings, "DATABASE_URL": _beside(url, folder)}
        with ExitStack() as servers:
            log = folder / "servers.log"
            urls = [
                servers.enter_context(served(target, chosen, log))
                for target, chosen in (
                    ("app:create_app", settings),
                    ("benchmarks.floor:create_app", floor_settings),
                    ("benchmarks.floor:create_echo", settings),
                )
            ]
            yield Bench(application, *urls, district=district, calls=CALLS, floors={})
        db.session.remove()
        db.engine.dispose()


def refresh(application: Flask) -> None:
    """Let the database count its rows, as it would by itself in a quiet hour."""
    db.session.commit()
    with application.app_context(), db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def _beside(url: str, folder: Path) -> str:
    """The floor writes to the same server; with SQLite to a file of its own."""
    return f"sqlite:///{folder / 'floor.sqlite3'}" if url.startswith("sqlite") else url


def lines(bench: Bench) -> Iterator[Line]:
    return chain(
        measures.floor(bench),
        measures.check_in(bench),
        measures.api_scan(bench),
        measures.rush(bench),
        measures.callback(bench),
        measures.approving(bench, APPROVED),
        measures.finding(bench),
    )


def as_row(line: Line) -> str:
    rate = f"{line.per_second:,.0f}" if line.per_second else ""
    share = ""
    if line.per_second and line.floor_per_second:
        share = f"{line.per_second / line.floor_per_second:.2f}"
    times = " / ".join(f"{each:.1f}" for each in line.milliseconds)
    return f"| {line.what} | {rate} | {share} | {times} | {line.note} |"


if __name__ == "__main__":
    main()
