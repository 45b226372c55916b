"""What pages show of consultations: whom a campaign asks, letters, lines, who is still missing."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.domain.nominations.consultation import rules


@dataclass(frozen=True)
class AuthorityView:
    """Whom a campaign asks."""

    id: UUID
    kind: str
    name: str

    @property
    def title(self) -> str:
        """Its name; each person's own unit has none."""
        return self.name or rules.AUTHORITIES[self.kind]


@dataclass(frozen=True)
class LineView:
    """What was asked and said about one person; `shown` is all that the authority sees of her."""

    id: UUID
    nomination_id: UUID
    name: str
    authority: str
    shown: tuple[tuple[str, str], ...] = field(repr=False)
    verdict: str | None
    reason: str = field(repr=False)
    by_name: str
    way: str
    answered_at: datetime | None
    scan_id: UUID | None
    letter_id: UUID | None
    asked_now: bool  # whether the case still waits for answers


@dataclass(frozen=True)
class LetterView:
    """A letter with its lines."""

    id: UUID
    campaign_id: UUID
    campaign: str
    number: int
    kind: str
    addressee: str
    sent_by: str
    sent_at: datetime
    due_on: date
    reminded_at: datetime | None
    link_until: datetime | None
    opened_at: datetime | None
    lines: tuple[LineView, ...]

    @property
    def kind_title(self) -> str:
        """What sort of authority it is."""
        return rules.AUTHORITIES[self.kind]

    @property
    def question(self) -> str:
        """What it is asked."""
        return rules.ASKED[self.kind]

    @property
    def waiting(self) -> int:
        """How many answers are missing."""
        return sum(1 for one in self.lines if one.verdict is None)

    @property
    def objected(self) -> int:
        """How many it objects to."""
        return sum(1 for one in self.lines if one.verdict == "object")


@dataclass(frozen=True)
class Gap:
    """Somebody who passed, and the authorities not heard about her."""

    nomination_id: UUID
    name: str
    unit: str
    category: str
    authorities: tuple[AuthorityView, ...]
