"""What a scanner's token may do, and for how long. Sources: docs/rules.md, "Scanners"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.attendance import errors
from app.domain.attendance.rules import closes_for_check_out
from app.kernel.refusal import BadInput, Refusal

PLACE_DEVICE_LASTS_AT_MOST = timedelta(days=31)
OFFLINE_SCANS_KEEP = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(seconds=60)
OFFLINE_CARD_TOLERANCE = timedelta(minutes=2)
UNDO_WITHIN = timedelta(minutes=15)
SEEN_AT_MOST_EVERY = timedelta(minutes=1)
LONGEST_NAME = 30
_NOT_BELIEVED = timedelta(days=365)


@dataclass(frozen=True)
class DeviceFacts:
    """A token as the rules see it: for one session, or for one place until a moment."""

    name: str
    session_id: UUID | None
    place_id: UUID | None
    ends_at: datetime | None
    revoked: bool
    takes_walk_ins: bool = False


@dataclass(frozen=True)
class Occasion:
    """The session a token is used for."""

    session_id: UUID
    place_id: UUID
    ends_at: datetime


def ends_at(device: DeviceFacts, session_ends_at: datetime) -> datetime:
    """A session's token ends when nobody can check out of it any more."""
    return device.ends_at or closes_for_check_out(session_ends_at)


def why_not_use(device: DeviceFacts, occasion: Occasion, *, at: datetime) -> Refusal | None:
    """Whether a scan made at that moment is the token's to make; it may be sent later."""
    if device.revoked:
        return errors.DeviceRevoked(name=device.name)
    if occasion.session_id != device.session_id and occasion.place_id != device.place_id:
        return errors.NotThisSession()
    ended_at = ends_at(device, occasion.ends_at)
    return errors.DeviceEnded(name=device.name, ended_at=ended_at) if at > ended_at else None


def moment_of(scanned_at: datetime | None, *, sent_at: datetime | None, now: datetime) -> datetime:
    """When a device scanned, by our clock: its own may be wrong, but it knows how long ago.

    What is farther off than a year is a year off, which nobody believes either.
    """
    if scanned_at is None:
        return now
    ago = (sent_at or now) - scanned_at
    return now - min(max(ago, -_NOT_BELIEVED), _NOT_BELIEVED)


def why_not_believe(at: datetime, *, now: datetime) -> Refusal | None:
    """A moment a device tells: not in the future, and not older than a day."""
    if now - OFFLINE_SCANS_KEEP <= at <= now + CLOCKS_DIFFER:
        return None
    return errors.MomentNotBelievable(at=at, hours=OFFLINE_SCANS_KEEP // timedelta(hours=1))


def why_not_undo(*, scanned_at: datetime, undone_at: datetime) -> Refusal | None:
    """A slip is noticed at once, or by staff in the console."""
    if undone_at - scanned_at > UNDO_WITHIN:
        return errors.UndoTooLate(minutes=UNDO_WITHIN // timedelta(minutes=1))
    return None


def why_not_make(name: str, *, ends_at: datetime | None, now: datetime) -> Refusal | None:
    """A token has a name staff know it by; a place's token has an end within a month."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return BadInput(field="name", problem=f"请填写设备名称，最多 {LONGEST_NAME} 个字")
    if ends_at is None:
        return None
    if not now < ends_at <= now + PLACE_DEVICE_LASTS_AT_MOST:
        days = PLACE_DEVICE_LASTS_AT_MOST.days
        return BadInput(field="ends_at", problem=f"到期时间要在今后 {days} 天以内")
    return None
