"""Reading risk flags: what has to be looked at, and how it ended."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.domain.access import queries as access
from app.domain.hours.models import RiskFlag
from app.domain.hours.risk_rules import Flag
from app.kernel.database import session

OUTCOMES = {"dismissed": "已核实，没有问题", "upheld": "属实，记录未予认定或已撤销"}


@dataclass(frozen=True)
class FlagView:
    """One flag; `outcome` is empty while nobody has looked."""

    flag: Flag
    raised_at: datetime
    outcome: str
    settled_by: str
    settled_at: datetime | None
    note: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look yet."""
        return self.settled_at is None


def of_record(record_id: UUID) -> list[FlagView]:
    """Every flag of a record, the first raised first."""
    return _views(RiskFlag.record_id == record_id)


def of_back_fill(back_fill_id: UUID) -> list[FlagView]:
    """Every flag of a back-fill."""
    return _views(RiskFlag.back_fill_id == back_fill_id)


def _views(which: ColumnElement[bool]) -> list[FlagView]:
    rows = session.scalars(
        select(RiskFlag)
        .where(which)
        .order_by(RiskFlag.raised_at, RiskFlag.id)
        .execution_options(populate_existing=True)
    ).all()
    names = access.names({row.settled_by_id for row in rows if row.settled_by_id})
    return [
        FlagView(
            flag=Flag(row.code, row.facts),
            raised_at=row.raised_at,
            outcome=OUTCOMES.get(row.outcome or "", ""),
            settled_by=names.get(row.settled_by_id, "") if row.settled_by_id else "",
            settled_at=row.settled_at,
            note=row.note or "",
        )
        for row in rows
    ]


def open_flags(record_ids: Collection[UUID]) -> dict[UUID, list[Flag]]:
    """What has to be looked at of several records, in one statement; none for none."""
    if not record_ids:
        return {}
    rows = session.execute(
        select(RiskFlag.record_id, RiskFlag.code, RiskFlag.facts)
        .where(RiskFlag.record_id.in_(record_ids), RiskFlag.settled_at.is_(None))
        .order_by(RiskFlag.id)
    )
    found: dict[UUID, list[Flag]] = defaultdict(list)
    for record_id, code, facts in rows:
        if record_id:
            found[record_id].append(Flag(code, facts))
    return found
