"""A request about a forgotten check-out, once a real one arrives or staff have put a time in."""

from datetime import datetime

from sqlalchemy import select

from app.domain.audit.actors import SYSTEM, Actor
from app.domain.hours import record_log
from app.domain.hours.models import CheckOutRequest, HourRecord
from app.kernel.database import session

STILL_COUNTS = ("asked", "confirmed")


def close_request(record: HourRecord, why: str, *, by: Actor = SYSTEM, now: datetime) -> None:
    """What she said is not needed any more; `why` stands in the history that she reads."""
    request = _of(record)
    if request is None or request.state not in STILL_COUNTS:
        return
    request.state, request.decided_at = "overtaken", now
    request.decided_by_id = by.id if by.kind == "staff" else None
    record_log.write_decision(record, "overtaken", by, reason=why, now=now)
    session.flush()


def reopen_request(record: HourRecord, *, now: datetime) -> None:
    """The check-out that had answered it was undone: what she said waits again."""
    request = _of(record)
    if request is None or request.state != "overtaken":
        return
    request.state, request.decided_by_id, request.decided_at = "asked", None, None
    why = "签退已撤销，补签退申请重新等待确认"
    record_log.write_decision(record, "reopened", SYSTEM, reason=why, now=now)
    session.flush()


def _of(record: HourRecord) -> CheckOutRequest | None:
    """Read under the record's lock."""
    return session.scalar(
        select(CheckOutRequest)
        .where(CheckOutRequest.record_id == record.id)
        .execution_options(populate_existing=True)
    )
