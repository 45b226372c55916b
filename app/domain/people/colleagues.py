"""Staff who are volunteers, too: known by name and phone, so that nobody approves her own hours."""

from sqlalchemy import select

from app.domain.access.appointment import link_volunteer
from app.domain.access.events import StaffAppointed
from app.domain.people.models import Volunteer
from app.kernel.database import session


def recognise(event: StaffAppointed) -> None:
    """Whoever is appointed may have registered before; registering later finds her there."""
    volunteer_id = session.scalars(
        select(Volunteer.id)
        .where(Volunteer.phone == event.phone, Volunteer.name == event.name)
        .order_by(Volunteer.id)
    ).first()
    if volunteer_id is not None:
        link_volunteer(name=event.name, phone=event.phone, volunteer_id=volunteer_id)
