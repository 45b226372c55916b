"""What was decided about hours."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class HourFacts:
    """One record, with what those who tell others about it need. `reason` is None on approval."""

    record_id: UUID
    volunteer_id: UUID
    activity_id: UUID
    session_id: UUID
    place_path: str
    title: str
    service_date: date
    minutes: int
    reason: str | None
    evidence: str = "attendance"  # what the record rests on: attendance | back_fill


@dataclass(frozen=True)
class HoursApproved:
    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursUnconfirmed:
    """Nobody checked out: for a while these people may say themselves when they left."""

    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursReturned:
    """Returned by staff, or by the system because nothing could be counted."""

    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursRejected:
    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursRevoked:
    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursFrozen:
    """Somebody reported these: they count again, or no more, when that is answered."""

    records: tuple[HourFacts, ...]
    due_on: date
    now: datetime


@dataclass(frozen=True)
class HoursReleased:
    """What was reported was not so: these count again. Each has the answer as its reason."""

    records: tuple[HourFacts, ...]
    now: datetime


@dataclass(frozen=True)
class HoursCorrected:
    """A new record has taken the place of an old one; both have the reason of the correction."""

    old: HourFacts
    new: HourFacts
    now: datetime


@dataclass(frozen=True)
class ReportAnswered:
    """Who reported hours is to read the answer: a volunteer, or a WeChat id that follows."""

    report_id: UUID
    reporter_id: UUID | None
    open_id: str | None
    session_id: UUID
    title: str
    answer: str
    upheld: bool
    now: datetime


@dataclass(frozen=True)
class BackFilled:
    """Hours typed in for people, with what those who tell them need. `lines`: person, minutes."""

    back_fill_id: UUID
    title: str
    place_name: str
    contact: str
    service_date: date
    lines: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True)
class HoursBackFilled:
    """Staff entered hours for these people; somebody above has to confirm them yet."""

    facts: BackFilled
    now: datetime


@dataclass(frozen=True)
class BackFillDropped:
    """Nothing comes of what was entered for these people: refused, withdrawn, or left out."""

    facts: BackFilled
    reason: str
    now: datetime
