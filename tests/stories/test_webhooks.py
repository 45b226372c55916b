"""Another system is told of every sign-up, although it fails for a while and a worker dies.

The receiver is a real HTTP server that checks each signature by the specification, with nothing of
ours, and knows a repeat by its webhook-id.
"""

import base64
import hashlib
import hmac
import html
import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities.sign_up import sign_up
from app.domain.messaging.models import OutboxMessage
from app.domain.places.models import Place
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.stories.house import House, wait_for
from tests.stories.people import Desk
from tests.wechat.local_wechat import Answer, Asked, LocalWeChat, local_wechat

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
PASSWORD = "Sunshine-2026-hooks"
PEOPLE = 6
PAST_EVERY_BACK_OFF = timedelta(hours=1, minutes=1)
PAST_THE_LEASE = timedelta(minutes=3, seconds=5)


@dataclass
class Receiver:
    """Somebody else's system: takes what is rightly signed, once by its id."""

    server: LocalWeChat
    secret: str = ""
    state: str = "works"  # works | fails | hangs
    taken: dict[str, Any] = field(default_factory=dict)
    arrivals: Counter[str] = field(default_factory=Counter)
    forged: list[Asked] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked) -> Answer:
        if not self._rightly_signed(asked):
            self.forged.append(asked)
            return 401
        if self.state == "fails":
            return 503
        message_id = asked.headers["webhook-id"]
        self.arrivals[message_id] += 1
        self.taken.setdefault(message_id, asked.json)
        if self.state == "hangs":
            self.hanging.set()
            self.go_on.wait(30)
        return 204

    def _rightly_signed(self, asked: Asked) -> bool:
        said = asked.headers
        signed = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + asked.body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        ours = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        return any(
            hmac.compare_digest(one, f"v1,{ours}") for one in said["webhook-signature"].split(" ")
        )


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with local_wechat() as server:
        found = Receiver(server)
        server.answers["/hooks"] = found.answer
        yield found
        found.go_on.set()


@pytest.fixture
def station(house: House) -> Place:
    house.set_clock(MORNING)
    centre = world.a_centre()
    world.staff_who_signs_in("lihua", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=centre)
    return world.a_station(world.an_office(centre))


def letters() -> list[OutboxMessage]:
    session.rollback()
    query = select(OutboxMessage).where(OutboxMessage.channel == "webhook")
    return list(session.scalars(query.execution_options(populate_existing=True)))


def states() -> Counter[str]:
    return Counter(letter.state for letter in letters())


def tried_in_vain() -> bool:
    """Every letter was tried or put off, and nobody holds one."""
    return all(letter.attempts and letter.leased_by is None for letter in letters())


def registered(desk: Desk, receiver: Receiver) -> str:
    """The administrator registers the receiver and hands its secret over; the endpoint's page."""
    desk.open("/console/webhooks/new")
    page = desk.send(
        'name="events"',
        name="市级数据平台",
        url=f"{receiver.server.base_url}hooks",
        events=["sign_up.created"],
    )
    found = re.search(r"<code>(whsec_[^<]+)</code>", page.html)
    assert found, page.text
    receiver.secret = html.unescape(found[1])
    address = re.search(r'href="(/console/webhooks/[0-9a-f-]{36})"', page.html)
    assert address, page.html
    return address[1]


def test_each_event_arrives_once_by_its_id_whatever_fails(
    house: House, station: Place, receiver: Receiver
) -> None:
    desk = Desk(house, "lihua", PASSWORD)
    endpoint_page = registered(desk, receiver)
    position = world.an_open_position(station, starts_at=MORNING + timedelta(days=9))
    receiver.state = "fails"
    mine = [
        sign_up(world.a_volunteer(station).id, position.id, now=clock.now()).sign_up_id
        for _ in range(PEOPLE)
    ]
    wait_for(tried_in_vain, "attempts that fail", house.log)
    assert states() == {"waiting": PEOPLE}
    page = desk.open(endpoint_page).text
    assert "应答 HTTP 503" in page
    assert "送不到，正在重试" in page

    receiver.state = "hangs"
    house.turn_clock(PAST_EVERY_BACK_OFF)
    wait_for(receiver.hanging.is_set, "a letter that arrives", house.log)
    house.kill("worker")  # it was taken there, and nobody here knows
    receiver.state = "works"
    receiver.go_on.set()
    house.start("worker")
    house.turn_clock(PAST_THE_LEASE)
    wait_for(lambda: states() == {"sent": PEOPLE}, "every letter", house.log)

    assert receiver.forged == []
    told = [event["data"]["sign_up_id"] for event in receiver.taken.values()]
    assert sorted(told) == sorted(str(one) for one in mine)
    assert set(receiver.taken) == {f"msg_{letter.id.hex}" for letter in letters()}
    assert max(receiver.arrivals.values()) == 2, "the one in hand came again, with the same id"
    desk = Desk(house, "lihua", PASSWORD)  # idle for so long, she was signed out
    assert "推送中" in desk.open(endpoint_page).text
