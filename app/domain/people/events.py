"""What happens to people that others may care about."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class PhoneCodeIssued:
    """A code is to be sent to a phone at once; it is of no use after `expires_at`."""

    phone: str
    code: str = field(repr=False)
    expires_at: datetime
    now: datetime


@dataclass(frozen=True)
class VolunteerRegistered:
    """A new volunteer, for the first time."""

    volunteer_id: UUID
    number: str
    name: str
    phone: str
    community_id: UUID
    source: str
    now: datetime


@dataclass(frozen=True)
class PersonInvited:
    """One of those invited."""

    invitation_id: UUID
    name: str
    phone: str


@dataclass(frozen=True)
class Invited:
    """Staff of a place invite people; each is told, once."""

    people: tuple[PersonInvited, ...]
    place_name: str
    expires_at: datetime
    now: datetime


@dataclass(frozen=True)
class GuardianConsentWithdrawn:
    """A child's guardian no longer agrees: what has not begun yet is not hers any more."""

    volunteer_id: UUID
    now: datetime


@dataclass(frozen=True)
class AccountDenied:
    """Somebody said that an account is not hers; `phone`: the one it had, where she came by it."""

    denial_id: UUID
    volunteer_id: UUID
    community_id: UUID
    phone: str = field(repr=False)
    now: datetime


@dataclass(frozen=True)
class VolunteerLeft:
    """Somebody ended her account; her records stay, she is shown to nobody."""

    volunteer_id: UUID
    now: datetime
