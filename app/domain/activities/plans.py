"""What a place plans to do: the whole form, before it is rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from app.kernel.geo import Point


@dataclass(frozen=True)
class PositionPlan:
    """What somebody can do in a session. `id` names an existing position when a plan is revised."""

    name: str
    capacity: int
    duties: str = ""
    youngest: int | None = None
    oldest: int | None = None
    skills: Sequence[str] = ()
    id: UUID | None = None
    qualification_id: UUID | None = None  # who takes it holds this one


@dataclass(frozen=True)
class SessionPlan:
    """One stretch of time. `id` names an existing session when a plan is revised."""

    starts_at: datetime
    ends_at: datetime
    positions: Sequence[PositionPlan]
    id: UUID | None = None


@dataclass(frozen=True)
class ActivityPlan:
    """All fields of the form. `check_radius_metres` None: the place is not checked at check-in."""

    title: str
    work_type: str
    category: str
    targets: Sequence[str]
    content: str
    venue: str
    contact_name: str
    contact_phone: str
    recruits_from: datetime
    recruits_until: datetime
    sessions: Sequence[SessionPlan]
    risk_level: str = "none"
    risk_text: str = ""
    insurance_number: str | None = None
    point: Point | None = None
    check_radius_metres: int | None = None
    cancel_deadline_hours: int = 24
    scene_code_allowed: bool = False

    @property
    def starts_at(self) -> datetime:
        """The start of the first session."""
        return min(each.starts_at for each in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """The end of the last session."""
        return max(each.ends_at for each in self.sessions)

    @property
    def positions(self) -> list[PositionPlan]:
        """The positions of all sessions."""
        return [position for each in self.sessions for position in each.positions]

    def moved_by(self, step: timedelta) -> Self:
        """The same plan so much later, as new sessions and positions."""
        return replace(
            self,
            recruits_from=self.recruits_from + step,
            recruits_until=self.recruits_until + step,
            sessions=tuple(
                replace(
                    each,
                    id=None,
                    starts_at=each.starts_at + step,
                    ends_at=each.ends_at + step,
                    positions=tuple(replace(position, id=None) for position in each.positions),
                )
                for each in self.sessions
            ),
        )
