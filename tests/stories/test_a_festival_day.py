"""A festival day: three events held, five hundred scans of families, and a fourth called off.

Tickets are prepared by the room's own actions; every scan goes over real HTTP, by two scanners at
the same time.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import requests
from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.attendance.devices import make_for_place
from app.domain.culture import publication, tickets
from app.domain.culture.counters import AGREEMENTS
from app.domain.culture.figures import Heads, heads_of
from app.domain.culture.models import CultureScan
from app.domain.culture.rules import SEATS_MOST
from app.domain.culture.ticket_codes import ticket_code
from app.domain.messaging.models import OutboxMessage
from app.kernel import clock
from app.kernel.agreement import disagreements
from app.kernel.database import session
from tests import world
from tests.domain.culture.house import SHOW, a_programme, a_published
from tests.stories.house import House
from tests.stories.people import Phone
from tests.stories.qr import text_of
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 12:30 in Shanghai
STARTS = MORNING + timedelta(hours=7)
EVENING = STARTS - timedelta(minutes=20)
FAMILIES = 250  # of one to five, each scanned at both doors
CALLED_OFF = 20


class Gate:
    """A scanner at the doors of the place."""

    def __init__(self, house: House, token: str) -> None:
        self._url = f"{house.app_url}/api/v1/events"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Authorization": f"Bearer {token}"})
        self._scans = 0
        self.name = token[:8]

    def scan(self, event_id: UUID, code: str) -> tuple[int, str]:
        """The status, and the sentence staff hear."""
        self._scans += 1
        nonce = f"scan-{self._scans:06d}"
        said = self.ask(f"{event_id}/scans", {"nonce": nonce, "code": code})
        return said.status_code, said.json().get("sentence") or said.json()["message"]

    def ask(self, path: str, body: dict[str, object]) -> requests.Response:
        return self._session.post(f"{self._url}/{path}", json=body, timeout=30)


def test_a_festival_day(house: House) -> None:
    house.set_clock(MORNING)
    clerk = world.staff(at=world.a_station())
    opera, film, crafts, choir = the_festival(clerk)
    wang = a_volunteer(house, world.a_station(), "王桂兰", "13812345680")
    her_ticket = takes_a_ticket(wang, opera, seats=3)
    held = families(opera, film, crafts)
    of_choir = [a_ticket(choir, 2) for _ in range(CALLED_OFF)]
    takes_a_ticket(wang, choir, seats=2)

    publication.cancel(clerk, choir, reason="舞台被雨淋坏了", now=clock.now())
    everybody_was_told(CALLED_OFF + 1)
    assert "舞台被雨淋坏了" in wang.open("/h5/messages").text

    house.set_clock(EVENING)
    east, west = gates(house, clerk)
    she_comes_in_once(wang, her_ticket, opera, east)
    all_come_in(held, east, west)
    assert west.scan(choir, code(of_choir[0])) == (409, "“百姓大合唱”已取消，不能入场")

    session.rollback()
    seats = Counter({opera: 2})  # she and one more
    for event_id, _, count in held:
        seats[event_id] += count
    assert heads_of([opera, film, crafts, choir]) == {
        **{event_id: Heads(scanned=seats[event_id]) for event_id in (opera, film, crafts)},
        choir: Heads(),
    }
    at_doors = scans_of([ticket_id for _, ticket_id, _ in held])
    assert at_doors == {opera: 168, film: 166 + 1, crafts: 166}  # one was at the wrong door
    assert not list(disagreements(AGREEMENTS))
    assert refusals() == {
        "already_admitted": FAMILIES,
        "ticket_code_expired": 1,
        "other_event": 1,
        "event_cancelled_at_door": 1,
    }


def the_festival(clerk: Staff) -> list[UUID]:
    """An opera, a film and crafts at the same time, and a choir that will not sing."""
    evening = replace(
        SHOW,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        tickets_until=STARTS,
        capacity=600,
    )
    programme_id = a_programme(clerk)
    titles = ("吕剧《姊妹易嫁》", "老电影《上甘岭》", "非遗展演", "百姓大合唱")
    return [
        a_published(clerk, replace(evening, title=title), programme_id=programme_id)
        for title in titles
    ]


def takes_a_ticket(phone: Phone, event_id: UUID, *, seats: int) -> str:
    """On her phone; the address of her ticket."""
    phone.open("/h5/me")  # signed in by WeChat
    phone.open(f"/h5/culture/{event_id}")
    page = phone.send(f"/h5/culture/{event_id}/ticket", seats=seats)
    assert "领票成功" in page.text
    return page.url


def a_ticket(event_id: UUID, seats: int) -> UUID:
    person = world.a_volunteer(world_station())
    return tickets.take(person.id, event_id, seats=seats, now=clock.now()).ticket_id


def world_station() -> world.Place:
    """One community for all."""
    return session.scalars(select(world.Place).where(world.Place.level == "station")).first() or (
        world.a_station()
    )


def families(*event_ids: UUID) -> list[tuple[UUID, UUID, int]]:
    """Event, ticket, and how many come on it."""
    found = []
    for number in range(FAMILIES):
        event_id, seats = event_ids[number % len(event_ids)], number % SEATS_MOST + 1
        found.append((event_id, a_ticket(event_id, seats), seats))
    return found


def code(ticket_id: UUID) -> str:
    return ticket_code(ticket_id, now=clock.now())


def everybody_was_told(count: int) -> None:
    query = select(func.count()).where(OutboxMessage.kind == "ticket_event_cancelled")
    assert session.scalar(query) == count


def gates(house: House, clerk: Staff) -> list[Gate]:
    until = STARTS + timedelta(hours=4)
    where = {"ends_at": until, "now": clock.now()}
    made = [make_for_place(clerk, clerk.place.id, name=name, **where) for name in ("东门", "西门")]
    return [Gate(house, token) for _, token in made]


def she_comes_in_once(wang: Phone, ticket: str, opera: UUID, gate: Gate) -> None:
    """Her code as the phone draws it; one of three stays at home; a screenshot opens nothing."""
    picture = wang.open(f"{ticket}/code.svg")
    assert gate.scan(opera, text_of(picture.html.encode())) == (200, "3 人，请进")
    fewer = gate.ask(f"{opera}/scans/scan-000001/people", {"people": 2})
    assert fewer.json()["sentence"] == "已改为入场 2 人，还可再进 1 人"
    old = ticket_code(UUID(ticket.rpartition("/")[2]), now=clock.now() - timedelta(seconds=90))
    assert gate.scan(opera, old) == (410, "票的二维码已过期，可能是截图")
    assert "已入场 2 人" in wang.open(ticket).text


def all_come_in(held: list[tuple[UUID, UUID, int]], *two: Gate) -> None:
    """Each family once at a door, then all of them again at the other one."""
    opera, film = held[0][0], held[1][0]
    wrong = two[0].scan(film, code(held[0][1]))
    assert wrong[0] == 409
    assert "不是这一场" in wrong[1]
    assert opera != film
    for first, second in (two, two[::-1]):
        with ThreadPoolExecutor(2) as pool:
            halves = ((first, held[::2]), (second, held[1::2]))
            said = [one for part in pool.map(lambda half: scanned(*half), halves) for one in part]
        if first is two[0]:
            assert Counter(said) == Counter(f"{seats} 人，请进" for _, _, seats in held)
        else:
            assert len(said) == FAMILIES
            assert all("已于 19:10 入场" in one for one in said)


def scanned(gate: Gate, held: list[tuple[UUID, UUID, int]]) -> list[str]:
    return [gate.scan(event_id, code(ticket_id))[1] for event_id, ticket_id, _ in held]


def scans_of(tickets_held: list[UUID]) -> dict[UUID, int]:
    """How often these were read at the door of each event, let in or not."""
    rows = session.execute(
        select(CultureScan.event_id, func.count())
        .where(CultureScan.ticket_id.in_(tickets_held), CultureScan.way == "ticket")
        .group_by(CultureScan.event_id)
    )
    return {row[0]: row[1] for row in rows}


def refusals() -> dict[str, int]:
    rows = session.execute(
        select(CultureScan.refusal, func.count())
        .where(CultureScan.refusal.is_not(None))
        .group_by(CultureScan.refusal)
    )
    return {row[0]: row[1] for row in rows}
