"""What a place and those below it have on, as a calendar that anybody may subscribe to."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.activities.calendar_feed import CalendarFacts, CalendarLine
from app.domain.activities.models import Activity, ActivitySession
from app.domain.audit import queries as audit
from app.domain.messaging import pages
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel.database import session

SHOWN_AFTERWARDS = timedelta(days=30)
MOST_ENTRIES = 500
_GONE = ("cancelled", "withdrawn")
_CHANGES = ("activity.publish", "activity.revise", "activity.cancel")
_SHOWN = ("published", "running", "ended", *_GONE)


def lines_of(place_id: UUID, *, now: datetime) -> list[CalendarLine]:
    """The sessions of published activities, in order of time; two statements. Raises NotFound.

    What was called off after it was published stays, cancelled. What a team does for a neighbour
    is not for everybody to read. SEQUENCE is the plan's version, raised with every edit;
    LAST-MODIFIED is when it was last published, edited or called off.
    """
    place = places.place(place_id)
    rows = session.execute(
        select(ActivitySession, Activity, audit.last_at("activity", Activity.id, _CHANGES))
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(
            Activity.place_id.in_(places.ids_within(Scope(place.path))),
            Activity.state.in_(_SHOWN),
            Activity.published_at.is_not(None),
            Activity.team_id.is_(None),
            ActivitySession.ends_at > now - SHOWN_AFTERWARDS,
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id)
        .limit(MOST_ENTRIES)
        .execution_options(populate_existing=True)
    ).all()
    return [_line(part, activity, changed_at) for part, activity, changed_at in rows]


def _line(part: ActivitySession, activity: Activity, changed_at: datetime | None) -> CalendarLine:
    gone = activity.state in _GONE
    facts = CalendarFacts(
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        title=activity.title,
        position="",
        venue=activity.venue,
        contact_name="",
        contact_phone="",
        of_id=activity.id,
        standing="CANCELLED" if gone else "CONFIRMED",
    )
    known_at = changed_at or activity.published_at or activity.created_at
    page = pages.activity_for_all(activity.id)
    return CalendarLine(part.id, facts, activity.version + gone, known_at, page=page)
