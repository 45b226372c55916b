"""Sessions as attendance and hours see them: with activity, place and one person's sign-up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, select

from app.domain.activities.models import Activity, ActivitySession, SignUp
from app.domain.activities.vocabulary import TRAINING
from app.domain.places import queries as places
from app.domain.places.scope import Scope
from app.kernel import lean
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.lean import Question
from app.kernel.said import Rows

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
    work_type: str

    @property
    def training(self) -> bool:
        """A session of a course: who is there learns, and gives no service hours."""
        return self.work_type == TRAINING


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
    (rows,) = lean.run_together(engaging(session_id, volunteer_id))
    return engaged(rows)


def engaging(session_id: UUID, volunteer_id: UUID | None) -> Question:
    """To ask it with others in one journey; `engaged` reads the answer."""
    return lean.question(_ENGAGED, session_id=session_id, volunteer_id=volunteer_id)


def engaged(rows: Rows) -> Engagement | None:
    """What `engaging` asked for; None when there is no such session."""
    row = rows.first()
    if row is None:
        return None
    located = row.latitude is not None and row.longitude is not None
    return Engagement(
        outline=_outline(row),
        activity_state=row.activity_state,
        point=Point(row.latitude, row.longitude) if located else None,
        check_radius_metres=row.check_radius_metres,
        scene_code_allowed=row.scene_code_allowed,
        sign_up_id=row.sign_up_id,
        sign_up_state=row.sign_up_state,
    )


_OUTLINED = places.with_place_columns(
    select(
        ActivitySession.id.label("session_id"),
        ActivitySession.starts_at,
        ActivitySession.ends_at,
        ActivitySession.activity_id,
        Activity.title,
        Activity.work_type,
    ).join(Activity, Activity.id == ActivitySession.activity_id),
    Activity.place_id,
)
_ENGAGED = (
    _OUTLINED.add_columns(
        Activity.state.label("activity_state"),
        Activity.latitude,
        Activity.longitude,
        Activity.check_radius_metres,
        Activity.scene_code_allowed,
        SignUp.id.label("sign_up_id"),
        SignUp.state.label("sign_up_state"),
    )
    .outerjoin(
        SignUp,
        and_(
            SignUp.session_id == ActivitySession.id,
            SignUp.volunteer_id == bindparam("volunteer_id", type_=Uuid()),
            SignUp.state.in_(ALIVE),
        ),
    )
    .where(ActivitySession.id == bindparam("session_id"))
)
_SEVERAL = _OUTLINED.where(ActivitySession.id.in_(bindparam("session_ids", expanding=True)))


def outlines(session_ids: Collection[UUID]) -> dict[UUID, SessionOutline]:
    """Several sessions at once, in one statement."""
    if not session_ids:
        return {}
    rows = lean.run(_SEVERAL, session_ids=list(set(session_ids)))
    return {row.session_id: _outline(row) for row in rows}


def _outline(row: Any) -> SessionOutline:
    return SessionOutline(
        session_id=row.session_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        activity_id=row.activity_id,
        title=row.title,
        place_id=row.place_id,
        place_path=row.place_path,
        place_name=row.place_name,
        work_type=row.work_type,
    )


def sessions_ending_after(moment: datetime | ColumnElement[datetime]) -> Select[UUID]:
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


def signed_up_at(sign_up_id: UUID) -> tuple[datetime, bool] | None:
    """When a person signed up (or took her place in the queue), and whether at the door.

    None when she took part without any place.
    """
    query = select(SignUp.queued_at, SignUp.at_the_door).where(
        SignUp.id == sign_up_id, SignUp.state != "walked_in"
    )
    row = session.execute(query).first()
    return (row.queued_at, row.at_the_door) if row else None


def titles(activity_ids: Collection[UUID]) -> dict[UUID, str]:
    """Titles of activities by id."""
    rows = session.execute(select(Activity.id, Activity.title).where(Activity.id.in_(activity_ids)))
    return {row.id: row.title for row in rows}


def titled_like(text: str) -> Select[UUID]:
    """Ids of activities whose title contains the text, for `.in_()`."""
    return select(Activity.id).where(Activity.title.contains(text, autoescape=True))


@dataclass(frozen=True)
class PlannedWhen:
    """When a session begins, and when its activity was written down and published."""

    starts_at: datetime
    written_at: datetime
    published_at: datetime | None


def planned_when(session_ids: Collection[UUID]) -> dict[UUID, PlannedWhen]:
    """For several sessions, in one statement."""
    query = (
        select(
            ActivitySession.id,
            ActivitySession.starts_at,
            Activity.created_at,
            Activity.published_at,
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(ActivitySession.id.in_(session_ids))
    )
    return {row[0]: PlannedWhen(*row[1:]) for row in session.execute(query)}
