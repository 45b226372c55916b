"""The measurements, one function each; they return lines of the table."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import islice
from operator import add
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from app.domain.activities.finding import Taker, Wanted, days, find
from app.domain.activities.models import Position, SignUp
from app.domain.activities.seeding import Offered
from app.domain.attendance import devices
from app.domain.audit import sealing, trail
from app.domain.audit.actors import SYSTEM
from app.domain.hours.approval import approve_batch
from app.domain.people import queries as people
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from benchmarks import visitors
from benchmarks.load import Call, press
from benchmarks.population import District, an_hour_of, records_waiting, sign_up_all

CONNECTIONS = (1, 8, 32)
ROUNDS = 5
RUSH, PLACES = 500, 30
REPEATS = 25
ENTRIES_A_CALL, A_FEW_THOUSAND = 100, 5_000


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
    """Where to measure; `calls` is how many requests a line has. Nobody takes part twice."""

    app: Flask
    url: str
    floor_url: str
    echo_url: str
    district: District
    calls: int
    approved: tuple[int, ...]
    waiting: Iterator[UUID]

    def crowd(self, size: int) -> list[UUID]:
        """So many people who have not taken part yet."""
        return list(islice(self.waiting, size))

    def place_for(self, crowd: list[UUID], *, in_minutes: int, capacity: int) -> Offered:
        """A session of the district that begins so soon."""
        starts_at = clock.now() + minutes(in_minutes)
        return an_hour_of(self.district, starts_at=starts_at, capacity=capacity)


def check_in(bench: Bench) -> Iterator[Line]:
    """The button on the page after scanning the screen."""
    for connections in CONNECTIONS:
        crowd = bench.crowd(bench.calls)
        place = bench.place_for(crowd, in_minutes=10, capacity=len(crowd))
        sign_up_all(place, crowd, now=clock.now())
        calls = visitors.check_ins(bench.app, place.session_id, crowd, clock.now())
        yield _beside(bench, "H5 check-in", calls, connections=connections, good=303)


def api_scan(bench: Bench) -> Iterator[Line]:
    """A scanner's scan through the API."""
    for connections in CONNECTIONS:
        crowd = bench.crowd(bench.calls)
        place = bench.place_for(crowd, in_minutes=10, capacity=len(crowd))
        sign_up_all(place, crowd, now=clock.now())
        _, token = devices.make_for_session(
            bench.district.clerk, place.session_id, name="测速", now=clock.now()
        )
        calls = visitors.scans(token, crowd)
        yield _beside(bench, "API scan", calls, connections=connections, good=200)


def sign_up(bench: Bench) -> Iterator[Line]:
    """Everybody finds a place."""
    crowd = bench.crowd(bench.calls)
    place = bench.place_for(crowd, in_minutes=300, capacity=len(crowd))
    calls = visitors.sign_ups(bench.app, _path(place), crowd)
    yield _beside(bench, "sign-up", calls, connections=8, good=303)


def rush(bench: Bench) -> Iterator[Line]:
    """500 people press at once for 30 places: exactly 30 get one, the others wait in order."""
    crowd = bench.crowd(RUSH)
    place = bench.place_for(crowd, in_minutes=300, capacity=PLACES)
    calls = visitors.sign_ups(bench.app, _path(place), crowd)
    line = _beside(bench, "rush: 500 for 30", calls, connections=32, good=303, rounds=1)
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
    yield replace(line, note="; ".join(filter(None, (words, line.note))))


def _path(place: Offered) -> str:
    return f"/h5/activities/{place.activity_id}/positions/{place.position_id}"


def callback(bench: Bench) -> Iterator[Line]:
    """A text in safe mode, beside wechatpy alone, which has no database."""
    for which, connections in enumerate(CONNECTIONS):
        first, now = which * bench.calls, clock.now()
        echoes = list(visitors.deliveries("/echo", bench.calls, first, now))
        calls = list(visitors.deliveries("/wechat/callback", bench.calls, first, now))
        yield _beside(
            bench, "WeChat callback", calls, connections=connections, good=200, echoes=echoes
        )


