"""A station with a room to book, and who books it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.facilities import booking, describing
from app.domain.facilities.described import Described
from app.domain.facilities.models import Booking, BookingSlot
from app.domain.facilities.rules import Wanted
from app.domain.messaging.models import OutboxMessage
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.places.models import Place
from app.domain.places.opening_hours import OpeningHours
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Every day from nine to twelve and from two to half past five.
HOURS = OpeningHours(week=(((540, 720), (840, 1050)),) * 7)
ROOM = Described(
    name="二楼活动室",
    kind="activity_room",
    seats=30,
    inside="投影、音响、折叠桌 10 张",
    hours=HOURS,
)
# Wednesday, 25 November, 9:00 in Shanghai.
NINE = NOON + 45 * HOUR
WANTED = Wanted(starts_at=NINE, ends_at=NINE + 2 * HOUR, purpose="合唱排练", heads=20)


@dataclass(frozen=True)
class House:
    """A station with its clerk, two residents, and its room."""

    station: Place
    clerk: Staff
    zhang: VolunteerView
    li: VolunteerView
    room: UUID


def a_house(**changes: object) -> House:
    station = world.a_station()
    clerk = world.staff(at=station, name="站里小王")
    return House(
        station,
        clerk,
        a_resident(station, "张桂英"),
        a_resident(station, "李明"),
        a_room(clerk, station, **changes),
    )


def a_resident(station: Place, name: str) -> VolunteerView:
    return people.volunteer(world.a_volunteer(station, name=name).id)


def a_room(clerk: Staff, station: Place, **changes: object) -> UUID:
    """The station's room; free at once unless said otherwise."""
    said = replace(ROOM, **{"needs_approval": False, **changes})  # type: ignore[arg-type]
    return describing.add(clerk, said, place_id=station.id, now=NOON)


def at(moment: datetime, lasts: timedelta = 2 * HOUR, **changes: object) -> Wanted:
    """The choir's rehearsal at another time."""
    return replace(WANTED, starts_at=moment, ends_at=moment + lasts, **changes)  # type: ignore[arg-type]


def booked(house: House, by: VolunteerView | None = None, wanted: Wanted = WANTED) -> UUID:
    return booking.book(by or house.zhang, house.room, wanted, now=NOON)


def the_booking(booking_id: UUID) -> Booking:
    return session.get_one(Booking, booking_id, populate_existing=True)


def taken(booking_id: UUID) -> int:
    """How many half hours it has."""
    return session.query(BookingSlot).filter(BookingSlot.booking_id == booking_id).count()


def told(kind: str = "booking_progress") -> list[str]:
    """What people were told, the first first."""
    query = session.query(OutboxMessage).filter(OutboxMessage.kind == kind)
    return [row.body for row in query.order_by(OutboxMessage.created_at, OutboxMessage.id)]
