"""Letters to other systems over real HTTP, to a receiver on this machine."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.adapters.outbox_sender import OutboxSender
from app.adapters.sending import ways_of
from app.adapters.webhook_way import WebhookWay
from app.adapters.wechat_gateway import client_of
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.messaging import outbox, system_letters
from app.domain.messaging.system_letters import Delivery
from app.domain.webhooks import deliveries, pausing, queries, registering
from app.domain.webhooks.announcing import letter
from app.domain.webhooks.registering import Wanted
from config import Settings
from tests import world
from tests.adapters.conftest import SettableClock
from tests.conftest import NOON
from tests.wechat.local_wechat import Asked, LocalWeChat, local_wechat

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]


@pytest.fixture
def receiver() -> Iterator[LocalWeChat]:
    with local_wechat() as server:
        yield server


@dataclass
class Pushing:
    """An endpoint at the receiver, and a sender with a clock to move."""

    endpoint_id: UUID
    secret: str
    by: Staff
    clock: SettableClock
    sender: OutboxSender

    def write(self, count: int = 1) -> None:
        now = self.clock()
        facts: dict[str, object] = {"record_id": "r-1", "minutes": 90}
        letters = [letter(self.endpoint_id, "hours.approved", facts, now=now)] * count
        outbox.enqueue(letters, now=now)

    def drain(self) -> None:
        while self.sender.drain():
            pass

    def log(self) -> list[Delivery]:
        return list(reversed(system_letters.deliveries(self.endpoint_id.hex).items))


def pushing_to(receiver: LocalWeChat, settings: Settings, *events: str) -> Pushing:
    by = world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())
    where = Wanted("数据平台", f"{receiver.base_url}hooks?from=haoren", events, only_public=False)
    endpoint_id, secret = registering.register(by, where, now=NOON)
    clock = SettableClock(NOON)
    ways = ways_of(settings, client_of(settings))
    return Pushing(endpoint_id, secret, by, clock, OutboxSender(ways, "one", clock, to="systems"))


@pytest.fixture
def pushing(receiver: LocalWeChat, settings: Settings) -> Pushing:
    return pushing_to(receiver, settings, "hours.approved")


def signed_by(secret: str, asked: Asked) -> str:
    """What a receiver computes, by the specification and with nothing of ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = asked.headers
    text = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + asked.body
    return "v1," + base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def test_a_letter_is_posted_with_id_moment_and_signature(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    pushing.write()
    pushing.drain()
    (asked,) = receiver.asked
    (one,) = pushing.log()
    assert (asked.path, asked.query) == ("/hooks", {"from": "haoren"})
    assert asked.json["type"] == "hours.approved"
    assert asked.headers["webhook-id"] == f"msg_{one.id.hex}"
    assert asked.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    assert asked.headers["webhook-signature"] == signed_by(pushing.secret, asked)
    assert asked.headers["content-type"] == "application/json"
    assert (one.state, one.answer, one.attempts) == ("sent", "HTTP 200", 1)


def test_while_a_secret_changes_both_sign(receiver: LocalWeChat, pushing: Pushing) -> None:
    new = registering.rotate_secret(pushing.by, pushing.endpoint_id, now=NOON)
    pushing.write()
    pushing.drain()
    asked = receiver.asked[0]
    expected = [signed_by(new, asked), signed_by(pushing.secret, asked)]
    assert asked.headers["webhook-signature"].split(" ") == expected


@pytest.mark.parametrize("answer", [400, 401, 404, 429, 500, 503])
def test_what_is_not_taken_comes_again_with_the_same_id(
    receiver: LocalWeChat, pushing: Pushing, answer: int
) -> None:
    receiver.answers["/hooks"] = answer
    pushing.write()
    pushing.drain()
    (one,) = pushing.log()
    assert (one.state, one.error) == ("waiting", f"应答 HTTP {answer}")
    assert one.due_at > NOON
    receiver.answers["/hooks"] = 204
    pushing.clock.move(minutes=2)
    pushing.drain()
    (one,) = pushing.log()
    assert (one.state, one.answer, one.attempts) == ("sent", "HTTP 204", 2)
    first, second = receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_it_waits_as_long_as_the_other_side_asks(receiver: LocalWeChat, pushing: Pushing) -> None:
    receiver.answers["/hooks"] = 503
    receiver.headers["Retry-After"] = "600"
    pushing.write()
    pushing.drain()
    (one,) = pushing.log()
    assert one.due_at == NOON + timedelta(minutes=10)


def test_no_redirect_is_followed(receiver: LocalWeChat, pushing: Pushing) -> None:
    receiver.answers["/hooks"] = 307
    receiver.headers["Location"] = f"{receiver.base_url}elsewhere"
    pushing.write()
    pushing.drain()
    assert receiver.paths() == ["/hooks"]
    assert "不跟随" in (pushing.log()[0].error or "")


def test_after_three_days_it_is_given_up(receiver: LocalWeChat, pushing: Pushing) -> None:
    receiver.answers["/hooks"] = 500
    pushing.write()
    for _ in range(3 * 24 * 2 + 2):
        pushing.drain()
        pushing.clock.move(minutes=30)
    assert pushing.log()[0].state == "given_up"
    tried = len(receiver.asked)
    assert 60 < tried < 100
    pushing.clock.move(days=1)
    pushing.drain()
    assert len(receiver.asked) == tried


def test_one_that_fails_does_not_hold_up_its_own_batch(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    receiver.answers["/hooks"] = 500
    pushing.write(25)
    pushing.drain()
    assert len(receiver.asked) == 1
    assert {one.state for one in pushing.log()} == {"waiting"}
    receiver.answers["/hooks"] = 200
    pushing.clock.move(minutes=2)
    pushing.drain()
    assert {one.state for one in pushing.log()} == {"sent"}
    ids = [asked.headers["webhook-id"] for asked in receiver.asked]
    assert len(set(ids)) == 25


def test_gone_pauses_at_once(receiver: LocalWeChat, pushing: Pushing) -> None:
    receiver.answers["/hooks"] = 410
    pushing.write(2)
    pushing.drain()
    assert len(receiver.asked) == 1
    found = queries.endpoint(pushing.endpoint_id, within=pushing.by.scope)
    assert found.paused_because == "gone"
    assert [one.state for one in pushing.log()] == ["given_up", "given_up"]


def test_a_paused_endpoint_gets_a_test_and_nothing_else(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    pausing.pause(pushing.by, pushing.endpoint_id, now=NOON)
    pushing.write()
    deliveries.send_test(pushing.by, pushing.endpoint_id, now=NOON)
    pushing.drain()
    assert [asked.json["type"] for asked in receiver.asked] == ["webhook.test"]
    assert [one.state for one in pushing.log()] == ["given_up", "sent"]


def test_what_was_written_to_an_endpoint_that_is_gone_goes_nowhere(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    registering.remove(pushing.by, pushing.endpoint_id, now=NOON)
    pushing.write()  # by a process that has not heard of it yet
    pushing.drain()
    assert receiver.asked == []
    assert pushing.log()[0].state == "given_up"


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_in_production_a_name_that_leads_inside_is_not_connected_to(
    receiver: LocalWeChat, pushing: Pushing, inside: str
) -> None:
    by_name = Wanted("数据平台", "https://data.example.cn/", ["hours.approved"], only_public=True)
    registering.change(pushing.by, pushing.endpoint_id, by_name, now=NOON)
    way = WebhookWay(only_public=True, resolve=lambda _host, _port: ["8.8.8.8", inside])
    pushing.sender = replace(pushing.sender, ways={"webhook": way})
    pushing.write()
    pushing.drain()
    (one,) = pushing.log()
    assert (one.state, one.error) == ("waiting", "域名指向本机或内网地址，没有连接")


def test_the_address_judged_is_the_address_connected_to(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    port = receiver.base_url.rstrip("/").rpartition(":")[2]
    where = Wanted("平台", f"http://data.example.cn:{port}/hooks", ["hours.approved"], False)
    registering.change(pushing.by, pushing.endpoint_id, where, now=NOON)
    asked_for: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked_for.append(host)
        return ["127.0.0.1"]

    way = WebhookWay(only_public=False, resolve=resolve)
    pushing.sender = replace(pushing.sender, ways={"webhook": way})
    pushing.write()
    pushing.drain()
    (asked,) = receiver.asked
    assert asked_for == ["data.example.cn"]
    assert asked.headers["host"] == f"data.example.cn:{port}"


def test_a_name_that_is_unknown_and_a_machine_that_is_off_are_tried_again(
    receiver: LocalWeChat, pushing: Pushing
) -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    way = WebhookWay(only_public=False, resolve=unknown)
    pushing.sender = replace(pushing.sender, ways={"webhook": way})
    pushing.write()
    pushing.drain()
    assert pushing.log()[0].error == "找不到这个域名的地址"
    assert queries.endpoint(pushing.endpoint_id, within=pushing.by.scope).failing_since == NOON
