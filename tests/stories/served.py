"""A district in which people who follow the account have served: their hours wait for approval."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.activities.models import Position
from app.domain.hours.models import HourRecord
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk, Phone

MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
SERVED_AT = MORNING - timedelta(days=2)  # for two hours
PASSWORD = "Sunshine-2026-hours"
USERNAMES = {
    Role.STATION_CLERK: "wangli",
    Role.OFFICE_MANAGER: "lizhuren",
    Role.CENTRE_ADMINISTRATOR: "zhaozhuren",
}


@dataclass(frozen=True)
class Served:
    """Who is there: a centre, an office, a station, one of the staff in each, and an activity."""

    house: House
    station: Place
    clerk: Staff
    manager: Staff
    administrator: Staff
    position: Position

    def desk(self, role: Role) -> Desk:
        """The browser of the one who has this role."""
        return Desk(self.house, USERNAMES[role], PASSWORD)

    def has_served(self, name: str) -> tuple[Phone, HourRecord]:
        """Somebody who follows, with two hours that wait for approval."""
        person = world.a_volunteer(self.station, name=name)
        record = world.a_pending_record(
            person, self.station, position=self.position, starts_at=SERVED_AT
        )
        return follows(self.house, person), record

    def approve_all(self) -> None:
        """The clerk ticks everything that waits."""
        desk = self.desk(Role.STATION_CLERK)
        page = desk.open("/console/hours")
        ids = re.findall(r'name="ids"[^>]*value="([^"]+)"', page.html)
        page = desk.send('name="ids"', ids=ids, action="approve")
        assert f"{len(ids)} 条" in page.text, page.text[:800]


def a_served_district(house: House) -> Served:
    """On a Tuesday morning, two days after the activity."""
    house.set_clock(MORNING)
    centre = world.a_centre()
    office = world.an_office(centre)
    station = world.a_station(office)
    where = zip(USERNAMES.items(), (station, office, centre), strict=True)
    staff = [
        world.staff_who_signs_in(username, PASSWORD, role=role, at=place)
        for (role, username), place in where
    ]
    position = world.an_open_position(station, state="ended", starts_at=SERVED_AT)
    return Served(house, station, *staff, position)


def follows(house: House, person: Volunteer) -> Phone:
    """Her phone, by which she follows the account, with her WeChat id bound."""
    phone = Phone(house, person.name, person.phone)
    phone.follow()
    with transaction():
        query = select(WeChatIdentity).where(WeChatIdentity.open_id == phone.open_id)
        session.scalars(query).one().volunteer_id = person.id
    return phone
