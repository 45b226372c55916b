"""Points run out: once a month, the oldest first, what was spent counted against the oldest."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from app.domain.recognition import ledger
from app.domain.recognition.models import ExpiryRun, PointAccount, PointEntry
from app.domain.recognition.rules import Effect, month_before
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.transaction import transaction

AT_ONCE = 500  # people in one transaction: their accounts are held meanwhile
LOTS = ("earned", "revoked", "honour", "unhonoured")  # what came, and what was taken back of it


def run_out(*, now: datetime) -> int:
    """Take off what could be spent until the end of last month; whose points ran out.

    A month that was missed is caught up with; one statement when there is nothing to do.
    """
    through = month_before(local_date(now))
    last = session.scalar(select(func.max(ExpiryRun.through)))
    if last is not None and last >= through:
        return 0
    people = 0
    while ids := list(_left_over(through, most=AT_ONCE)):
        people += _take_off(ids, through, now=now)
    with transaction():
        last = session.scalar(select(func.max(ExpiryRun.through)))
        if last is None or last < through:
            session.add(ExpiryRun(through=through, done_at=now, people=people))
    return people


def _take_off(ids: list[UUID], through: date, *, now: datetime) -> int:
    with transaction():
        accounts = ledger.hold_accounts(ids)
        rows = []
        for volunteer_id, left in _left_over(through, among=ids).items():
            account = accounts[volunteer_id]
            effect = Effect(-min(left, account.balance), 0)
            rows.append(ledger.entry(account, effect, kind="expired", at=now, expires_on=through))
        ledger.write(rows, accounts)
    return len(rows)


def spendable_until(day: date) -> ColumnElement[int]:
    """What was earned to be spent by that day, less all that has been spent or has run out."""
    lot = PointEntry.kind.in_(LOTS)
    counts = case((lot & (PointEntry.expires_on <= day), PointEntry.points), (lot, 0))
    return func.sum(case((lot, counts), else_=PointEntry.points))


def _left_over(
    through: date, *, among: Collection[UUID] | None = None, most: int | None = None
) -> dict[UUID, int]:
    left = spendable_until(through)
    query = (
        select(PointEntry.volunteer_id, left)
        .join(PointAccount, PointAccount.volunteer_id == PointEntry.volunteer_id)
        .where(PointAccount.balance > 0)
        .group_by(PointEntry.volunteer_id)
        .having(left > 0)
        .order_by(PointEntry.volunteer_id)
        .limit(most)
    )
    if among is not None:
        query = query.where(PointEntry.volunteer_id.in_(among))
    return {row[0]: int(row[1]) for row in session.execute(query)}
