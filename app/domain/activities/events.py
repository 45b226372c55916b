"""What has happened to an activity or a sign-up; each carries all that its followers need."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class SessionPlace:
    """One person's place in a session, with what she must know to come."""

    sign_up_id: UUID
    activity_id: UUID
    session_id: UUID
    volunteer_id: UUID
    title: str
    position: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    contact_name: str
    contact_phone: str


@dataclass(frozen=True)
class ActivityPlanned:
    """A plan was written down or changed before it was published; `copied_from` is another one."""

    activity_id: UUID
    place_id: UUID
    work_type: str
    copied_from: UUID | None
    now: datetime


@dataclass(frozen=True)
class ActivityRevised:
    """Staff changed one activity by itself."""

    activity_id: UUID


@dataclass(frozen=True)
class SignedUpEvent:
    """Somebody has a place."""

    place: SessionPlace
    now: datetime


@dataclass(frozen=True)
class WaitingListed:
    """Somebody waits; `place_in_queue` counts from 1."""

    place: SessionPlace
    place_in_queue: int
    now: datetime


@dataclass(frozen=True)
class MovedUp:
    """Somebody who waited has a place now; hers for good, or if she confirms it by a moment."""

    place: SessionPlace
    now: datetime
    confirm_by: datetime | None = None


@dataclass(frozen=True)
class PassedOver:
    """Somebody moved up and did not confirm in time; the place went on."""

    place: SessionPlace
    now: datetime


@dataclass(frozen=True)
class PlaceTakenBack:
    """There are fewer places now; who lost hers waits, first of all (counts from 1), and why."""

    place: SessionPlace
    place_in_queue: int
    reason: str
    now: datetime


@dataclass(frozen=True)
class SignUpCancelled:
    """Somebody gave her place back; `late` is after the deadline."""

    place: SessionPlace
    late: bool
    now: datetime


@dataclass(frozen=True)
class ActivityChanged:
    """A published activity is no longer what people signed up for.

    `what` are sentences like "时间由 … 改为 …". Volunteers: those concerned, waiting too.
    """

    activity_id: UUID
    title: str
    what: tuple[str, ...]
    starts_at: datetime
    venue: str
    contact_name: str
    contact_phone: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime


@dataclass(frozen=True)
class ActivityCancelled:
    """An activity will not happen; the volunteers had a place or waited."""

    activity_id: UUID
    title: str
    reason: str
    starts_at: datetime
    venue: str
    contact_name: str
    contact_phone: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime


@dataclass(frozen=True)
class ActivityWithdrawn:
    """A plan was given up before it was published; nobody had signed up."""

    activity_id: UUID
    reason: str
    now: datetime


@dataclass(frozen=True)
class SessionNear:
    """A session starts within a day; the volunteers have a place in it. Once a session."""

    activity_id: UUID
    session_id: UUID
    title: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    contact_name: str
    contact_phone: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime


@dataclass(frozen=True)
class SuggestedLine:
    """A new activity in a letter, by the first session she can take; or an event for audiences."""

    title: str
    venue: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SuggestedTo:
    """One person's letter: the first few, of so many."""

    volunteer_id: UUID
    lines: tuple[SuggestedLine, ...]
    total: int


@dataclass(frozen=True)
class ActivitiesSuggested:
    """New activities, for people who asked to hear of them."""

    people: tuple[SuggestedTo, ...]
    now: datetime


@dataclass(frozen=True)
class SessionProlonged:
    """A session runs longer than planned; what is credited follows the new plan."""

    session_id: UUID
    ended_at: datetime
    ends_at: datetime
    now: datetime


@dataclass(frozen=True)
class PositionChanged:
    """Somebody has another position of the same session now; `before` is the old one's name."""

    place: SessionPlace
    before: str
    now: datetime


@dataclass(frozen=True)
class ExchangeAsked:
    """Somebody (her name in part) asks another to exchange positions.

    `place` is of who is asked, `position` what she would have.
    """

    exchange_id: UUID
    place: SessionPlace
    asker: str
    position: str
    expires_at: datetime
    now: datetime


@dataclass(frozen=True)
class ExchangeOver:
    """A request came to nothing; `place` is of who asked. Not `refused`: its time is over."""

    exchange_id: UUID
    place: SessionPlace
    refused: bool
    now: datetime


@dataclass(frozen=True)
class TeamSignedUp:
    """A leader took places for members (with their places in the queue, None: a place), and calls
    others who sign up themselves."""

    team: str
    leader_id: UUID
    places: tuple[tuple[SessionPlace, int | None], ...]
    called: tuple[UUID, ...]
    activity_id: UUID
    position_id: UUID
    title: str
    position: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    now: datetime
