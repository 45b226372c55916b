"""What happened at the door."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.activities.engagements import SessionOutline


@dataclass(frozen=True)
class Stay:
    """One attendance, and the plan it is measured by."""

    attendance_id: UUID
    volunteer_id: UUID
    plan: SessionOutline
    in_at: datetime
    out_at: datetime | None


@dataclass(frozen=True)
class CheckedIn:
    stay: Stay
    now: datetime


@dataclass(frozen=True)
class CheckedOut:
    """`stay.out_at` is set. Announced once an attendance; the volunteer's row is held."""

    stay: Stay
    now: datetime


@dataclass(frozen=True)
class StayCorrected:
    """An earlier scan came in late, or a check-out was undone (`stay.out_at` is None) or redone.

    The volunteer's row is held.
    """

    stay: Stay
    now: datetime


@dataclass(frozen=True)
class CheckOutsMissed:
    """These people were in and never checked out, and the time for it has passed."""

    stays: tuple[Stay, ...]
    now: datetime


@dataclass(frozen=True)
class SceneCodeWanted:
    """Staff asked for a scene QR that WeChat has to make."""

    session_id: UUID
    direction: str
    scene: str
    title: str
    expires_at: datetime
    now: datetime


@dataclass(frozen=True)
class ScanRefused:
    """A scan was kept that did nothing; `code` says why. Nothing follows but counting."""

    code: str
    way: str
    now: datetime
