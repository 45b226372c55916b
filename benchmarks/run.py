"""Measure the program beside its floors, on SQLite and on PostgreSQL, and print a table.

    make bench                        all of it; some minutes, on a machine that does nothing else
    QUICK=1 make bench                small numbers, to see that it runs
    ONLY=scan,callback make bench     some lines: check-in scan sign-up rush callback approve find
    ON=sqlite PEOPLE=12000 make bench one database, one population

docs/benchmarks.md says how to read it.
"""

import os
import platform
import sys
import tempfile
import time
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
from benchmarks import campaign, certifying, culture, measures, timetable
from benchmarks.measures import Bench, Line
from benchmarks.population import fill
from benchmarks.serving import WORKERS, environment, served
from config import Settings
from tests import postgres
from tests.conftest import an_empty_database

QUICK = os.environ.get("QUICK") == "1"
CALLS = 60 if QUICK else 1_000
APPROVED = (1, 50) if QUICK else (1, 200, 1_000)
LINES = {
    "check-in": measures.check_in,
    "scan": measures.api_scan,
    "sign-up": measures.sign_up,
    "rush": measures.rush,
    "callback": measures.callback,
    "approve": measures.approving,
    "seal": measures.sealing_ledger,
    "find": measures.finding,
    "certificates": certifying.certificates,
    "campaign": campaign.campaign,
    "calendar": timetable.calendar,
    "culture": culture.programme_scan,
}
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def wanted(name: str, otherwise: str) -> list[str]:
    """What a variable lists."""
    return [each for each in os.environ.get(name, otherwise).split(",") if each]


ONLY = wanted("ONLY", ",".join(LINES))
ON = wanted("ON", ",".join(DATABASES))
PEOPLE = [int(each) for each in wanted("PEOPLE", "1000,2000" if QUICK else "12000,1000000")]


def main() -> None:
    """Both databases, one after the other."""
    if unknown := {*ONLY} - {*LINES} | {*ON} - {*DATABASES}:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}")
    about = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores"
    print(f"{about} · Python {platform.python_version()} · granian, {WORKERS} workers")
    with tempfile.TemporaryDirectory(prefix="haoren-bench-") as folder:
        if "sqlite" in ON:
            given = os.environ.pop("TEST_DATABASE_URL", None)
            on_a_database("SQLite", Path(folder))
            os.environ |= {"TEST_DATABASE_URL": given} if given else {}
        if "postgresql" in ON:
            on_postgresql(Path(folder))


def on_postgresql(folder: Path) -> None:
    """A server of our own, or the one that TEST_DATABASE_URL names."""
    try:
        with postgres.server() as url:
            os.environ["TEST_DATABASE_URL"] = url
            on_a_database("PostgreSQL", folder)
    except postgres.CannotStart as reason:
        sys.exit(f"PostgreSQL: SKIPPED, {reason}")


def on_a_database(name: str, folder: Path) -> None:
    """All lines among each population; then what the larger one costs."""
    costs: list[dict[str, float]] = []
    for how_many in PEOPLE:
        inside = folder / f"{name}-{how_many}"
        inside.mkdir()
        with an_empty_database(inside) as url, filled(url, how_many, inside) as bench:
            print(f"\n## {name}, {how_many:,} people\n")
            print("| | a second | its floor | of its floor | p50 / p95 / p99 ms | |")
            print("|---|---:|---:|---:|---:|---|")
            costs.append({})
            for line in chain.from_iterable(LINES[each](bench) for each in ONLY):
                print(as_row(line), flush=True)
                costs[-1][line.what] = cost(line)
    if len(costs) > 1:
        print(f"\n{name}, {PEOPLE[-1]:,} people beside {PEOPLE[0]:,}, times as long:\n")
        for what, before in costs[0].items():
            print(f"- {what}: {costs[-1][what] / before:.2f}")


def cost(line: Line) -> float:
    """How long one takes: in floors where there is a floor, else in milliseconds."""
    if line.per_second and line.floor_per_second:
        return line.floor_per_second / line.per_second
    return line.milliseconds[0]


@contextmanager
def filled(url: str, how_many: int, folder: Path) -> Iterator[Bench]:
    """A filled database with the program and both floors serving."""
    settings = environment(url)
    application = haoren.create_app(Settings.from_environment(settings))
    with application.app_context():
        upgrade()
        began = time.monotonic()
        district = fill(how_many, now=clock.now())
        refresh(application)
        told = f"filled with {how_many:,} people in {time.monotonic() - began:.0f} s"
        print(told, file=sys.stderr, flush=True)
        floor_settings = {**settings, "DATABASE_URL": _beside(url, folder)}
        with ExitStack() as servers:
            log = folder / "servers.log"
            ours, floor, echo = (
                servers.enter_context(served(target, chosen, log))
                for target, chosen in (
                    ("app:create_app", settings),
                    ("benchmarks.floor:create_app", floor_settings),
                    ("benchmarks.floor:create_echo", settings),
                )
            )
            yield Bench(
                application,
                ours,
                floor,
                echo,
                district=district,
                calls=CALLS,
                approved=APPROVED,
                waiting=iter(district.people),
            )
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


def as_row(line: Line) -> str:
    """The line as a row of the table."""
    rate = f"{line.per_second:,.0f}" if line.per_second else ""
    floor = f"{line.floor_per_second:,.0f}" if line.floor_per_second else ""
    share = ""
    if line.per_second and line.floor_per_second:
        share = f"{line.per_second / line.floor_per_second:.2f}"
    times = " / ".join(f"{each:.1f}" for each in line.milliseconds)
    return f"| {line.what} | {rate} | {floor} | {share} | {times} | {line.note} |"


if __name__ == "__main__":
    main()
