"""Who takes part in a complaint: a station with two clerks, its office, the centre, a resident."""

from dataclasses import dataclass, replace
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.complaints import complaining, handling
from app.domain.complaints.complaining import Said
from app.domain.complaints.models import Complaint
from app.domain.hours.models import HourRecord
from app.domain.messaging.models import OutboxMessage
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

SAID = Said(text="我的时长少记了一个小时，请核实。", subject="hours")


@dataclass(frozen=True)
class House:
    """The clerk approved the resident's hours; her colleague had no part in it."""

    centre: Place
    office: Place
    station: Place
    clerk: Staff
    colleague: Staff
    manager: Staff
    administrator: Staff
    resident: VolunteerView
    record: HourRecord


def a_house() -> House:
    centre = world.a_centre()
    office = world.an_office(centre)
    station = world.a_station(office)
    clerk = world.staff(at=station, name="站里小王")
    person = world.a_volunteer(station, name="刘玉珍")
    made = world.an_open_position(station, state="ended", starts_at=NOON, by=clerk.id)
    record = world.an_approved_record(person, station, position=made, decided_by_id=clerk.id)
    return House(
        centre,
        office,
        station,
        clerk,
        world.staff(at=station, name="站里小李"),
        world.staff(Role.OFFICE_MANAGER, at=office, name="所里老赵"),
        world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="中心老孙"),
        people.volunteer(person.id),
        record,
    )


def about_hours(house: House, **changes: object) -> UUID:
    """The resident complains about her hours."""
    facts = {"subject_id": house.record.id, "whose": (house.resident.id,), **changes}
    said = replace(SAID, **facts)  # type: ignore[arg-type]
    return complaining.complain(house.resident, said, now=NOON)


def answered(house: House, complaint_id: UUID, by: Staff | None = None) -> UUID:
    """Taken up and answered, by the clerk's colleague unless said."""
    staff = by or house.colleague
    handling.take_up(staff, complaint_id, now=NOON)
    handling.answer(staff, complaint_id, "explained", "按签退时间算的，已说明。", now=NOON)
    return complaint_id


def the_complaint(complaint_id: UUID) -> Complaint:
    return session.get_one(Complaint, complaint_id, populate_existing=True)


def told(kind: str = "complaint_progress") -> list[OutboxMessage]:
    """What people were told, the first first."""
    query = session.query(OutboxMessage).filter(OutboxMessage.kind == kind)
    return query.order_by(OutboxMessage.created_at, OutboxMessage.id).all()
