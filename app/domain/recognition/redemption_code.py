"""The code a resident shows at the counter: made anew each minute, like the card."""

import struct
from datetime import UTC, datetime
from uuid import UUID

from app.domain.recognition.errors import CodeNotOurs, CodeTooOld
from app.domain.recognition.shop_rules import CLOCKS_DIFFER, CODE_LASTS
from app.kernel.crypto import read_signed_code, signed_code

_PURPOSE = "redemption"
_LAYOUT = struct.Struct(">16sI")


def redemption_code(redemption_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: which redemption, and since when, signed."""
    payload = _LAYOUT.pack(redemption_id.bytes, int(now.timestamp()))
    return signed_code(payload, purpose=_PURPOSE)


def redemption_behind(code: str, *, now: datetime) -> UUID:
    """Which redemption a code is for, if it was made within the last minute."""
    payload = read_signed_code(code.strip(), purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise CodeNotOurs
    which, made_at = _LAYOUT.unpack(payload)
    age = now - datetime.fromtimestamp(made_at, UTC)
    if not -CLOCKS_DIFFER <= age <= CODE_LASTS + CLOCKS_DIFFER:
        raise CodeTooOld
    return UUID(bytes=which)
