"""Paused by staff or by days of failure; what was missed can be sent later."""

from datetime import timedelta

import pytest

from app.domain.access.rules import Role
from app.domain.messaging import outbox, queries
from app.domain.webhooks import deliveries, pausing
from app.domain.webhooks.announcing import letter
from app.domain.webhooks.errors import AlreadyPaused, EndpointPaused, NotOver, NotPaused
from app.domain.webhooks.queries import count_stopped, endpoint
from app.domain.webhooks.rules import LETTERS_KEPT, PAUSED_AFTER_FAILING, TRIED_FOR
from tests import world
from tests.conftest import NOON
from tests.domain.webhooks.conftest import Centre, written_to

pytestmark = pytest.mark.database
DAY = timedelta(days=1)


def test_staff_pause_and_resume_once_each(centre: Centre) -> None:
    endpoint_id, by = centre.endpoint(), centre.administrator
    with pytest.raises(NotPaused):
        pausing.resume(by, endpoint_id, with_missed=True, now=NOON)
    pausing.pause(by, endpoint_id, now=NOON)
    assert endpoint(endpoint_id, within=by.scope).standing == "paused"
    with pytest.raises(AlreadyPaused):
        pausing.pause(by, endpoint_id, now=NOON)
    pausing.resume(by, endpoint_id, with_missed=False, now=NOON)
    assert endpoint(endpoint_id, within=by.scope).standing == "active"


def test_what_was_missed_in_three_days_is_sent_when_wished(centre: Centre) -> None:
    endpoint_id, by = centre.endpoint(), centre.administrator
    for days in (4, 2, 1):
        then = NOON - days * DAY
        outbox.enqueue([letter(endpoint_id, "hours.approved", {"n": days}, now=then)], now=then)
    for one in written_to(endpoint_id):
        outbox.give_up(one.id, "推送已暂停，没有发送")
    pausing.pause(by, endpoint_id, now=NOON)
    assert pausing.resume(by, endpoint_id, with_missed=True, now=NOON) == 2
    found = written_to(endpoint_id)
    assert [one.state for one in found] == ["given_up", "waiting", "waiting"]
    assert len(outbox.claim("one", to="systems", limit=9, now=NOON + TRIED_FOR / 2)) == 2


def test_three_days_of_failure_pause_and_tell_the_administrators(centre: Centre) -> None:
    world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())  # of another one
    endpoint_id = centre.endpoint()
    pausing.note_failed(endpoint_id, now=NOON)
    pausing.note_failed(endpoint_id, now=NOON + DAY)  # the first of a row counts
    just_before = NOON + PAUSED_AFTER_FAILING - timedelta(seconds=1)
    assert pausing.pause_failing(now=just_before) == 0
    assert pausing.pause_failing(now=NOON + PAUSED_AFTER_FAILING) == 1
    assert pausing.pause_failing(now=NOON + PAUSED_AFTER_FAILING) == 0
    assert count_stopped(centre.administrator.scope) == 1
    (sms,) = queries.outbox_page().items
    assert sms.kind == "webhook_paused"
    assert "市级数据平台" in sms.body


def test_one_letter_taken_ends_a_row_of_failures(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    pausing.note_failed(endpoint_id, now=NOON)
    pausing.note_taken(endpoint_id, now=NOON + DAY)
    pausing.note_failed(endpoint_id, now=NOON + 2 * DAY)
    assert pausing.pause_failing(now=NOON + PAUSED_AFTER_FAILING) == 0


def test_resuming_begins_a_new_count(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    pausing.note_failed(endpoint_id, now=NOON)
    later = NOON + PAUSED_AFTER_FAILING
    pausing.pause_failing(now=later)
    pausing.resume(centre.administrator, endpoint_id, with_missed=False, now=later)
    assert pausing.pause_failing(now=later) == 0
    assert count_stopped(centre.administrator.scope) == 0


def test_a_letter_is_sent_again_with_its_id_unless_it_waits_or_the_endpoint_is_paused(
    centre: Centre,
) -> None:
    endpoint_id, by = centre.endpoint(), centre.administrator
    outbox.enqueue([letter(endpoint_id, "hours.approved", {}, now=NOON)], now=NOON)
    (one,) = written_to(endpoint_id)
    with pytest.raises(NotOver):
        deliveries.send_again(by, endpoint_id, one.id, now=NOON)
    outbox.mark_sent(one.id, remote_id="HTTP 204", now=NOON)
    deliveries.send_again(by, endpoint_id, one.id, now=NOON + DAY)
    (again,) = outbox.claim("one", to="systems", limit=9, now=NOON + DAY)
    assert (again.id, again.body, again.attempts) == (one.id, one.body, 1)
    outbox.mark_sent(one.id, remote_id="HTTP 204", now=NOON)
    pausing.pause(by, endpoint_id, now=NOON)
    with pytest.raises(EndpointPaused):
        deliveries.send_again(by, endpoint_id, one.id, now=NOON)


def test_people_and_systems_have_senders_of_their_own(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    deliveries.send_test(centre.administrator, endpoint_id, now=NOON)
    assert not outbox.anything_due(now=NOON)
    assert outbox.claim("one", limit=9, now=NOON) == []
    assert outbox.anything_due(to="systems", now=NOON)
    assert queries.counts_by_state() == {"waiting": 0, "sent": 0, "given_up": 0}


def test_the_log_is_kept_for_a_month(centre: Centre) -> None:
    endpoint_id = centre.endpoint()
    deliveries.send_test(centre.administrator, endpoint_id, now=NOON)
    assert deliveries.forget_old(now=NOON + LETTERS_KEPT) == 0
    assert deliveries.forget_old(now=NOON + LETTERS_KEPT + timedelta(seconds=1)) == 1
    assert written_to(endpoint_id) == []
