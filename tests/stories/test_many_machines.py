"""Machines die and are replaced while people sign up and check in; what was said holds."""

import os
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

import app as haoren
from app.domain.activities.models import SignUp
from app.domain.attendance.models import Attendance
from app.entrypoints.cli.check import AGREEMENTS
from app.kernel import clock
from app.kernel.agreement import disagreements
from app.kernel.database import db, session
from config import Settings
from tests.conftest import an_empty_database
from tests.stories.crowd import Resident, Rush
from tests.stories.district import District
from tests.stories.front import NGINX
from tests.stories.house import ROOT, wait_for
from tests.stories.machines import GROUPS, Machines

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
PEOPLE = 40
THREADS = 6
LEASE = timedelta(minutes=4)  # a letter in a dead worker's hand is free again after three

pytestmark = [
    pytest.mark.database,
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="no nginx here (Debian: apt install nginx-light)"),
    pytest.mark.skipif(
        not os.environ.get("TEST_DATABASE_URL"), reason="several machines share a PostgreSQL"
    ),
]


@pytest.fixture
def machines(tmp_path: Path, migrated: str) -> Iterator[Machines]:
    """All machines run; the test itself stands inside the app's context."""
    with an_empty_database(tmp_path, like=migrated) as url:
        machines = Machines(url, tmp_path)
        application = haoren.create_app(Settings.from_environment(machines.environment))
        with application.app_context():
            with machines.running():
                yield machines
            db.session.remove()
            db.engine.dispose()
    clock.use_system_time()


def a_district(machines: Machines) -> District:
    front = machines.front
    return District(machines, PEOPLE, url=front.url, trusts=str(front.certificate))


def test_one_of_each_killed_under_load_loses_nothing(machines: Machines) -> None:
    district = a_district(machines)
    heard = district.heard

    rush = Rush(
        (district.signs_up(one, district.first) for one in district.people), threads=THREADS
    )
    rush.wait_for_share(0.3)
    machines.kill("web-1")
    machines.kill("worker-1")
    rush.wait_for_share(0.6)
    machines.start_anew("web-1")
    machines.start_anew("worker-1")
    rush.wait()

    acts = [district.signs_up(one, district.second) for one in district.people]
    acts += [district.checks_in(one) for one in district.people]
    rush = Rush(acts, threads=THREADS)
    rush.wait_for_share(0.3)
    machines.kill("web-2")
    machines.kill("worker-2")
    rush.wait_for_share(0.6)
    machines.start_anew("web-2")
    machines.start_anew("worker-2")
    rush.wait()

    assert heard.wrong == []
    # Only what a killed process had in its hands could not be sent elsewhere.
    assert len(heard.not_reached) <= 2 * THREADS, heard.not_reached
    assert Counter(heard.done) == dict.fromkeys((one.id for one in district.people), 3)
    machines.turn_clock(LEASE)
    the_rows_are_those_answered(district)
    the_notices_came_once(district)
    the_logs_name_nobody(machines, district)
    the_numbers_are_told(machines)


def the_rows_are_those_answered(district: District) -> None:
    session.rollback()
    states = Counter((row.position_id, row.state) for row in session.scalars(select(SignUp)))
    assert states == {
        (district.first.id, "signed_up"): PEOPLE,
        (district.second.id, "signed_up"): PEOPLE - 1,
        (district.second.id, "waiting"): 1,
    }
    came = Counter(session.scalars(select(Attendance.volunteer_id)))
    assert came == dict.fromkeys((one.id for one in district.people), 1)
    assert list(disagreements(AGREEMENTS)) == []


def the_notices_came_once(district: District) -> None:
    # Whether the clockwork reminds of the first session, too, depends on when it ticks.
    wait_for(lambda: set(district.outbox()) == {"sent"}, "every notice", district.house.log)
    expected = 2 * PEOPLE - 1  # who waits is told in her inbox only
    assert district.outbox("signed_up") == {"sent": expected}
    got = district.notices()
    assert len(got) == len(set(got)) == district.outbox().total()


def the_logs_name_nobody(machines: Machines, district: District) -> None:
    ours = [file for file in machines.folder.glob("*.log") if file.stem != "simulator"]
    said = machines.front.logged() + "".join(file.read_text(errors="replace") for file in ours)
    assert '"uri":"/h5/check-in"' in said, "nginx logged nothing"
    assert "/c/..." in said
    named = [one.id for one in district.people if one.name in said or one.phone in said]
    assert named == []


