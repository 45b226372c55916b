"""The code a resident shows at a merchant's, and the ticket of who has read it.

The code lives a minute. Typing a bill takes longer: what a phone has read is a ticket of its own,
good for that phone and a few minutes.
"""

from datetime import datetime
from uuid import UUID

from app.domain.coupons.errors import CouponCodeNotOurs, CouponCodeTooOld, TicketTooOld
from app.domain.coupons.rules import TICKET_LASTS
from app.domain.people.rules import CARD_LASTS
from app.kernel.fresh_codes import CLOCK_SKEW, fresh_code, is_fresh, read_fresh_code

_PURPOSE = "coupon"
NUMBER_DIGITS = 8


def coupon_code(coupon_id: UUID, *, now: datetime) -> str:
    """Which coupon, and since when: lives as long as the card."""
    return fresh_code(coupon_id, purpose=_PURPOSE, now=now)


def coupon_behind(code: str, *, now: datetime) -> UUID:
    """Which coupon a code is for; refuses CouponCodeNotOurs, CouponCodeTooOld."""
    read = read_fresh_code(code, purpose=_PURPOSE)
    if read is None:
        raise CouponCodeNotOurs
    which, made_at = read
    if not is_fresh(made_at, lasts=CARD_LASTS + CLOCK_SKEW, now=now):
        raise CouponCodeTooOld
    return which


def ticket(coupon_id: UUID, device_id: UUID, *, now: datetime) -> str:
    """What one device has in hand after it read the coupon's code."""
    return fresh_code(coupon_id, purpose=_of(device_id), now=now)


def coupon_of_ticket(text: str, device_id: UUID, *, now: datetime) -> UUID:
    """Which coupon a device's ticket is for; refuses CouponCodeNotOurs, TicketTooOld."""
    read = read_fresh_code(text, purpose=_of(device_id))
    if read is None:
        raise CouponCodeNotOurs
    which, made_at = read
    if not is_fresh(made_at, lasts=TICKET_LASTS, now=now):
        raise TicketTooOld
    return which


def redemption_number(redemption_id: UUID) -> str:
    """What two people who talk about one redemption call it: eight figures of its id."""
    return redemption_id.hex[-NUMBER_DIGITS:].upper()


def _of(device_id: UUID) -> str:
    return f"coupon at {device_id}"
