"""A district in which a crowd signs up and comes at once."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.domain.activities.models import ActivitySession, Position
from app.domain.attendance import codes
from app.domain.messaging.models import OutboxMessage
from app.domain.people.models import Volunteer, WeChatIdentity
from app.kernel import clock
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.stories.crowd import Heard, Resident
from tests.stories.house import House

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
SURNAME = "欧阳"
NUMBERS = "零一二三四五六七八九"


class District:
    """A station, a cleaning that can be checked in to, one later, and people who follow."""

    def __init__(
        self, house: House, people: int, *, url: str = "", trusts: str | bool = True
    ) -> None:
        house.set_clock(MORNING)
        self.house = house
        self.url, self.trusts = url or house.app_url, trusts
        station = world.a_station()
        soon, later = MORNING + timedelta(minutes=10), MORNING + timedelta(hours=5)
        self.first = world.an_open_position(station, starts_at=soon, capacity=people)
        # One too few places: the last one waits.
        self.second = world.an_open_position(station, starts_at=later, capacity=people - 1)
        names = [f"{SURNAME}{NUMBERS[n // 10]}{NUMBERS[n % 10]}" for n in range(people)]
        self.people = [self._follows(world.a_volunteer(station, name=name)) for name in names]
        self.heard = Heard()

    def _follows(self, person: Volunteer) -> Volunteer:
        made = self.house.simulator("POST", "/followers", {"name": person.name})
        self.house.simulator("POST", f"/followers/{made['id']}/follow", {})
        identity = session.scalars(
            select(WeChatIdentity).where(WeChatIdentity.open_id == made["open_id"])
        ).one()
        with transaction():
            identity.volunteer_id = person.id
            identity.following = True
        return person

    def resident(self, person: Volunteer) -> Resident:
        """The person with a browser in which she is signed in."""
        return Resident(self.url, person, self.heard, self.trusts)

    def signs_up(self, person: Volunteer, position: Position) -> Callable[[], object]:
        """The act of signing up for a position."""
        its_session = session.get_one(ActivitySession, position.session_id)
        page = f"/h5/activities/{its_session.activity_id}/positions/{position.id}"
        who = self.resident(person)
        return lambda: who.act(page, "/positions/", "/h5/sign-ups/")

    def checks_in(self, person: Volunteer) -> Callable[[], object]:
        """The act of scanning the first session's code."""
        who, session_id = self.resident(person), self.first.session_id

        def act() -> None:
            code = codes.session_code(session_id, "in", now=clock.now())
            who.act(f"/c/{code.text}", "/h5/check-in", "/h5/checked-in/")

        return act

    def outbox(self, kind: str = "") -> Counter[str]:
        """How many notices to WeChat (of a kind) stand in which state."""
        session.rollback()
        query = select(OutboxMessage.state).where(OutboxMessage.channel == "wechat_template")
        if kind:
            query = query.where(OutboxMessage.kind == kind)
        return Counter(session.scalars(query))

    def notices(self) -> list[str]:
        """The `client_msg_id` of each template message that reached one of these people."""
        followers = self.house.simulator("GET", "/followers")["followers"]
        ids = [one["id"] for one in followers if one["name"].startswith(SURNAME)]
        got = [self.house.simulator("GET", f"/followers/{one}/templates") for one in ids]
        return [message["client_msg_id"] for answer in got for message in answer["messages"]]
