"""What has happened to a complaint; each carries all that its followers need, never the words."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

ForComplainant = Literal["taken", "taken_late", "asked", "answered", "passed_up", "closed"]


@dataclass(frozen=True)
class ComplainantNews:
    """Something she hears: by her account, else by SMS to `phone` with a link, else by nothing."""

    kind: ForComplainant
    complaint_id: UUID
    number: str
    complainant_id: UUID | None
    phone: str = field(repr=False)
    now: datetime
    due_at: datetime | None = None


@dataclass(frozen=True)
class HandlersCalled:
    """Complaints wait too long; told are those members of staff who have a volunteer's account."""

    kind: Literal["half", "overdue"]
    number: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime
