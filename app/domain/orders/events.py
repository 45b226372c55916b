"""What has happened to an order; each carries all that its followers need."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

ForRequester = Literal[
    "passed",
    "asked",
    "refused",
    "accepted",
    "released",
    "done",
    "reworked",
    "cancelled",
    "lapsed",
]
ForLeader = Literal["dispatched", "offered", "taken_back", "called_off", "report_due", "rated"]
ForStaff = Literal["verify", "dispatch"]


@dataclass(frozen=True)
class RequesterNews:
    """Something the requester hears: by her account, else by SMS to `phone` with a link."""

    kind: ForRequester
    order_id: UUID
    number: str
    title: str
    requester_id: UUID | None
    phone: str = field(repr=False)
    now: datetime
    reason: str = ""
    team: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class LeaderNews:
    """Something the leaders of teams hear."""

    kind: ForLeader
    order_id: UUID
    number: str
    title: str
    leader_ids: tuple[UUID, ...]
    now: datetime
    due_at: datetime | None = None
    reason: str = ""
    stars: int = 0


@dataclass(frozen=True)
class StaffCalled:
    """What members of staff should have done by now; `volunteer_ids` are their accounts."""

    kind: ForStaff
    number: str
    title: str
    volunteer_ids: tuple[UUID, ...]
    now: datetime
