"""Codes that say which thing and since when: shown on a phone, made anew each minute."""

import struct
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.kernel.crypto import read_signed_code, signed_code

# Two web servers' clocks may differ by this much.
CLOCK_SKEW = timedelta(seconds=5)
_LAYOUT = struct.Struct(">16sI")


def fresh_code(which: UUID, *, purpose: str, now: datetime) -> str:
    """40 URL-safe characters: which thing, and since when, signed for one purpose."""
    return signed_code(_LAYOUT.pack(which.bytes, int(now.timestamp())), purpose=purpose)


def read_fresh_code(code: str, *, purpose: str) -> tuple[UUID, datetime] | None:
    """Which thing a code of ours is for and when it was made, however old; None for any other."""
    payload = read_signed_code(code.strip(), purpose=purpose)
    if payload is None or len(payload) != _LAYOUT.size:
        return None
    which, made_at = _LAYOUT.unpack(payload)
    return UUID(bytes=which), datetime.fromtimestamp(made_at, UTC)


def is_fresh(
    made_at: datetime, *, lasts: timedelta, now: datetime, tolerance: timedelta | None = None
) -> bool:
    """Whether a code still lives; `tolerance`: by how much the clock that tells `now` differs."""
    skew, longer = tolerance or CLOCK_SKEW, tolerance or timedelta()
    return -skew <= now - made_at <= lasts + longer
