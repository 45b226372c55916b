"""The session's code on a screen or the clerk's phone: it changes every 30 seconds.

A code says which session, which direction and which window of time, and carries a short MAC.
Nothing is stored. Whoever opened a valid code gets a note that says so, because signing in or
finding the position may take longer than the code lives; the check-in then counts from the moment
the code was seen.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.domain.attendance.errors import CodeExpired, NotOurCode
from app.domain.attendance.rules import Direction
from app.kernel.crypto import read_signed_code, signed_code

WINDOW_SECONDS = 30
STEPS_OF_GRACE = 2
SEEN_CODE_LIFE = timedelta(minutes=10)

_CODE = "attendance session code"
_SEEN = "attendance seen code"
_DIRECTIONS: dict[int, Direction] = {1: "in", 2: "out"}
_NUMBERS = {direction: number for number, direction in _DIRECTIONS.items()}
_PAYLOAD_BYTES = 21  # session 16, direction 1, window or moment 4


@dataclass(frozen=True)
class RotatingCode:
    """A code to show, and the seconds until the next one takes its place."""

    text: str
    valid_seconds_left: int


@dataclass(frozen=True)
class SessionCode:
    """What a valid code says; its age counts from the beginning of its window."""

    session_id: UUID
    direction: Direction
    age_seconds: int


@dataclass(frozen=True)
class SeenCode:
    """A valid code was opened at that moment, so long after its window had begun.

    `code_age_seconds` is None in a note from before that was written down.
    """

    session_id: UUID
    direction: Direction
    seen_at: datetime
    code_age_seconds: int | None = None


def session_code(session_id: UUID, direction: Direction, *, now: datetime) -> RotatingCode:
    """The code of the present window."""
    window, elapsed = divmod(int(now.timestamp()), WINDOW_SECONDS)
    text = signed_code(_payload(session_id, direction, window), purpose=_CODE)
    return RotatingCode(text, WINDOW_SECONDS - elapsed)


def read_session_code(text: str, *, now: datetime) -> SessionCode:
    """The present window's code and the two before it; refuses NotOurCode, CodeExpired."""
    session_id, direction, window, _ = _read(text, purpose=_CODE)
    moment = int(now.timestamp())
    steps = moment // WINDOW_SECONDS - window
    if not 0 <= steps <= STEPS_OF_GRACE:
        raise CodeExpired(session_id=session_id, direction=direction)
    return SessionCode(session_id, direction, moment - window * WINDOW_SECONDS)


def seen_code(code: SessionCode, *, now: datetime) -> str:
    """A signed note, good for ten minutes, that a valid code was opened now.

    Keep it in the visitor's own cookie or form, not in a link that can be passed on.
    """
    payload = _payload(code.session_id, code.direction, int(now.timestamp()))
    return signed_code(payload + bytes([code.age_seconds]), purpose=_SEEN)


def read_seen_code(note: str, now: datetime) -> SeenCode:
    """What the note says; refuses NotOurCode, CodeExpired."""
    session_id, direction, seconds, age = _read(note, purpose=_SEEN)
    seen_at = datetime.fromtimestamp(seconds, UTC)
    if not timedelta(seconds=-1) < now - seen_at <= SEEN_CODE_LIFE:
        raise CodeExpired(session_id=session_id, direction=direction)
    return SeenCode(session_id, direction, seen_at, age)


def _payload(session_id: UUID, direction: Direction, number: int) -> bytes:
    return session_id.bytes + bytes([_NUMBERS[direction]]) + number.to_bytes(4, "big")


def _read(text: str, *, purpose: str) -> tuple[UUID, Direction, int, int | None]:
    """Session, direction, window or moment; behind a note's moment the age of its code."""
    payload = read_signed_code(text, purpose=purpose)
    longest = _PAYLOAD_BYTES + (purpose == _SEEN)
    if payload is None or not _PAYLOAD_BYTES <= len(payload) <= longest:
        raise NotOurCode()
    if payload[16] not in _DIRECTIONS:
        raise NotOurCode()
    number = int.from_bytes(payload[17:_PAYLOAD_BYTES], "big")
    age = payload[_PAYLOAD_BYTES] if len(payload) > _PAYLOAD_BYTES else None
    return UUID(bytes=payload[:16]), _DIRECTIONS[payload[16]], number, age
