"""What happens to staff that others may care about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.audit.actors import Actor


@dataclass(frozen=True)
class StaffAppointed:
    """Somebody was appointed; she may be a volunteer, too, known by the same name and phone."""

    staff_id: UUID
    name: str
    phone: str
    now: datetime


@dataclass(frozen=True)
class AppointmentEnded:
    """Somebody no longer works here; `by` ended her appointment."""

    staff_id: UUID
    by: Actor
    now: datetime


@dataclass(frozen=True)
class StaffContact:
    """Whom to tell, and how: by her own volunteer account, or by the phone she gave."""

    staff_id: UUID
    name: str
    phone: str
    volunteer_id: UUID | None


@dataclass(frozen=True)
class SecondFactorReset:
    """One above, or an operator on the server, took her second factor away."""

    member: StaffContact
    by_name: str
    reason: str
    now: datetime


@dataclass(frozen=True)
class NewBrowser:
    """Somebody signed in from a browser she was never seen with; `denial` opens "not me"."""

    member: StaffContact
    denial: str
    device: str
    address: str
    now: datetime
