"""Staff of a place that is merged: they serve its successor, or their appointments end."""

from sqlalchemy import select

from app.domain.access.events import AppointmentEnded
from app.domain.access.models import StaffMember
from app.domain.access.sessions import end_all_sessions
from app.domain.audit import trail
from app.domain.places.events import PlacesMerged
from app.kernel.database import session
from app.kernel.happenings import happened


def follow(event: PlacesMerged) -> None:
    """As it was chosen for each when the merging was proposed; who came since then stays."""
    query = select(StaffMember).where(
        StaffMember.place_id == event.closed_id, StaffMember.ended_at.is_(None)
    )
    for member in session.scalars(query.order_by(StaffMember.id).with_for_update()):
        stays = member.id in event.keeps or member.appointed_at > event.proposed_at
        if stays:
            member.place_id = event.successor_id
        else:
            member.ended_at = event.now
            end_all_sessions(member.id, now=event.now)
        trail.record(
            event.by,
            "staff.move" if stays else "staff.end",
            "staff",
            member.id,
            now=event.now,
            place_id=event.successor_id,
            name=member.name,
            reason=f"{event.closed_name}并入{event.successor_name}",
        )
        session.flush()
        if not stays:
            happened(AppointmentEnded(member.id, event.by, event.now))
