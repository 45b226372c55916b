"""A guardian opens the session's code once and checks in everybody she came with."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.ways import scan_seen_code
from app.domain.people import families
from app.domain.people.queries import VolunteerView
from app.kernel.geo import Point
from app.kernel.refusal import NotFound, Refusal


@dataclass(frozen=True)
class FamilyScans:
    """What came of each member's scan: an answer, or why not."""

    answered: dict[UUID, ScanAnswer]
    refused: dict[UUID, Refusal]


def scan_for_family(
    note: str,
    person: VolunteerView,
    member_ids: Collection[UUID],
    *,
    point: Point | None = None,
    phone_mark: str | None = None,
    now: datetime,
) -> FamilyScans:
    """Scan for herself and children in her care, one after the other, as of the same moment."""
    scans = FamilyScans({}, {})
    for member_id in member_ids:
        if member_id != person.id and families.acted_for(person, member_id) is None:
            raise NotFound
        try:
            scans.answered[member_id] = scan_seen_code(
                note, member_id, point=point, phone_mark=phone_mark, now=now
            )
        except NotFound:
            raise
        except Refusal as refusal:
            scans.refused[member_id] = refusal
    return scans
