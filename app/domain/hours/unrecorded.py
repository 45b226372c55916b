"""Who leaves without ever having served: nothing has to be kept, so nobody is remembered."""

from sqlalchemy import select

from app.domain.attendance.came import ever_came
from app.domain.hours.models import HourRecord
from app.domain.people import leaving
from app.domain.people.events import VolunteerLeft
from app.kernel.database import session


def forget_who_gave_nothing(event: VolunteerLeft) -> None:
    """Without a stay or a record of hours, name, phone and ID number go.

    Source: PIPL, article 47; with records, 志愿服务条例, article 19 asks to keep them.
    """
    record = select(HourRecord.id).where(HourRecord.volunteer_id == event.volunteer_id).limit(1)
    if ever_came(event.volunteer_id) or session.scalar(record) is not None:
        return
    leaving.anonymise(event.volunteer_id, now=event.now)
