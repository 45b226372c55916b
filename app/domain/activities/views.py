"""What doors are shown of activities, sessions and sign-ups. Never a row."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.places.queries import PlaceView
from app.kernel.geo import Point


@dataclass(frozen=True)
class ActivityCard:
    """One line of a list. `why_closed` says why nobody can sign up now; empty when people can.

    `left`: places nobody has taken, in sessions that have not begun.
    """

    id: UUID
    number: str
    title: str
    place_id: UUID
    place_name: str
    category: str
    work_type: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    state: str
    capacity: int
    taken: int
    left: int
    why_closed: str

    @property
    def recruiting(self) -> bool:
        """Published, within its window, and not yet ended."""
        return not self.why_closed


@dataclass(frozen=True)
class PositionView:
    """A position and how full it is."""

    id: UUID
    name: str
    duties: str
    capacity: int
    taken: int
    waiting: int
    youngest: int | None
    oldest: int | None
    skills: tuple[str, ...]
    qualification_id: UUID | None = None

    @property
    def left(self) -> int:
        """Places nobody has taken."""
        return self.capacity - self.taken


@dataclass(frozen=True)
class SessionPart:
    """A session within its activity's page."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    positions: tuple[PositionView, ...]


@dataclass(frozen=True)
class ActivityView:
    """Everything about one activity. `recruiting` is asked of a moment."""

    id: UUID
    number: str
    place: PlaceView
    title: str
    work_type: str
    category: str
    targets: tuple[str, ...]
    content: str
    venue: str
    point: Point | None
    check_radius_metres: int | None
    risk_level: str
    risk_text: str
    insurance_number: str | None
    contact_name: str
    contact_phone: str
    recruits_from: datetime
    recruits_until: datetime
    cancel_deadline_hours: int
    scene_code_allowed: bool
    state: str
    state_reason: str | None
    starts_at: datetime
    ends_at: datetime
    created_by_id: UUID
    submitted_by_id: UUID | None
    reviewed_by_id: UUID | None
    created_at: datetime
    published_at: datetime | None
    version: int
    team_id: UUID | None
    series_id: UUID | None
    sessions: tuple[SessionPart, ...]

    @property
    def capacity(self) -> int:
        return sum(position.capacity for part in self.sessions for position in part.positions)

    @property
    def taken(self) -> int:
        return sum(position.taken for part in self.sessions for position in part.positions)

    def recruiting(self, now: datetime) -> bool:
        """Whether residents may sign up at that moment."""
        return (
            self.state in ("published", "running")
            and self.recruits_from <= now < self.recruits_until
        )


@dataclass(frozen=True)
class SessionView:
    """A session with the facts of its activity, for check-in and for the day's list."""

    id: UUID
    activity_id: UUID
    number: str
    title: str
    activity_state: str
    place_id: UUID
    place_path: str
    place_name: str
    venue: str
    point: Point | None
    check_radius_metres: int | None
    scene_code_allowed: bool
    contact_name: str
    contact_phone: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    training: bool = False  # a session of a course


@dataclass(frozen=True)
class MySignUp:
    """A resident's own sign-up. `state`: signed_up | waiting | cancelled | released."""

    id: UUID
    activity_id: UUID
    session_id: UUID
    position_id: UUID
    state: str
    title: str
    activity_state: str
    venue: str
    place_id: UUID
    position: str
    starts_at: datetime
    ends_at: datetime
    contact_name: str
    contact_phone: str
    cancel_deadline_hours: int
    place_in_queue: int | None
    cancelled_late: bool
    confirm_by: datetime | None
    taken_by_leader: bool = False  # a team's leader took it for her: she may decline

    @property
    def to_confirm(self) -> bool:
        """Whether the place is kept open for her to confirm."""
        return self.state == "signed_up" and self.confirm_by is not None

    @property
    def cancel_free_until(self) -> datetime:
        """Until then a cancellation costs nothing."""
        return self.starts_at - timedelta(hours=self.cancel_deadline_hours)


@dataclass(frozen=True)
class SignUpView:
    """A person in a session's list, as staff see it."""

    id: UUID
    volunteer_id: UUID
    name: str
    number: str
    phone: str
    position_id: UUID
    position: str
    state: str
    queued_at: datetime
    moved_up_at: datetime | None
    cancelled_at: datetime | None
    cancelled_late: bool
    cancel_reason: str | None
    at_the_door: bool


@dataclass(frozen=True)
class ActiveSignUp:
    """A living sign-up: signed_up or waiting."""

    id: UUID
    position_id: UUID
    state: str
