"""The numbers for those who watch, and nobody else."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.attendance.errors import NotOurCode
from app.domain.attendance.scan_log import keep_refused_code
from app.domain.messaging import heartbeats, outbox
from app.domain.messaging.outbox import Letter
from app.entrypoints.metrics import CONNECTIONS, HAPPENED
from app.kernel import clock, happenings
from app.kernel.transaction import transaction
from tests.conftest import NOON
from tests.world import a_volunteer

SOMETHING = type("TeaServedEvent", (), {})()


@pytest.fixture
def scraper(application: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    return application.test_client()


def numbers(scraper: FlaskClient, **headers: str) -> dict[str, float]:
    """Every sample by its name and labels."""
    answer = scraper.get("/metrics", headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.status_code == 200
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_requests_are_counted_by_endpoint_and_status(scraper: FlaskClient) -> None:
    name = 'haoren_request_seconds_count{endpoint="health.alive",method="GET",status="200"}'
    before = numbers(scraper).get(name, 0)
    scraper.get("/healthz")
    scraper.get("/healthz")
    assert numbers(scraper)[name] == before + 2


def test_what_nobody_knows_is_counted_under_one_name(scraper: FlaskClient) -> None:
    scraper.get("/no/such/place")
    assert not [name for name in numbers(scraper) if "such" in name]
    assert 'haoren_request_seconds_count{endpoint="none",method="GET",status="404"}' in numbers(
        scraper
    )


def test_the_outbox_and_the_workers_are_told(scraper: FlaskClient) -> None:
    letter = Letter(channel="sms", kind="reminder", recipient="13800138000", title="t", body="b")
    late, later = NOON - timedelta(minutes=7), NOON + timedelta(hours=1)
    outbox.enqueue([replace(letter, due_at=late), replace(letter, due_at=later)], now=late)
    outbox.claim("one", limit=1, now=late)
    outbox.enqueue([replace(letter, due_at=late)], now=late)
    outbox.give_up(outbox.claim("two", limit=1, now=late)[0].id, "no")
    heartbeats.beat("one", now=NOON - timedelta(seconds=20))
    heartbeats.beat("two", now=NOON - timedelta(hours=2))
    told = numbers(scraper)
    assert told["haoren_database_up"] == 1
    states = {
        state: told[f'haoren_letters{{state="{state}"}}']
        for state in ("due", "put_off", "in_hand", "given_up")
    }
    assert states == {"due": 1, "put_off": 1, "in_hand": 0, "given_up": 1}  # its lease has ended
    assert told["haoren_oldest_due_letter_seconds"] == 420
    assert told["haoren_workers_alive"] == 1
    assert told["haoren_worker_silent_seconds"] == 20


def serve_tea_and_fail() -> None:
    with transaction():
        happenings.happened(SOMETHING)
        raise RuntimeError


def test_only_what_was_committed_has_happened(scraper: FlaskClient) -> None:
    counted = HAPPENED.labels("tea_served")._value
    before = counted.get()
    with pytest.raises(RuntimeError):
        serve_tea_and_fail()
    assert counted.get() == before
    with transaction():
        happenings.happened(SOMETHING)
        assert counted.get() == before
    assert counted.get() == before + 1


def test_a_refused_scan_is_counted_by_its_reason(scraper: FlaskClient) -> None:
    name = 'haoren_scans_refused_total{code="not_our_code"}'
    before = numbers(scraper).get(name, 0)
    refusal = NotOurCode()
    person = a_volunteer()
    keep_refused_code(refusal, way="card", volunteer_id=person.id, staff_id=None, now=NOON)
    assert numbers(scraper)[name] == before + 1


def test_connections_come_back(scraper: FlaskClient) -> None:
    before = CONNECTIONS._value.get()
    scraper.get("/readyz")
    assert CONNECTIONS._value.get() == before


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "127.0.0.1"}, {"Authorization": "Bearer wrong"}],
)
def test_from_outside_there_is_no_such_page(
    application: Flask,
    scraper: FlaskClient,
    headers: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = replace(application.extensions["settings"], metrics_token="right")
    monkeypatch.setitem(application.extensions, "settings", chosen)
    assert scraper.get("/metrics", headers=headers).status_code == 404


def test_another_address_needs_the_token(
    application: Flask, scraper: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert scraper.get("/metrics", environ_base=elsewhere).status_code == 404
    assert (
        scraper.get(
            "/metrics", headers={"Authorization": "Bearer "}, environ_base=elsewhere
        ).status_code
        == 404
    )
    chosen = replace(application.extensions["settings"], metrics_token="right")
    monkeypatch.setitem(application.extensions, "settings", chosen)
    token = {"Authorization": "Bearer right"}
    assert scraper.get("/metrics", headers=token, environ_base=elsewhere).status_code == 200


ONE_OF_MANY = """
from prometheus_client import CollectorRegistry, generate_latest
import sys
from pathlib import Path
from app.entrypoints import metrics
metrics.HAPPENED.labels("tea_served").inc()
metrics.CONNECTIONS.inc()
print(generate_latest(metrics._counted(Path(sys.argv[1]))).decode())
"""


def test_several_processes_are_added_up_and_the_dead_hold_no_connection(tmp_path: Path) -> None:
    said = ""
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", ONE_OF_MANY, str(tmp_path)],
            env={"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        said = done.stdout
    assert 'haoren_happened_total{event="tea_served"} 3.0' in said
    assert "haoren_database_connections_in_use 1.0" in said
