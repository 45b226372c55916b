"""The door of an event: tickets read by a scanner, each once."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from app.domain.attendance import devices
from app.domain.culture import planning, publication, tickets
from app.domain.culture.plan_rules import Event, Programme
from app.kernel import clock
from app.kernel.calendar import local_date
from benchmarks import visitors
from benchmarks.measures import CONNECTIONS, Bench, Line, _beside

SEATS = 3


def programme_scan(bench: Bench) -> Iterator[Line]:
    """A family of three shows its ticket at the door."""
    for connections in CONNECTIONS:
        event_id = _an_event(bench)
        now = clock.now()
        held = [
            tickets.take(one, event_id, seats=SEATS, now=now).ticket_id
            for one in bench.crowd(bench.calls)
        ]
        clerk = bench.district.clerk
        ends_at = now + timedelta(hours=8)
        _, token = devices.make_for_place(
            clerk, clerk.place.id, name="测速", ends_at=ends_at, now=now
        )
        calls = visitors.ticket_scans(token, event_id, held)
        yield _beside(bench, "programme scan", calls, connections=connections, good=200)


def _an_event(bench: Bench) -> UUID:
    """Of tonight; its door is open."""
    clerk, now = bench.district.clerk, clock.now()
    today, starts_at = local_date(now), now + timedelta(minutes=30)
    programme = Programme("文化节", "测速文化节", "测速", today, today)
    event = Event(
        kind="演出",
        title="测速演出",
        about="",
        venue="广场",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        capacity=SEATS * bench.calls,
        tickets_from=now - timedelta(days=1),
        tickets_until=starts_at,
    )
    where = {"place_id": clerk.place.id, "now": now}
    programme_id = planning.add_programme(clerk, programme, **where)
    event_id = planning.add_event(clerk, programme_id, event, **where)
    publication.publish(clerk, event_id, now=now)
    return event_id
