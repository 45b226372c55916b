"""What this room counts and copies for speed, and what it must agree with."""

from uuid import UUID

from sqlalchemy import Select, func, or_, select

from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.vocabulary import TRAINING
from app.kernel.agreement import Agreement

_holders = (
    select(func.count())
    .where(SignUp.position_id == Position.id, SignUp.state == "signed_up")
    .correlate(Position)
    .scalar_subquery()
)
_first = (
    select(func.min(ActivitySession.starts_at))
    .where(ActivitySession.activity_id == Activity.id)
    .correlate(Activity)
    .scalar_subquery()
)
_last = (
    select(func.max(ActivitySession.ends_at))
    .where(ActivitySession.activity_id == Activity.id)
    .correlate(Activity)
    .scalar_subquery()
)

AGREEMENTS = (
    Agreement(
        "a position's taken places are its sign-ups that hold one",
        select(Position.id).where(Position.taken != _holders),
    ),
    Agreement(
        "nobody has two living sign-ups for one session",
        select(SignUp.session_id)
        .where(SignUp.state.in_(("signed_up", "waiting")))
        .group_by(SignUp.session_id, SignUp.volunteer_id)
        .having(func.count() > 1),
    ),
    Agreement(
        "a sign-up's session and activity are those of its position",
        select(SignUp.id)
        .join(Position, Position.id == SignUp.position_id)
        .join(ActivitySession, ActivitySession.id == Position.session_id)
        .where(
            or_(
                SignUp.session_id != Position.session_id,
                SignUp.activity_id != ActivitySession.activity_id,
            )
        ),
    ),
    Agreement(
        "a living sign-up's times are its session's",
        select(SignUp.id)
        .join(ActivitySession, ActivitySession.id == SignUp.session_id)
        .where(
            SignUp.state.in_(("signed_up", "waiting")),
            or_(
                SignUp.starts_at != ActivitySession.starts_at,
                SignUp.ends_at != ActivitySession.ends_at,
            ),
        ),
    ),
    Agreement(
        "an activity begins with its first session and ends with its last",
        select(Activity.id).where(or_(Activity.starts_at != _first, Activity.ends_at != _last)),
    ),
)


def sign_up_keys() -> Select[UUID, UUID, UUID]:
    """Whose each sign-up is and for which session, for rooms whose rows point at it."""
    return select(SignUp.id, SignUp.volunteer_id, SignUp.session_id)


def courses() -> Select[UUID]:
    """The activities in which people learn: what is done there makes no service hours."""
    return select(Activity.id).where(Activity.work_type == TRAINING)
