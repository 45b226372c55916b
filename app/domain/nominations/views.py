"""What pages show of cases: a line of the queue, one case with all behind it, an objection."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.domain.nominations.nominee_rules import Witness
from app.domain.nominations.rules import ADULT_YEARS, Decision, State
from app.domain.places.queries import PlaceView
from app.kernel.calendar import local_date


@dataclass(frozen=True)
class CaseRow:
    """A line of the queue."""

    id: UUID
    campaign_id: UUID
    campaign: str
    name: str
    unit: str
    age: int
    category: str
    place: PlaceView
    state: State
    level: str
    waits_since: datetime
    due_on: date
    consent: str
    volunteer_id: UUID | None

    @property
    def minor(self) -> bool:
        """Whether her guardian speaks for her."""
        return self.age < ADULT_YEARS

    def waits_days(self, today: date) -> int:
        """How many days the level has had it."""
        return max(0, (today - local_date(self.waits_since)).days)


@dataclass(frozen=True)
class Voice:
    """Who named her, and why, with what came with it."""

    id: UUID
    by: str
    by_kind: str
    by_id: UUID
    for_name: str
    as_kind: str
    as_name: str
    deed: str
    deed_on: date
    said_at: datetime
    witnesses: tuple[Witness, ...] = field(repr=False)
    pictures: tuple[UUID, ...]

    @property
    def who(self) -> str:
        """Who speaks, as a case's page says it: 刘大爷（王丽 代填）, 李明（代表暖阳队）."""
        name = f"{self.for_name}（{self.by} 代填）" if self.for_name else self.by
        if not self.for_name and self.by_kind == "staff":
            name = f"{name}（工作人员）"
        if self.as_kind == "self":
            return f"{name}（自荐）"
        return f"{name}（代表{self.as_name}）" if self.as_name else name


@dataclass(frozen=True)
class Step:
    """One line of the history."""

    at: datetime
    by: str
    decision: Decision
    level: str
    words: str


@dataclass(frozen=True)
class ObjectionView:
    """What was said against the person, and the answer."""

    id: UUID
    nomination_id: UUID
    nominee: str
    name: str
    phone: str = field(repr=False)
    text: str
    said_at: datetime
    due_on: date
    answer: str | None
    upheld: bool | None
    answered_by: str | None


@dataclass(frozen=True)
class CaseView:
    """One case on one page."""

    row: CaseRow
    consent_note: str
    consent_at: datetime | None
    show_name: bool
    show_photos: bool
    headline: str
    story: str
    number: int | None
    conferred_at: datetime | None
    revoked_at: datetime | None
    voices: tuple[Voice, ...]
    steps: tuple[Step, ...]
    objections: tuple[ObjectionView, ...]
