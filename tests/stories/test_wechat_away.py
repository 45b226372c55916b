"""WeChat fails in every way it knows while notices pile up, and a worker dies over one.

Each notice still arrives once. A letter that WeChat took and whose answer was lost is told from a
new one by WeChat itself, by `client_msg_id`, for ten minutes: the stories stay within them.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.activities import publication
from app.domain.activities.sign_up import sign_up
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer
from app.kernel import clock
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.stories.house import House, wait_for
from tests.stories.people import Desk, Phone

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
SEND = "/cgi-bin/message/template/send"
TOKEN = "/cgi-bin/stable_token"
PAST_EVERY_BACK_OFF = timedelta(hours=1, minutes=1)
PAST_THE_LEASE = timedelta(minutes=3, seconds=5)
PEOPLE = 6
PASSWORD = "Sunshine-2026-away"

# path, fault, and a word of what staff read while it lasts
OUTAGES: tuple[tuple[str, dict[str, Any], str], ...] = (
    (TOKEN, {"kind": "bad_gateway"}, "502"),
    (TOKEN, {"kind": "errcode", "errcode": -1}, "-1"),
    (SEND, {"kind": "errcode", "errcode": -1}, "-1"),
    (SEND, {"kind": "drop"}, "ConnectionError"),
    (SEND, {"kind": "bad_gateway"}, "502"),
)


class Street:
    """Neighbours who follow the account, and activities that give them something to be told."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.centre = world.a_centre()
        self.station = world.a_station(world.an_office(self.centre))
        self.phones = [Phone(house, f"邻居{n}", f"1390000{n:04d}") for n in range(PEOPLE)]
        self.people = [self.neighbour(phone) for phone in self.phones]
        for phone in self.phones:
            phone.follow()
        self._days = 10

    def neighbour(self, phone: Phone) -> Volunteer:
        """A volunteer of whom we believe that she follows the account by this phone."""
        person = world.a_volunteer(self.station, open_id=phone.open_id)
        person.phone = phone.phone
        return world.saved(person)

    def everybody_signs_up(self, *others: Volunteer) -> None:
        """For one more activity, on a day of its own: a notice for each, all at one moment."""
        self._days += 1
        day = MORNING + timedelta(days=self._days)
        position = world.an_open_position(self.station, starts_at=day, capacity=2 * PEOPLE)
        with transaction():
            for person in (*others, *self.people):
                sign_up(person.id, position.id, now=clock.now())

    def arrived(self) -> Counter[str]:
        """How often each letter stands in a chat, by its client_msg_id."""
        return Counter(
            message["client_msg_id"]
            for phone in self.phones
            for message in self.house.simulator("GET", f"/followers/{phone.id}/templates")[
                "messages"
            ]
        )


@pytest.fixture
def street(house: House) -> Street:
    house.set_clock(MORNING)
    return Street(house)


def letters(channel: str = "wechat_template") -> list[OutboxMessage]:
    """The outbox as it is now."""
    session.rollback()
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.channel == channel)
            .order_by(OutboxMessage.id)
            .execution_options(populate_existing=True)
        )
    )


def states() -> Counter[str]:
    return Counter(letter.state for letter in letters())


def all_failed(word: str) -> bool:
    """Whether every unsent letter was tried, nobody holds it, and staff can read why it waits."""
    waiting = [letter for letter in letters() if letter.state == "waiting"]
    return bool(waiting) and all(
        letter.leased_by is None and word in (letter.last_error or "") for letter in waiting
    )


def fail(house: House, path: str, **fault: Any) -> None:
    """From now on WeChat fails like this, and in no other way."""
    house.simulator("DELETE", "/faults")
    house.simulator("POST", "/faults", {"path": path, **fault})


def recover(house: House) -> None:
    house.simulator("DELETE", "/faults")


def test_every_notice_of_a_long_outage_arrives_once(house: House, street: Street) -> None:
    house.simulator("POST", "/tokens/expire")
    for path, fault, word in OUTAGES:
        fail(house, path, **fault)
        street.everybody_signs_up()
        house.turn_clock(PAST_EVERY_BACK_OFF)
        wait_for(lambda said=word: all_failed(said), f"failures with {word}", house.log)
        if fault["kind"] == "drop":
            house.kill("worker")
            house.start("worker")
    assert not street.arrived()
    assert states() == {"waiting": PEOPLE * len(OUTAGES)}

    recover(house)
    house.turn_clock(PAST_EVERY_BACK_OFF)
    wait_for(lambda: set(states()) == {"sent"}, "every letter", house.log)
    assert street.arrived() == {letter.id.hex: 1 for letter in letters()}
    for phone in street.phones:
        assert len(phone.notices()) == len(OUTAGES)


def test_a_worker_killed_while_wechat_thinks_and_an_answer_lost_make_no_second_notice(
    house: House, street: Street
) -> None:
    fail(house, SEND, kind="hang", times=1, seconds=3)
    street.everybody_signs_up()
    wait_for(lambda: not house.simulator("GET", "/faults")["faults"], "a hanging call", house.log)
    house.kill("worker")
    assert states() == {"waiting": PEOPLE}
    wait_for(lambda: street.arrived().total() == 1, "what WeChat did without us", house.log)

    house.start("worker")
    house.turn_clock(PAST_THE_LEASE)
    wait_for(lambda: set(states()) == {"sent"}, "the letters of the dead", house.log)
    assert street.arrived() == {letter.id.hex: 1 for letter in letters()}

    fail(house, SEND, kind="answer_lost", times=1)
    street.everybody_signs_up()
    wait_for(lambda: all_failed("502"), "a lost answer", house.log)
    assert street.arrived().total() == PEOPLE + 1
    house.turn_clock(timedelta(minutes=2))
    wait_for(lambda: set(states()) == {"sent"}, "the rest", house.log)
    assert street.arrived() == {letter.id.hex: 1 for letter in letters()}


def test_who_has_left_is_given_up_with_the_reason_and_told_by_sms_what_matters(
    house: House, street: Street
) -> None:
    world.staff_who_signs_in("lihua", PASSWORD, role=Role.CENTRE_ADMINISTRATOR, at=street.centre)
    gone, left = Phone(house, "李强", "13900009001"), Phone(house, "赵敏", "13900009002")
    person, other = street.neighbour(gone), street.neighbour(left)

    street.everybody_signs_up(person)
    wait_for(lambda: states() == {"sent": PEOPLE, "given_up": 1}, "the verdict", house.log)
    page = Desk(house, "lihua", PASSWORD).open("/console/outbox?state=given_up")
    assert "43004" in page.text
    assert "张桂英" in page.text  # whom it was for, by name
    assert street.arrived().total() == PEOPLE

    day = MORNING + timedelta(days=40)
    position = world.an_open_position(street.station, starts_at=day, title="义诊进社区")
    activity_id = world.signed_up(other, position).activity_id
    clerk = world.staff(Role.STATION_CLERK, at=street.station)
    publication.cancel(clerk, activity_id, reason="场地停电", now=clock.now())
    wait_for(left.sms, "the SMS instead", house.log)
    (said,) = left.sms()
    assert "义诊进社区" in said
    assert not gone.sms()
    assert states() == {"sent": PEOPLE, "given_up": 1}
