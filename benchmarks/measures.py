"""The measurements, one function each; they return lines of the table."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.domain.activities.finding import Taker, Wanted, days, find
from app.domain.activities.models import Position, SignUp
from app.domain.attendance import devices
from app.domain.hours.approval import approve_batch
from app.domain.people import queries as people
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from app.kernel.database import session
from benchmarks import visitors
from benchmarks.load import Call, Outcome, press
from benchmarks.population import District, an_hour_of, records_waiting, sign_up_all

CONNECTIONS = (1, 8, 32)
RUSH, PLACES = 500, 30
REPEATS = 15


@dataclass(frozen=True)
class Line:
    """One line: what, how many a second, and how that compares with the floor beside it."""

    what: str
    per_second: float | None = None
    floor_per_second: float | None = None
    milliseconds: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Bench:
    """Where to measure; `calls` is how many requests a batch has."""

    app: Flask
    url: str
    floor_url: str
    echo_url: str
    district: District
    calls: int
    floors: dict[int, float]

    def crowd(self, which: int) -> list[UUID]:
        """Other people for each batch."""
        return self.district.people[which * self.calls : (which + 1) * self.calls]


def floor(bench: Bench) -> Iterator[Line]:
    """One INSERT and COMMIT; what all writes below are compared with."""
    for connections in CONNECTIONS:
        done = press(bench.floor_url, [Call("/line")] * bench.calls, connections=connections)
        bench.floors[connections] = done.per_second
        yield _line(f"floor: one INSERT, {connections} conn.", done, done.per_second, good=204)


def check_in(bench: Bench) -> Iterator[Line]:
    """The button on the page after scanning the screen."""
    for which, connections in enumerate(CONNECTIONS):
        now = clock.now()
        crowd = bench.crowd(which)
        place = an_hour_of(bench.district, starts_at=now + minutes(10), capacity=len(crowd))
        sign_up_all(place, crowd, now=now)
        calls = visitors.check_ins(bench.app, place.session_id, crowd, now)
        done = press(bench.url, calls, connections=connections)
        yield _line(f"H5 check-in, {connections} conn.", done, bench.floors[connections], good=303)


def api_scan(bench: Bench) -> Iterator[Line]:
    """A scanner's scan through the API."""
    for which, connections in enumerate(CONNECTIONS, start=len(CONNECTIONS)):
        now = clock.now()
        crowd = bench.crowd(which)
        place = an_hour_of(bench.district, starts_at=now + minutes(10), capacity=len(crowd))
        sign_up_all(place, crowd, now=now)
        _, token = devices.make_for_session(
            bench.district.clerk, place.session_id, name="测速", now=now
        )
        done = press(bench.url, visitors.scans(token, crowd), connections=connections)
        yield _line(f"API scan, {connections} conn.", done, bench.floors[connections], good=200)


def rush(bench: Bench) -> Iterator[Line]:
    """500 people press at once for 30 places: exactly 30 get one, the others wait in order."""
    now = clock.now()
    crowd = bench.district.people[-RUSH:]
    place = an_hour_of(bench.district, starts_at=now + minutes(300), capacity=PLACES)
    path = f"/h5/activities/{place.activity_id}/positions/{place.position_id}"
    done = press(bench.url, visitors.sign_ups(bench.app, path, crowd), connections=32)
    session.rollback()
    states = dict(
        session.execute(
            select(SignUp.state, func.count())
            .where(SignUp.position_id == place.position_id)
            .group_by(SignUp.state)
        ).all()
    )
    taken = session.scalar(select(Position.taken).where(Position.id == place.position_id))
    exact = taken == states.get("signed_up") == PLACES and sum(states.values()) == len(crowd)
    words = "exact" if exact else f"NOT EXACT: {states}, counter {taken}"
    yield _line("rush: 500 for 30, 32 conn.", done, bench.floors[32], good=303, note=words)


def callback(bench: Bench) -> Iterator[Line]:
    """A text in safe mode, beside wechatpy alone."""
    for which, connections in enumerate(CONNECTIONS):
        now = clock.now()
        first = which * bench.calls
        echoes = list(visitors.deliveries("/echo", bench.calls, first, now))
        alone = press(bench.echo_url, echoes, connections=connections)
        ours = list(visitors.deliveries("/wechat/callback", bench.calls, first, now))
        done = press(bench.url, ours, connections=connections)
        yield _line(f"floor: wechatpy echo, {connections} conn.", alone, alone.per_second, good=200)
        yield _line(f"WeChat callback, {connections} conn.", done, alone.per_second, good=200)


def approving(bench: Bench, sizes: tuple[int, ...]) -> Iterator[Line]:
    """One decision about so many records, in one process."""
    first = 2 * len(CONNECTIONS) * bench.calls  # people who have not checked in above
    for size in sizes:
        now = clock.now()
        crowd = bench.district.people[first : first + size]
        first += size
        records = records_waiting(bench.district, crowd, now=now)
        began = time.perf_counter()
        outcome = approve_batch(bench.district.manager, records, now=now)
        taken = (time.perf_counter() - began) * 1000
        yield Line(f"approve {size}", milliseconds=(taken,), note=f"{len(outcome.approved)} done")


def finding(bench: Bench) -> Iterator[Line]:
    """A person by number and by name; what one person can take, with its strip of days."""
    now = clock.now()
    person = people.volunteer(bench.district.people[0])
    yield _reads("person by number", lambda: people.search(person.number, EVERYWHERE))
    yield _reads("person by name", lambda: people.search(person.name, EVERYWHERE))
    wanted = Wanted(taker=Taker(person))
    yield _reads("what I can take", lambda: (find(wanted, now=now), days(wanted, now=now)))


def _reads(what: str, read: Callable[[], object]) -> Line:
    times = []
    for _ in range(REPEATS):
        session.rollback()
        began = time.perf_counter()
        read()
        times.append((time.perf_counter() - began) * 1000)
    return Line(what, milliseconds=(statistics.median(times), max(times)), note="median, worst")


def _line(what: str, done: Outcome, floor_rate: float, *, good: int, note: str = "") -> Line:
    wrong = {status: n for status, n in done.statuses.items() if status != good}
    times = tuple(done.percentile(percent) for percent in (50, 95, 99))
    told = "; ".join(filter(None, (note, f"OTHER ANSWERS {wrong}" if wrong else "")))
    return Line(what, done.per_second, floor_rate, times, told)


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)