def the_numbers_are_told(machines: Machines) -> None:
    for group in GROUPS:
        # The clock has just been turned: each worker has to say once more that it lives.
        wait_for(lambda g=group: machines.metrics(g)["haoren_workers_alive"] == 2, "two workers")
        told = machines.metrics(group)
        assert told['haoren_letters{state="due"}'] == 0
    checked_in = sum(
        machines.metrics(group).get('haoren_happened_total{event="checked_in"}', 0)
        for group in GROUPS
    )
    # A process that was killed between its commit and its count has not counted the last one.
    assert PEOPLE - 2 <= checked_in <= PEOPLE


RESTART = """#!/bin/sh
touch "{folder}/wanted-$1"
until [ -e "{folder}/done-$1" ]; do sleep 0.1; done
"""


def test_an_upgrade_is_not_noticed(machines: Machines, tmp_path: Path) -> None:
    """deploy/roll.sh starts both groups anew; every single request is answered."""
    district = a_district(machines)
    stop = threading.Event()

    acts = [district.signs_up(one, district.first) for one in district.people]
    lookers = [district.resident(one) for one in district.people[:3]]
    acts += [partial(look_until, stop, one) for one in lookers]
    rush = Rush(acts, threads=3)
    try:
        rolling = roll(machines, tmp_path)
        # In whatever order the script takes them: it knows ports, the test names.
        for group in sorted(GROUPS, key=lambda name: str(machines.ports[name])):
            restart_when_wanted(machines, group, tmp_path, rolling)
        assert rolling.wait(60) == 0
    finally:
        stop.set()
        rush.wait()
    assert district.heard.wrong == []
    assert district.heard.not_reached == []
    assert len(district.heard.done) == PEOPLE


def look_until(stop: threading.Event, who: Resident) -> None:
    while not stop.is_set():
        page = who.open("/h5/sign-ups")
        if page.status != 200:
            who.heard.wrong.append(f"{page.status}: {page.text[:200]}")


def roll(machines: Machines, folder: Path) -> "subprocess.Popen[bytes]":
    script = folder / "restart.sh"
    script.write_text(RESTART.format(folder=folder), encoding="utf-8")
    environment = {
        "PATH": f"{Path(shutil.which('curl') or '/usr/bin/curl').parent}:/usr/bin:/bin",
        "HAOREN_GROUPS": str(machines.front.groups),
        "HAOREN_RESTART_GROUP": f"sh {script} ",
        "HAOREN_RESTART_WORKERS": "",
        "HAOREN_RELOAD": " ".join([*machines.front.words, "-s", "reload"]),
        "HAOREN_DRAIN_SECONDS": "1",
    }
    with (folder / "roll.log").open("wb") as log:
        return subprocess.Popen(
            ["sh", str(ROOT / "deploy" / "roll.sh")], env=environment, stdout=log, stderr=log
        )


def restart_when_wanted(
    machines: Machines, group: str, folder: Path, rolling: "subprocess.Popen[bytes]"
) -> None:
    port = machines.ports[group]
    deadline = time.monotonic() + 60
    while not (folder / f"wanted-{port}").exists():
        assert rolling.poll() is None, (folder / "roll.log").read_text()
        assert time.monotonic() < deadline, (folder / "roll.log").read_text()
        time.sleep(0.05)
    machines.end_politely(group)
    machines.start(group)
    (folder / f"done-{port}").touch()


def test_what_is_for_machines_is_not_for_the_world(machines: Machines) -> None:
    trusted = {"verify": str(machines.front.certificate), "timeout": 10}
    for path in ("/metrics", "/readyz"):
        assert requests.get(machines.front.url + path, **trusted).status_code == 404  # type: ignore[arg-type]
    healthy = requests.get(f"{machines.front.url}/healthz", **trusted)  # type: ignore[arg-type]
    assert healthy.status_code == 200
    static = requests.get(f"{machines.front.url}/static/css/shared.css?v=1", **trusted)  # type: ignore[arg-type]
    assert static.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert static.headers["Content-Type"] == "text/css"
    for group in GROUPS:
        machines.kill(group)
    page = requests.get(f"{machines.front.url}/h5/", **trusted)  # type: ignore[arg-type]
    assert page.status_code == 502
    assert "刚才没有送到" in page.content.decode()
    answer = requests.post(f"{machines.front.url}/api/v1/scans", **trusted)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (502, "not_reached")
