"""The code a resident shows at the counter: made anew each minute, like the card."""

from datetime import datetime
from uuid import UUID

from app.domain.recognition.errors import CodeNotOurs, CodeTooOld
from app.domain.recognition.shop_rules import CODE_LASTS
from app.kernel.fresh_codes import CLOCK_SKEW, fresh_code, is_fresh, read_fresh_code

_PURPOSE = "redemption"


def redemption_code(redemption_id: UUID, *, now: datetime) -> str:
    """40 URL-safe characters: which redemption, and since when, signed."""
    return fresh_code(redemption_id, purpose=_PURPOSE, now=now)


def redemption_behind(code: str, *, now: datetime) -> UUID:
    """Which redemption a code is for, if it was made within the last minute."""
    read = read_fresh_code(code, purpose=_PURPOSE)
    if read is None:
        raise CodeNotOurs
    which, made_at = read
    if not is_fresh(made_at, lasts=CODE_LASTS + CLOCK_SKEW, now=now):
        raise CodeTooOld
    return which