def approving(bench: Bench) -> Iterator[Line]:
    """One decision about so many records, in one process."""
    for size in bench.approved:
        now = clock.now()
        crowd = bench.crowd(size)
        records = records_waiting(bench.district, crowd, now=now)
        began = time.perf_counter()
        outcome = approve_batch(bench.district.manager, records, now=now)
        taken = (time.perf_counter() - began) * 1000
        yield Line(f"approve {size}", milliseconds=(taken,), note=f"{len(outcome.approved)} done")


def sealing_ledger(bench: Bench) -> Iterator[Line]:
    """100,000 entries are sealed; then as many again while a scanner goes on scanning."""
    entries, now = ENTRIES_A_CALL * bench.calls, clock.now()
    _entries(entries, now=now)
    began = time.perf_counter()
    sealed = sealing.seal_what_waits(now=now + sealing.SETTLES_AFTER)
    taken = (time.perf_counter() - began) * 1000
    yield Line(f"seal {entries}", milliseconds=(taken,), note=f"{sealed} sealed")
    crowd = bench.crowd(bench.calls)
    place = bench.place_for(crowd, in_minutes=10, capacity=len(crowd))
    sign_up_all(place, crowd, now=now)
    clerk = bench.district.clerk
    _, token = devices.make_for_session(clerk, place.session_id, name="封存", now=now)
    _entries(entries, now=now)
    with _sealing_meanwhile(bench.app) as done:
        calls = visitors.scans(token, crowd)
        line = _beside(bench, "API scan while sealing", calls, connections=8, good=200)
        words = "sealing ended before" if done.is_set() else "sealing all the while"
    yield replace(line, note="; ".join(filter(None, (words, line.note))))


def _entries(count: int, *, now: datetime) -> None:
    """Entries as decisions leave them, a few thousand in a transaction."""
    facts = {"decision": "approve", "state": "approved", "minutes": 120}
    for first in range(0, count, A_FEW_THOUSAND):
        with transaction():
            for _ in range(min(A_FEW_THOUSAND, count - first)):
                trail.prove(SYSTEM, "bench.decide", "thing", new_id(), now=now, facts=facts)
        session.expunge_all()


@contextmanager
def _sealing_meanwhile(app: Flask) -> Iterator[threading.Event]:
    """Seal what waits in another thread; set once there is nothing left."""
    done = threading.Event()

    def seal() -> None:
        with app.app_context():
            sealing.seal_what_waits(now=clock.now() + sealing.SETTLES_AFTER)
            session.remove()
        done.set()

    thread = threading.Thread(target=seal)
    thread.start()
    yield done
    thread.join()


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
    told = (min(times), statistics.median(times), max(times))
    return Line(what, milliseconds=told, note="best, median, worst")


def _beside(
    bench: Bench,
    what: str,
    calls: Sequence[Call],
    *,
    connections: int,
    good: int,
    echoes: Sequence[Call] = (),
    rounds: int = ROUNDS,
) -> Line:
    """In turns with its floor, so that whatever else the machine does meets both alike."""
    floor_url = bench.echo_url if echoes else bench.floor_url
    floor_calls = echoes or [Call("/line")] * len(calls)
    floors, ours = [], []
    for turn in range(rounds):
        floors.append(press(floor_url, floor_calls[turn::rounds], connections=connections))
        ours.append(press(bench.url, calls[turn::rounds], connections=connections))
    shares = [our.per_second / floor.per_second for our, floor in zip(ours, floors, strict=True)]
    done = reduce(add, ours)
    wrong = {status: n for status, n in done.statuses.items() if status != good}
    return Line(
        f"{what}, {connections} conn.",
        done.per_second,
        done.per_second / statistics.median(shares),
        tuple(done.percentile(percent) for percent in (50, 95, 99)),
        f"OTHER ANSWERS {wrong}" if wrong else "",
    )


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)
