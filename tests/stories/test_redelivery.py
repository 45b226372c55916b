"""WeChat delivers the same thing twice: at one moment, again after an unread answer, or to a
server that has been killed and started in between. It is done once and answered alike."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import requests
from sqlalchemy import select

from app.domain.attendance import scene_codes
from app.domain.attendance.models import Attendance, Scan, SceneCode
from app.domain.messaging.models import OutboxMessage
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.stories.house import House, wait_for
from tests.stories.people import Phone, said
from wechat.simulator import SimulatorSettings
from wechat.simulator.envelope import open_answer, seal
from wechat.simulator.settings import account_from_environment

MORNING = datetime(2026, 11, 24, 0, 30, 30, tzinfo=UTC)  # 08:30:30 in Shanghai
SEARCH = "找 清洁"


class Door:
    """A session about to begin, whose scene QR WeChat has made, and people signed up for it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.station = world.a_station()
        nine = MORNING + timedelta(minutes=29, seconds=30)
        self.position = world.an_open_position(
            self.station, starts_at=nine, scene_code_allowed=True
        )
        clerk = world.staff(at=self.station)
        scene_codes.ask_for(clerk, self.position.session_id, "in", now=clock.now())
        wait_for(lambda: scene_code().content, "the scene QR", house.log)

    def somebody(self, name: str) -> tuple[Phone, UUID]:
        """Follows the account, is a volunteer, has a place."""
        phone = Phone(self.house, name, "")
        volunteer = world.a_volunteer(self.station, name=name, open_id=phone.open_id)
        phone.follow()
        world.signed_up(volunteer, self.position)
        return phone, volunteer.id


@pytest.fixture
def door(house: House) -> Door:
    house.set_clock(MORNING)
    return Door(house)


@dataclass
class Letter:
    """One message of WeChat's, which it signs and seals anew for each delivery."""

    house: House
    open_id: str
    fields: str

    def deliver(self) -> str:
        """What the account answers to one delivery."""
        now = int(self.house.simulator("GET", "/clock")["now"])
        sealed = seal(self._settings, self._xml(), open_id=self.open_id, timestamp=now)
        url = self._settings.callback_url
        answer = requests.post(url, params=sealed.query, data=sealed.body, timeout=5)
        assert answer.status_code == 200, answer.text
        opened = open_answer(self._settings, answer.content)
        assert opened is not None, "no answer"
        return str(opened["Content"])

    @property
    def _settings(self) -> SimulatorSettings:
        account = account_from_environment(self.house.environment)
        return SimulatorSettings(**account, app_url=self.house.app_url, data_folder=Path())

    def _xml(self) -> str:
        created = int(MORNING.timestamp())
        return (
            f"<xml><ToUserName>{self._settings.original_id}</ToUserName>"
            f"<FromUserName>{self.open_id}</FromUserName><CreateTime>{created}</CreateTime>"
            f"{self.fields}</xml>"
        )


def scene_code() -> SceneCode:
    session.rollback()
    return session.scalars(select(SceneCode).execution_options(populate_existing=True)).one()


def scan_the_code(phone: Phone) -> dict:  # type: ignore[type-arg]
    """What became of a scan of the scene QR, as the simulator tells it."""
    body = {"text": scene_code().content}
    return phone.house.simulator("POST", f"/followers/{phone.id}/scan", body)


def scans(volunteer_id: UUID) -> list[str | None]:
    """The refusals of her scans, None for those that were accepted; she has one attendance."""
    session.rollback()
    session.scalars(select(Attendance).where(Attendance.volunteer_id == volunteer_id)).one()
    return list(session.scalars(select(Scan.refusal).where(Scan.volunteer_id == volunteer_id)))


def searches(phone: Phone) -> int:
    """How many answers to her search have been put into the outbox."""
    session.rollback()
    found = session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == phone.open_id))
    return sum(row.kind == "search_answer" for row in found)


def answers_to_search(phone: Phone) -> list[str]:
    entries = phone.house.simulator("GET", f"/followers/{phone.id}/chat")["entries"]
    return [entry["text"] for entry in entries if "有关的活动：" in (entry["text"] or "")]


def test_after_an_unread_answer_the_same_answer_is_given_and_nothing_is_done_again(
    house: House, door: Door
) -> None:
    phone, volunteer_id = door.somebody("张桂英")
    unread = {"path": "callback", "kind": "no_answer_read", "times": 2}
    house.simulator("POST", "/faults", unread)

    scanned = scan_the_code(phone)

    assert len(scanned["deliveries"]) == 3
    assert "签到成功，08:30" in said(scanned)
    assert scans(volunteer_id) == [None]

    house.simulator("POST", "/faults", unread)
    assert "正在找和“清洁”有关的活动" in phone.write(SEARCH)
    wait_for(lambda: answers_to_search(phone), "what was found", house.log)
    assert searches(phone) == 1
    assert len(answers_to_search(phone)) == 1


def test_two_deliveries_at_one_moment_do_one_thing(house: House, door: Door) -> None:
    twice = {"path": "callback", "kind": "deliver_twice"}
    house.simulator("POST", "/faults", twice)
    for number in range(6):
        phone, volunteer_id = door.somebody(f"居民{'甲乙丙丁戊己'[number]}")

        scanned = scan_the_code(phone)

        # Who comes while the other is at work is told "success": at most one answer in the chat.
        assert scanned["served"]
        assert said(scanned) == "" or "签到成功" in said(scanned)
        assert scans(volunteer_id) == [None]
        assert phone.write(SEARCH).count("正在找") <= 1
        assert searches(phone) == 1
    deliveries = house.simulator("GET", "/deliveries?limit=500")["deliveries"]
    assert [one["event"] for one in deliveries].count("SCAN") == 12
    assert {one["status"] for one in deliveries} == {200}


def test_a_redelivery_to_a_server_started_anew_gets_the_first_answer(
    house: House, door: Door
) -> None:
    phone, volunteer_id = door.somebody("张桂英")
    scene = f"check_in_{door.position.session_id.hex}"
    scan = Letter(
        house,
        phone.open_id,
        "<MsgType>event</MsgType><Event>SCAN</Event>"
        f"<EventKey>{scene}</EventKey><Ticket>a-ticket</Ticket>",
    )
    text = Letter(
        house,
        phone.open_id,
        f"<MsgType>text</MsgType><Content>{SEARCH}</Content><MsgId>9007199254740993</MsgId>",
    )
    first = scan.deliver(), text.deliver()

    house.kill("web")
    house.start("web")
    house.wait_until_ready()
    house.turn_clock(timedelta(seconds=70))

    assert "签到成功，08:30" in first[0]
    assert (scan.deliver(), text.deliver()) == first
    assert scans(volunteer_id) == [None]
    wait_for(lambda: answers_to_search(phone), "what was found", house.log)
    assert searches(phone) == 1
