"""What has happened to a booking, with all that its followers need."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

NewsKind = Literal["approved", "declined", "called_off", "lapsed", "near"]


@dataclass(frozen=True)
class BookingNews:
    """Something who booked hears: by her account, else by SMS to `phone`.

    With an `activity_id` it was kept for that activity, and staff hear of it.
    """

    kind: NewsKind
    booking_id: UUID
    facility: str
    place: str
    starts_at: datetime
    ends_at: datetime
    volunteer_id: UUID | None
    phone: str = field(repr=False)
    now: datetime
    reason: str = ""
    activity_id: UUID | None = None
    activity: str = ""
