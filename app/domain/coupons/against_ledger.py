"""Whether redemptions follow from the ledger, row by row."""

from collections.abc import Iterator

from app.domain.audit import against_table
from app.domain.audit.against_table import Proven
from app.domain.audit.findings import Finding
from app.domain.audit.queries import EntryView
from app.domain.coupons.money_models import CouponRedemption
from app.domain.coupons.proving import ACTIONS, redemption_facts


def findings() -> Iterator[Finding]:
    """Everything that does not follow."""
    yield from against_table.findings(_REDEMPTIONS)


def _otherwise(row: CouponRedemption, entry: EntryView) -> list[str]:
    said = redemption_facts(row)
    names = [name for name, value in said.items() if entry.facts.get(name) != value]
    names += ["volunteer_id"] if entry.person_id != row.volunteer_id else []
    return names + (["at"] if entry.at != row.at else [])


_REDEMPTIONS = Proven(CouponRedemption, ACTIONS, _otherwise)
