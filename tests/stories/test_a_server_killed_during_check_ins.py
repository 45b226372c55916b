"""Forty residents press "check in", and in the middle of it the web server is killed with -9.

What was answered is in the database; what was not can be pressed again; nobody is there twice.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from uuid import UUID

import requests
from sqlalchemy import select

from app.domain.attendance import codes
from app.domain.attendance.models import Attendance
from app.kernel import clock
from app.kernel.database import session
from tests import world
from tests.stories.house import START_SECONDS, House
from tests.stories.wechat_browser import WeChatBrowser, attendance_in

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
RESIDENTS = 40
HANDS = 4  # pressing at the same moment
ANSWERED_BEFORE_THE_CRASH = 10
IMPATIENT = 3  # gone before the answer comes: it may have been done, they do not know
CHECK_IN = "/h5/check-in"


@dataclass
class Resident:
    """Somebody with the check-in page open, and what the server answered her."""

    volunteer_id: UUID
    browser: WeChatBrowser
    answers: list[UUID] = field(default_factory=list)

    def press(self, *, timeout: float = 30) -> None:
        """Press the button; an answer that never comes is kept as none."""
        try:
            answer = self.browser.press(CHECK_IN, timeout=timeout)
        except requests.RequestException:
            return
        self.answers.append(attendance_in(answer))


@dataclass
class Tally:
    """How many have been answered so far; `enough` is set at once: a fast server leaves no time."""

    count: int = 0
    lock: Lock = field(default_factory=Lock)
    enough: Event = field(default_factory=Event)

    def press(self, resident: Resident) -> None:
        resident.press()
        with self.lock:
            self.count += len(resident.answers)
            if self.count >= ANSWERED_BEFORE_THE_CRASH:
                self.enough.set()


def residents_at_the_door(house: House) -> list[Resident]:
    """Signed up, signed in by WeChat, the session's code scanned while it was good."""
    station = world.a_station()
    position = world.an_open_position(
        station, starts_at=MORNING + timedelta(minutes=30), capacity=RESIDENTS
    )
    people = []
    for number in range(RESIDENTS):
        browser = WeChatBrowser(house, f"居民{number}")
        volunteer = world.a_volunteer(station, open_id=browser.open_id)
        world.signed_up(volunteer, position)
        people.append(Resident(volunteer.id, browser))
    scan_the_screen(people)
    return people


def scan_the_screen(people: list[Resident]) -> None:
    """Everybody opens the address in the session's present code."""
    code = codes.session_code(world.only_session().id, "in", now=clock.now()).text
    with ThreadPoolExecutor(HANDS) as hands:
        pages = list(hands.map(lambda one: one.browser.open(f"/c/{code}"), people))
    assert all("点这里签到" in page.text for page in pages)


def stays() -> dict[UUID, list[Attendance]]:
    """What the database says: every attendance, by person."""
    session.rollback()
    found: dict[UUID, list[Attendance]] = {}
    for row in session.scalars(select(Attendance)):
        found.setdefault(row.volunteer_id, []).append(row)
    return found


def test_every_answered_check_in_is_kept_and_nobody_is_there_twice(house: House) -> None:
    house.set_clock(MORNING)
    people = residents_at_the_door(house)
    impatient, patient = people[:IMPATIENT], people[IMPATIENT:]

    for one in impatient:
        one.press(timeout=0.001)
    tally = Tally()
    with ThreadPoolExecutor(HANDS) as hands:
        pressed = [hands.submit(tally.press, one) for one in patient]
        assert tally.enough.wait(START_SECONDS), house.log()
        house.kill("web")
    for one in pressed:
        one.result()
    answered = [one for one in people if one.answers]
    unanswered = [one for one in people if not one.answers]
    assert len(answered) >= ANSWERED_BEFORE_THE_CRASH
    assert len(unanswered) > IMPATIENT, "the crash came too late to prove anything"
    kept = stays()
    for one in answered:
        assert [stay.id for stay in kept[one.volunteer_id]] == one.answers

    house.start("web")
    house.wait_until_ready()
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(Resident.press, unanswered))
    assert all(len(one.answers) == 1 for one in people)
    scan_the_screen(people)
    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(Resident.press, people))

    kept = stays()
    assert len(kept) == RESIDENTS
    for one in people:
        (stay,) = kept[one.volunteer_id]
        assert one.answers == [stay.id, stay.id]
        assert MORNING <= stay.in_at < MORNING + timedelta(minutes=2)
