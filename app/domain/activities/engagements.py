"""One person and one session: everything a scan needs to know, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select

from app.domain.activities.models import Activity, ActivitySession, SignUp
from app.domain.places.paths import path_of
from app.kernel.database import session
from app.kernel.geo import Point

ALIVE = ("signed_up", "waiting")


@dataclass(frozen=True)
class Engagement:
    """A session, its activity, and the person's living sign-up for it (None: she has none)."""

    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    activity_id: UUID
    title: str
    activity_state: str
    place_id: UUID
    place_path: str
    point: Point | None
    check_radius_metres: int | None
    scene_code_allowed: bool
    sign_up_id: UUID | None
    sign_up_state: str | None


def engagement(session_id: UUID, volunteer_id: UUID | None) -> Engagement | None:
    """None when there is no such session."""
    row = session.execute(
        select(Activity, ActivitySession, SignUp, path_of(Activity.place_id))
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .outerjoin(
            SignUp,
            and_(
                SignUp.session_id == ActivitySession.id,
                SignUp.volunteer_id == volunteer_id,
                SignUp.state.in_(ALIVE),
            ),
        )
        .where(ActivitySession.id == session_id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return None
    activity, its_session, sign_up, path = row
    return Engagement(
        session_id=its_session.id,
        starts_at=its_session.starts_at,
        ends_at=its_session.ends_at,
        activity_id=activity.id,
        title=activity.title,
        activity_state=activity.state,
        place_id=activity.place_id,
        place_path=path,
        point=_point(activity),
        check_radius_metres=activity.check_radius_metres,
        scene_code_allowed=activity.scene_code_allowed,
        sign_up_id=sign_up.id if sign_up else None,
        sign_up_state=sign_up.state if sign_up else None,
    )


def _point(activity: Activity) -> Point | None:
    if activity.latitude is None or activity.longitude is None:
        return None
    return Point(activity.latitude, activity.longitude)


def sessions_ending_after(moment: datetime) -> Select[tuple[UUID]]:
    """Ids of sessions that end later than a moment, for `.in_()`."""
    return select(ActivitySession.id).where(ActivitySession.ends_at > moment)


def titles(activity_ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles of activities by id."""
    rows = session.execute(select(Activity.id, Activity.title).where(Activity.id.in_(activity_ids)))
    return {row.id: row.title for row in rows}


def titled_like(text: str) -> Select[tuple[UUID]]:
    """Ids of activities whose title contains the text, for `.in_()`."""
    return select(Activity.id).where(Activity.title.contains(text, autoescape=True))
