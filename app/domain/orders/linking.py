"""The link that an order's own phone is sent: it opens that order, without name or address."""

from datetime import datetime
from uuid import UUID

from app.domain.orders import errors
from app.domain.orders.models import ServiceOrder
from app.domain.orders.rules import CONTACT_KEPT
from app.kernel.crypto import read_signed_id, signed_code
from app.kernel.database import session

_PURPOSE = "service order"


def link_code(order_id: UUID) -> str:
    """What stands in the address: URL-safe, signed, 35 characters."""
    return signed_code(order_id.bytes, purpose=_PURPOSE)


def order_behind(code: str, *, now: datetime) -> UUID:
    """The order of a link of ours, while its contact is kept; refuses all else alike."""
    found = read_signed_id(code, purpose=_PURPOSE)
    row = session.get(ServiceOrder, found) if found else None
    if row is None or (row.ended_at is not None and now > row.ended_at + CONTACT_KEPT):
        raise errors.LinkPast
    return row.id
