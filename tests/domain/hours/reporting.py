"""Reports and corrections to tell tests in: who is there, what was approved, what is said of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.hours.approval import approve_batch
from app.domain.hours.models import HourRecord
from app.domain.hours.reports.models import HourReport
from app.domain.hours.reports.reporting import Report, report
from app.domain.hours.rules import Stretch
from app.domain.people import queries as people
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.people.queries import Resident
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.world import HOUR, NOON

DAYS = 7
WHY = "那天下午我在场，没有看到这个人来过"


@dataclass(frozen=True)
class Cast:
    """A centre, an office and a station, and who serves there."""

    station: Place
    clerk: Staff
    manager: Staff
    administrator: Staff
    colleague: Staff  # another administrator of the centre
    neighbour: Volunteer  # who reports

    @property
    def office(self) -> Staff:
        return self.manager


def a_cast() -> Cast:
    centre = world.a_centre()
    office = world.an_office(centre)
    station = world.a_station(office)
    return Cast(
        station=station,
        clerk=world.staff(at=station, name="王丽"),
        manager=world.staff(Role.OFFICE_MANAGER, at=office, name="李主任"),
        administrator=world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="赵主任"),
        colleague=world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="孙主任"),
        neighbour=world.a_volunteer(station, name="刘邻居"),
    )


def approved(cast: Cast, by: Staff | None = None, **facts: object) -> HourRecord:
    """Two hours of somebody, approved at noon by the clerk unless said."""
    record = world.a_pending_record(world.a_volunteer(cast.station), cast.station, **facts)  # type: ignore[arg-type]
    assert approve_batch(by or cast.clerk, [record.id], now=NOON).approved == [record.id]
    return record


def reported(
    cast: Cast,
    record: HourRecord,
    *,
    by: Volunteer | Resident | None = None,
    whole: bool = False,
    now: datetime = NOON + HOUR,
    **facts: object,
) -> UUID:
    said = Report(
        **{
            "session_id": record.session_id,
            "record_id": None if whole else record.id,
            "text": WHY,
            **facts,
        }  # type: ignore[arg-type]
    )
    reporter = by if isinstance(by, Resident) else resident(by or cast.neighbour)
    return report(reporter, said, notice_days=DAYS, now=now)


def resident(person: Volunteer) -> Resident:
    """A volunteer who signed in by her phone."""
    return Resident(None, None, people.volunteer(person.id))


def a_follower(open_id: str = "oFollower1", *, following: bool = True) -> Resident:
    """Somebody who is registered as nobody."""
    made = world.saved(WeChatIdentity(open_id=open_id, following=following, met_at=NOON))
    return Resident(made.id, open_id, None)


def half(record: HourRecord) -> Stretch:
    """The first hour of it."""
    return Stretch(record.counted_from, record.counted_from + timedelta(hours=1))


def state_of(record: HourRecord) -> str:
    session.expire_all()
    return session.get_one(HourRecord, record.id).state


def report_state(report_id: UUID) -> str:
    session.expire_all()
    return session.get_one(HourReport, report_id).state
