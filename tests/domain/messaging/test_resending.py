"""Staff may send again what was given up, and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.messaging import outbox, queries
from app.domain.messaging.errors import AlreadySent, NoLongerOfUse, StillWaiting
from app.domain.messaging.outbox import Letter
from app.domain.messaging.resending import send_again
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from tests import world

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
LETTER = Letter(channel="sms", kind="reminder", recipient="13800138000", title="提醒", body="您好")


@pytest.fixture
def administrator() -> Staff:
    return world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())


def claimed(letter: Letter, now: datetime) -> UUID:
    outbox.enqueue([letter], now=now)
    return outbox.claim("one", limit=1, now=now)[0].id


def test_a_given_up_message_goes_out_again_at_once_and_leaves_a_trail(
    administrator: Staff, now: datetime
) -> None:
    message_id = claimed(LETTER, now)
    outbox.give_up(message_id, "号码无效")
    send_again(administrator, message_id, now=now)
    assert [view.id for view in outbox.claim("two", limit=5, now=now)] == [message_id]
    entry = session.query(AuditEntry).filter_by(action="outbox.retry").one()
    assert (entry.actor_id, entry.object_id) == (administrator.id, message_id)


def test_what_waits_or_was_sent_is_not_sent_again(administrator: Staff, now: datetime) -> None:
    message_id = claimed(LETTER, now)
    with pytest.raises(StillWaiting):
        send_again(administrator, message_id, now=now)
    outbox.mark_sent(message_id, now=now)
    with pytest.raises(AlreadySent):
        send_again(administrator, message_id, now=now)
    assert queries.counts_by_state()["sent"] == 1


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, expires_at=world.NOON + timedelta(hours=1)),
        replace(LETTER, kind="phone_code"),
    ],
)
def test_what_is_of_no_use_any_more_stays_given_up(
    administrator: Staff, now: datetime, letter: Letter
) -> None:
    message_id = claimed(letter, now)
    outbox.give_up(message_id, "号码无效")
    with pytest.raises(NoLongerOfUse):
        send_again(administrator, message_id, now=now + timedelta(hours=1))


@pytest.mark.parametrize("role", [Role.STATION_CLERK, Role.OFFICE_MANAGER, Role.AUDITOR])
def test_only_the_centre_sends_again(role: Role, now: datetime) -> None:
    message_id = claimed(LETTER, now)
    outbox.give_up(message_id, "号码无效")
    with pytest.raises(NotAllowed):
        send_again(world.staff(role, at=world.a_centre()), message_id, now=now)
    assert queries.counts_by_state()["given_up"] == 1


def test_what_does_not_exist_is_not_found(administrator: Staff, now: datetime) -> None:
    with pytest.raises(NotFound):
        send_again(administrator, new_id(), now=now)
