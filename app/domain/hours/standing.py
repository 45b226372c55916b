"""Where records stand now, for papers that name them: counted, in question, revoked, replaced."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain.hours.models import HourRecord
from app.kernel.database import session


@dataclass(frozen=True)
class Standing:
    """A record's state (see `HourRecord`) and minutes; `replaced_by` is the record after it."""

    state: str
    minutes: int
    replaced_by: UUID | None

    @property
    def counts(self) -> bool:
        """Whether its minutes count today."""
        return self.state == "approved"


def standing_of(record_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """How each of these stands; who does not exist is missing. Two statements for any number."""
    later = select(HourRecord.supersedes_id, HourRecord.id).where(
        HourRecord.supersedes_id.in_(record_ids)
    )
    replaced_by = dict(session.execute(later).all())
    found = session.execute(
        select(HourRecord.id, HourRecord.state, HourRecord.minutes).where(
            HourRecord.id.in_(record_ids)
        )
    )
    return {row.id: Standing(row.state, row.minutes, replaced_by.get(row.id)) for row in found}
