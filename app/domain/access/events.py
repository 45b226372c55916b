"""What happens to staff that others may care about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class StaffAppointed:
    """Somebody was appointed; she may be a volunteer, too, known by the same name and phone."""

    staff_id: UUID
    name: str
    phone: str
    now: datetime
