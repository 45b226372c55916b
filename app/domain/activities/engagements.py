"""Sessions as attendance and hours see them: with activity, place and one person's sign-up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, select

from app.domain.activities.models import Activity, ActivitySession, SignUp
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.geo import Point

ALIVE = ("signed_up", "waiting")
TOOK_PLACE = ("published", "running", "ended")


@dataclass(frozen=True)
class SessionOutline:
    """When a session is, of which activity, recorded by which place."""

    session_id: UUID
    starts_at: datetime
    ends_at: datetime
    activity_id: UUID
    title: str
    place_id: UUID
    place_path: str
    place_name: str


@dataclass(frozen=True)
class Engagement:
    """A session, its activity, and the person's living sign-up for it (None: she has none)."""

    outline: SessionOutline
    activity_state: str
    point: Point | None
    check_radius_metres: int | None
    scene_code_allowed: bool
    sign_up_id: UUID | None
    sign_up_state: str | None


def engagement(session_id: UUID, volunteer_id: UUID | None) -> Engagement | None:
    """None when there is no such session."""
    query = (
        select(Activity, ActivitySession, SignUp)
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
    )
    row = session.execute(places.with_place(query, Activity.place_id)).first()
    if row is None:
        return None
    activity, its_session, sign_up, place = row
    return Engagement(
        outline=_outline(activity, its_session, places.view(place)),
        activity_state=activity.state,
        point=_point(activity),
        check_radius_metres=activity.check_radius_metres,
        scene_code_allowed=activity.scene_code_allowed,
        sign_up_id=sign_up.id if sign_up else None,
        sign_up_state=sign_up.state if sign_up else None,
    )


def outlines(session_ids: Collection[UUID]) -> dict[UUID, SessionOutline]:
    """Several sessions at once, in one statement."""
    if not session_ids:
        return {}
    query = (
        select(Activity, ActivitySession)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .where(ActivitySession.id.in_(set(session_ids)))
    )
    rows = session.execute(places.with_place(query, Activity.place_id))
    return {
        its_session.id: _outline(activity, its_session, places.view(place))
        for activity, its_session, place in rows
    }


def _outline(activity: Activity, its_session: ActivitySession, place: PlaceView) -> SessionOutline:
    return SessionOutline(
        session_id=its_session.id,
        starts_at=its_session.starts_at,
        ends_at=its_session.ends_at,
        activity_id=activity.id,
        title=activity.title,
        place_id=place.id,
        place_path=place.path,
        place_name=place.name,
    )


def _point(activity: Activity) -> Point | None:
    if activity.latitude is None or activity.longitude is None:
        return None
    return Point(activity.latitude, activity.longitude)


def sessions_ending_after(moment: datetime) -> Select[UUID]:
    """Ids of sessions that end later than a moment, for `.in_()`."""
    return select(ActivitySession.id).where(ActivitySession.ends_at > moment)


def sessions_ending_between(after: datetime, until: datetime) -> Select[UUID]:
    """Ids of sessions that end later than the one moment and not later than the other."""
    return select(ActivitySession.id).where(
        ActivitySession.ends_at > after, ActivitySession.ends_at <= until
    )


def sessions_within(scope: Scope) -> Select[UUID]:
    """Ids of the sessions recorded in a subtree, for `.in_()`."""
    return (
        select(ActivitySession.id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(Activity.place_id.in_(places.ids_within(scope)))
    )


def volunteers_of(session_id: UUID) -> Select[UUID]:
    """Ids of those with a living sign-up for a session, for `.in_()`."""
    return select(SignUp.volunteer_id).where(
        SignUp.session_id == session_id, SignUp.state.in_(ALIVE)
    )


def places_held(after: datetime, until: datetime) -> Select[UUID, UUID, UUID, datetime]:
    """Sign-ups with a place in sessions that took place and ended between two moments."""
    return (
        select(
            SignUp.id.label("sign_up_id"), SignUp.volunteer_id, SignUp.session_id, SignUp.ends_at
        )
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.state == "signed_up",
            Activity.state.in_(TOOK_PLACE),
            SignUp.session_id.in_(sessions_ending_between(after, until)),
        )
    )


def signed_up_at(sign_up_id: UUID) -> datetime | None:
    """When a person signed up (or took her place in the queue)."""
    return session.scalar(select(SignUp.queued_at).where(SignUp.id == sign_up_id))


def titles(activity_ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles of activities by id."""
    rows = session.execute(select(Activity.id, Activity.title).where(Activity.id.in_(activity_ids)))
    return {row.id: row.title for row in rows}


def titled_like(text: str) -> Select[UUID]:
    """Ids of activities whose title contains the text, for `.in_()`."""
    return select(Activity.id).where(Activity.title.contains(text, autoescape=True))
