"""What a stay rests on: the scans that counted, with all we know of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.attendance.codes import STEPS_OF_GRACE, WINDOW_SECONDS
from app.domain.attendance.models import Scan, ScanDevice
from app.kernel.database import session


@dataclass(frozen=True)
class Proof:
    """One scan. `code_shown`: between these moments the screen showed the code that was seen.

    `received_at` is later than `at` where it was taken without network.
    """

    direction: str
    at: datetime
    received_at: datetime
    way: str
    distance_metres: int | None
    device: str
    staff: str
    code_shown: tuple[datetime, datetime] | None


def proofs(session_id: UUID, volunteer_id: UUID) -> list[Proof]:
    """The scans of a person's stay that counted, in order; none behind a back-fill."""
    rows = session.scalars(
        select(Scan)
        .where(
            Scan.session_id == session_id,
            Scan.volunteer_id == volunteer_id,
            Scan.refusal.is_(None),
            Scan.direction.is_not(None),
        )
        .order_by(Scan.at, Scan.id)
    ).all()
    devices = _device_names(row.device for row in rows)
    names = access.names({row.staff_id for row in rows})
    return [
        Proof(
            direction=row.direction or "",
            at=row.at,
            received_at=row.received_at or row.at,
            way=row.way,
            distance_metres=row.distance_metres,
            device=devices.get(row.device or "", ""),
            staff=names.get(row.staff_id, "") if row.staff_id else "",
            code_shown=_code_shown(row.at) if row.way == "session_code" else None,
        )
        for row in rows
    ]


def _code_shown(at: datetime) -> tuple[datetime, datetime]:
    """A code counts in its own window and two later ones: C-04 in docs/rules.md."""
    window = timedelta(seconds=WINDOW_SECONDS)
    begins = datetime.fromtimestamp(at.timestamp() // WINDOW_SECONDS * WINDOW_SECONDS, UTC)
    return begins - STEPS_OF_GRACE * window, begins + window


def _device_names(devices: Iterable[str | None]) -> dict[str, str]:
    ids = {UUID(one) for one in devices if one and _is_id(one)}
    if not ids:
        return {}
    rows = session.execute(select(ScanDevice.id, ScanDevice.name).where(ScanDevice.id.in_(ids)))
    return {str(row.id): row.name for row in rows}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
