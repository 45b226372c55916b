"""`/metrics` for Prometheus: for the machine itself, named addresses, or who knows the token.

Several web processes count in files of one folder (PROMETHEUS_MULTIPROC_DIR), and whichever is
asked adds them up; without the folder each tells only its own.
"""

import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.domain.attendance.events import ScanRefused
from app.domain.messaging import health
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.request_log import seconds_so_far
from app.kernel import clock, happenings
from app.kernel.database import db
from app.kernel.refusal import NotFound
from config import Settings

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)
REQUESTS = Histogram(
    "haoren_request_seconds",
    "Requests by endpoint and status, and how long they took",
    ("endpoint", "method", "status"),
    buckets=BUCKETS,
)
HAPPENED = Counter(
    "haoren_happened", "What has happened and was committed, by the event's name", ("event",)
)
SCANS_REFUSED = Counter("haoren_scans_refused", "Scans that did nothing, by reason", ("code",))
CONNECTIONS = Gauge(
    "haoren_database_connections_in_use",
    "Connections that web processes have taken from their pools",
    multiprocess_mode="livesum",
)
_HAPPENED = "haoren_happened_in_this_transaction"

door = Blueprint("metrics", __name__)


def install_metrics(app: Flask) -> None:
    """Count requests, events and connections of this process."""

    @app.after_request
    def _count(response: Response) -> Response:
        labels = (request.endpoint or "none", request.method, str(response.status_code))
        REQUESTS.labels(*labels).observe(seconds_so_far())
        return response

    happenings.watch(_note)
    with app.app_context():
        event.listen(db.engine, "checkout", lambda *_: CONNECTIONS.inc())
        event.listen(db.engine, "checkin", lambda *_: CONNECTIONS.dec())


def _note(happening: object) -> None:
    """Remember it until the transaction has ended well."""
    db.session().info.setdefault(_HAPPENED, []).append(happening)


@event.listens_for(Session, "after_commit")
def _count_what_happened(live: Session) -> None:
    for happening in live.info.pop(_HAPPENED, ()):
        HAPPENED.labels(happenings.name_of(happening)).inc()
        if isinstance(happening, ScanRefused):
            SCANS_REFUSED.labels(happening.code).inc()


@event.listens_for(Session, "after_rollback")
def _forget_what_did_not(live: Session) -> None:
    live.info.pop(_HAPPENED, None)


@door.get("/metrics")
@open_to_all
def metrics() -> ResponseReturnValue:
    """The numbers, for who may see them; for others there is no such page."""
    if not _may_look(settings()):
        raise NotFound
    state = CollectorRegistry()
    state.register(StateCollector())
    text = generate_latest(_counted(settings().metrics_folder)) + generate_latest(state)
    return Response(text, content_type=CONTENT_TYPE_LATEST)


def _may_look(chosen: Settings) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if chosen.metrics_token and scheme == "Bearer":
        return hmac.compare_digest(token.encode(), chosen.metrics_token.encode())
    # What came through a proxy came from outside, whatever address it seems to have.
    direct = "X-Forwarded-For" not in request.headers
    return direct and request.remote_addr in chosen.metrics_addresses


def _counted(folder: Path | None) -> CollectorRegistry:
    if folder is None:
        return REGISTRY
    for pid in _pids(folder):
        if not Path(f"/proc/{pid}").exists():
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]
    return registry


def _pids(folder: Path) -> set[int]:
    return {int(file.stem.rpartition("_")[2]) for file in folder.glob("gauge_live*_*.db")}


class StateCollector:
    """What stands in the database: the outbox and the workers. Asked once a scrape."""

    def collect(self) -> Iterator[Any]:
        up = GaugeMetricFamily("haoren_database_up", "Whether the database answers")
        try:
            found = health.health(now=clock.now())
        except SQLAlchemyError:
            db.session.rollback()
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _families(found)


def _families(found: health.Health) -> Iterator[GaugeMetricFamily]:
    letters = GaugeMetricFamily("haoren_letters", "The outbox by state", labels=["state"])
    for state in ("due", "put_off", "in_hand", "sent_lately", "given_up"):
        letters.add_metric([state], getattr(found, state))
    yield letters
    now = clock.now()
    oldest = (now - found.oldest_due_at).total_seconds() if found.oldest_due_at else 0
    yield _one("haoren_oldest_due_letter_seconds", "How long the oldest due letter waits", oldest)
    yield _one("haoren_workers_alive", "Workers heard of within the last minute", found.workers)
    if found.newest_beat is not None:
        silent = (now - found.newest_beat).total_seconds()
        yield _one("haoren_worker_silent_seconds", "Since any worker was last heard of", silent)


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what)
    family.add_metric([], value)
    return family
