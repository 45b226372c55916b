"""The link by which who has no account follows her complaint."""

from datetime import datetime
from uuid import UUID

from app.domain.complaints import errors
from app.domain.complaints.models import Complaint
from app.domain.complaints.rules import WORDS_KEPT
from app.kernel.crypto import read_signed_id, signed_code
from app.kernel.database import session

_PURPOSE = "complaint"


def link_code(complaint_id: UUID) -> str:
    """What stands in the address: URL-safe, signed, 35 characters."""
    return signed_code(complaint_id.bytes, purpose=_PURPOSE)


def complaint_behind(code: str, *, now: datetime) -> UUID:
    """A visitor's complaint by a link of ours, while its words are kept; refuses all else alike."""
    found = read_signed_id(code, purpose=_PURPOSE)
    row = session.get(Complaint, found) if found else None
    past = row is not None and row.ended_at is not None and now > row.ended_at + WORDS_KEPT
    if row is None or past or not row.by_visitor:
        raise errors.ComplaintLinkPast
    return row.id
