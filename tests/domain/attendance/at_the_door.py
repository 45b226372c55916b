"""A session on its day, with somebody at its door."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.access.queries import Staff
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanRequest
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from tests import world

STARTS = world.NOON
ENDS = STARTS + timedelta(hours=2)


@dataclass
class Door:
    """One session of two hours from noon, and one volunteer who signed up for it."""

    station: Place
    clerk: Staff
    activity: Activity
    session: ActivitySession
    position: Position
    volunteer: Volunteer
    sign_up: SignUp

    def scan(self, direction: Direction, at: datetime, **facts: object) -> ScanRequest:
        """The volunteer scans the session's code at that moment."""
        known = {
            "way": "session_code",
            "direction": direction,
            "session_id": self.session.id,
            "volunteer_id": self.volunteer.id,
            "at": at,
        }
        return ScanRequest(**{**known, **facts})  # type: ignore[arg-type]


def a_door(**facts: object) -> Door:
    """`facts` are columns of the activity."""
    station = world.a_station()
    clerk = world.staff(at=station)
    activity = world.an_activity(station, starts_at=STARTS, by=clerk.id, **facts)
    its_session = world.a_session(activity)
    position = world.a_position(its_session)
    volunteer = world.a_volunteer(station)
    sign_up = world.signed_up(volunteer, position)
    return Door(station, clerk, activity, its_session, position, volunteer, sign_up)
