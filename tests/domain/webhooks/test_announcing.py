"""What other systems are told: in the same transaction, least data, few statements."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities.sign_up import cancel_sign_up, sign_up
from app.domain.attendance.check_in import take_scan
from app.domain.hours.approval import approve_batch, revoke
from app.domain.webhooks import registering
from app.domain.webhooks.announcing import reference
from app.domain.webhooks.models import WebhookEndpoint
from app.domain.webhooks.subscriptions import KEPT_FOR, subscribed_to
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.attendance.at_the_door import Door
from tests.domain.hours.test_approval import many_records
from tests.domain.webhooks.conftest import Centre, wanted, written_to
from tests.world import HOUR

pytestmark = pytest.mark.database


def kinds(endpoint_id: UUID) -> list[str]:
    return [one.kind for one in written_to(endpoint_id)]


def told(endpoint_id: UUID) -> dict[str, Any]:
    """What the newest letter says."""
    return dict(json.loads(written_to(endpoint_id)[-1].body))


def at_the_door(centre: Centre) -> Door:
    """A session of the centre's station, from noon."""
    station = centre.station
    clerk = world.staff(at=station)
    activity = world.an_activity(station, starts_at=NOON, by=clerk.id, state="running")
    its_session = world.a_session(activity)
    position = world.a_position(its_session)
    volunteer = world.a_volunteer(station)
    its = world.signed_up(volunteer, position)
    return Door(station, clerk, activity, its_session, position, volunteer, its)


def test_a_sign_up_and_its_end_are_told(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    position = world.an_open_position(centre.station)
    person = world.a_volunteer(centre.station)
    mine = sign_up(person.id, position.id, now=NOON)
    said = told(endpoint_id)
    assert said["type"] == "sign_up.created"
    assert said["timestamp"] == "2026-11-23T04:00:00Z"
    assert said["data"]["sign_up_id"] == str(mine.sign_up_id)
    assert said["data"]["session_id"] == str(position.session_id)
    cancel_sign_up(person.id, mine.sign_up_id, now=NOON)
    assert kinds(endpoint_id) == ["sign_up.created", "sign_up.cancelled"]


def test_in_and_out_are_told_with_their_moments(centre: Centre) -> None:
    endpoint_id, door = centre.endpoint(), at_the_door(centre)
    take_scan(door.scan("in", NOON), now=NOON)
    take_scan(door.scan("out", NOON + HOUR), now=NOON + HOUR)
    assert kinds(endpoint_id) == ["attendance.checked_in", "attendance.checked_out"]
    data = told(endpoint_id)["data"]
    assert (data["in_at"], data["out_at"]) == ("2026-11-23T04:00:00Z", "2026-11-23T05:00:00Z")


def test_a_second_scan_tells_nothing_new(centre: Centre) -> None:
    endpoint_id, door = centre.endpoint(), at_the_door(centre)
    for _ in range(2):
        take_scan(door.scan("in", NOON), now=NOON)
    assert kinds(endpoint_id) == ["attendance.checked_in"]


def test_nothing_says_who_it_was(centre: Centre) -> None:
    endpoint_id, other_id = centre.endpoint(), centre.endpoint(name="另一个系统")
    door = at_the_door(centre)
    take_scan(door.scan("in", NOON), now=NOON)
    person = door.volunteer
    for here in (endpoint_id, other_id):
        body = written_to(here)[-1].body
        for secret in (person.name, person.phone, person.number, str(person.id), person.id.hex):
            assert secret not in body
    mine, theirs = told(endpoint_id)["data"]["person"], told(other_id)["data"]["person"]
    assert mine == reference(endpoint_id, person.id)
    assert mine != theirs, "two systems cannot lay their lists side by side"


def test_hours_are_told_when_they_count_and_when_no_longer(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    record = world.a_pending_record(world.a_volunteer(centre.station), centre.station)
    approve_batch(world.staff(at=centre.station), [record.id], now=NOON)
    assert told(endpoint_id)["data"] | {"person": ""} == {
        "record_id": str(record.id),
        "activity_id": str(record.activity_id),
        "session_id": str(record.session_id),
        "service_date": record.service_date.isoformat(),
        "minutes": record.minutes,
        "person": "",
    }
    revoke(centre.administrator, record.id, "重复登记", now=NOON)
    assert kinds(endpoint_id) == ["hours.approved", "hours.revoked"]
    assert "重复登记" not in written_to(endpoint_id)[-1].body


def test_who_did_not_ask_for_an_event_or_serves_elsewhere_is_not_told(centre: Centre) -> None:
    hours_only = centre.endpoint("hours.approved")
    far = world.a_centre()
    elsewhere = registering.register(
        world.staff(Role.CENTRE_ADMINISTRATOR, at=far), wanted(), now=NOON
    )[0]
    take_scan(at_the_door(centre).scan("in", NOON), now=NOON)
    assert written_to(hours_only) == []
    assert written_to(elsewhere) == []


def scan_and_fail(door: Door) -> None:
    with transaction():
        take_scan(door.scan("in", NOON), now=NOON)
        raise RuntimeError("in the end")


def test_what_is_rolled_back_was_never_told(centre: Centre) -> None:
    endpoint_id, door = centre.endpoint(), at_the_door(centre)
    with pytest.raises(RuntimeError, match="in the end"):
        scan_and_fail(door)
    assert written_to(endpoint_id) == []


def test_a_check_in_costs_nothing_more_where_nobody_listens_and_one_statement_where_somebody_does(
    centre: Centre, statements: Counting
) -> None:
    costs = []
    for registered in (False, True):
        if registered:
            centre.endpoint()
        door = at_the_door(centre)
        subscribed_to("attendance.checked_in", now=NOON)  # known in a process that runs
        with statements() as seen:
            take_scan(door.scan("in", NOON), now=NOON)
        costs.append(len(seen))
        if not registered:
            assert not any("webhook" in sql for sql in seen)
    assert costs[1] == costs[0] + 1


def test_a_thousand_approvals_are_told_in_one_statement(
    centre: Centre, statements: Counting
) -> None:
    centre.endpoint()
    costs = []
    for count in (1, 1000):
        ids = [record.id for record in many_records(centre.station, count)]
        clerk = world.staff(at=centre.station)
        subscribed_to("hours.approved", now=NOON)
        with statements() as seen:
            approve_batch(clerk, ids, now=NOON)
        costs.append(sum("INSERT INTO outbox_message" in sql for sql in seen))
    assert costs == [2, 2], "the notices, and the letters to the system"


def test_another_process_learns_of_a_change_within_seconds(centre: Centre) -> None:
    assert subscribed_to("hours.approved", now=NOON) == []
    centre.endpoint()  # this process forgets at once …
    assert len(subscribed_to("hours.approved", now=NOON)) == 1
    with transaction():  # … another one has changed this, and ours has not heard
        row = session.scalars(select(WebhookEndpoint)).one()
        row.events = ["sign_up.created"]
    assert len(subscribed_to("hours.approved", now=NOON)) == 1
    assert subscribed_to("hours.approved", now=NOON + KEPT_FOR) == []
