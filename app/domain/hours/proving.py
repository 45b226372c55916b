"""What the ledger must be able to prove of a record of hours, and nothing that names a person."""

from typing import Any
from uuid import UUID

from app.domain.hours.models import HourRecord
from app.kernel.canonical import moment


def facts(record: HourRecord, decision: str) -> dict[str, Any]:
    """A record as it stands after a decision; whose it is, is committed to beside it."""
    return {"decision": decision, **standing(record)}


def standing(record: HourRecord) -> dict[str, Any]:
    """Everything of a record's row that gives hours or takes them away."""
    return {
        "evidence": "back_fill" if record.back_fill_id else "attendance",
        "state": record.state,
        "minutes": record.minutes,
        "service_date": record.service_date.isoformat(),
        "counted_from": moment(record.counted_from),
        "counted_until": moment(record.counted_until),
        "back_fill": _text(record.back_fill_id),
        "attendance": str(record.attendance_id),
        "session": str(record.session_id),
        "activity": str(record.activity_id),
        "mended_by": _text(record.mended_by_id),
        "decided_by": _text(record.decided_by_id),
        "supersedes": _text(record.supersedes_id),
    }


def _text(one: UUID | None) -> str | None:
    return None if one is None else str(one)
