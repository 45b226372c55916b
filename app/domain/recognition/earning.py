"""Points follow hours: earned when they are approved, taken back when they are revoked.

Called by `reactions`, inside the transaction of the decision; the number of statements is the same
for one record and for a thousand.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.hours.events import HourFacts, HoursApproved, HoursCorrected, HoursRevoked
from app.domain.recognition import ledger, rules
from app.domain.recognition.ledger import Accounts
from app.domain.recognition.models import PointEntry
from app.domain.recognition.terms import in_force
from app.kernel.calendar import local_date
from app.kernel.database import session

WORTH = PointEntry.points - PointEntry.owed


class _Earlier(NamedTuple):
    """What people have earned in these activities and on these days, and for which records."""

    in_activity: Counter[tuple[UUID, UUID]]
    on_day: Counter[tuple[UUID, date]]
    records: set[UUID]


def earn(event: HoursApproved) -> None:
    """Approved hours earn points, if the district gives any."""
    switched_on, terms = in_force()
    records = [one for one in event.records if rules.earns(one.evidence)]
    if not switched_on or not records:
        return
    accounts = ledger.hold_accounts({one.volunteer_id for one in records})
    earlier = _earlier(records)
    rows = []
    for record in records:
        if record.record_id not in earlier.records:
            rows += _earning(record, accounts, earlier, terms, now=event.now)
    ledger.write(rows, accounts)


def _earning(
    record: HourFacts,
    accounts: Accounts,
    earlier: _Earlier,
    every: Sequence[rules.Terms],
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    terms = rules.terms_on(record.service_date, every)
    activity = (record.volunteer_id, record.activity_id)
    day = (record.volunteer_id, record.service_date)
    worth = rules.worth(
        record.minutes,
        terms,
        in_activity=earlier.in_activity[activity],
        on_day=earlier.on_day[day],
    )
    if not worth:
        return []
    earlier.in_activity[activity] += worth
    earlier.on_day[day] += worth
    account = accounts[record.volunteer_id]
    return [
        ledger.entry(
            account,
            rules.earned(worth, owed=account.owed),
            kind="earned",
            at=now,
            record_id=record.record_id,
            activity_id=record.activity_id,
            service_date=record.service_date,
            minutes=record.minutes,
            capped=worth < rules.full_worth(record.minutes, terms),
            rule_id=terms.rule_id,
            expires_on=rules.runs_out_on(local_date(now), terms.lasts_months),
        )
    ]


def _earlier(records: Sequence[HourFacts]) -> _Earlier:
    found = _Earlier(Counter(), Counter(), set())
    rows = session.execute(
        select(
            PointEntry.volunteer_id,
            PointEntry.activity_id,
            PointEntry.service_date,
            PointEntry.record_id,
            PointEntry.kind,
            WORTH.label("worth"),
        ).where(
            PointEntry.volunteer_id.in_({one.volunteer_id for one in records}),
            or_(
                PointEntry.activity_id.in_({one.activity_id for one in records}),
                PointEntry.service_date.in_({one.service_date for one in records}),
            ),
        )
    )
    for row in rows:
        found.in_activity[row.volunteer_id, row.activity_id] += row.worth
        found.on_day[row.volunteer_id, row.service_date] += row.worth
        if row.kind == "earned":
            found.records.add(row.record_id)
    return found


def take_back(event: HoursRevoked) -> None:
    """Revoked hours take their points back by an opposite row; what was spent is owed.

    What had run out before is left out: nobody owes points that she never used.
    """
    ids = [one.record_id for one in event.records]
    lots = standing_lots(PointEntry.record_id, ids, earned="earned", taken_back="revoked")
    take_back_lots(lots, "revoked", now=event.now)


def take_back_lots(lots: Sequence[Row[Any]], kind: str, *, now: datetime) -> None:
    """Opposite rows for what was earned, but for what had run out before."""
    if not lots:
        return
    accounts = ledger.hold_accounts({lot.volunteer_id for lot in lots})
    gone = _run_out(lots)
    rows = []
    for lot in lots:
        forgiven = min(lot.worth, gone[lot.volunteer_id, lot.expires_on])
        gone[lot.volunteer_id, lot.expires_on] -= forgiven
        if lot.worth > forgiven:
            account = accounts[lot.volunteer_id]
            effect = rules.taken_back(lot.worth - forgiven, balance=account.balance)
            rows.append(ledger.entry(account, effect, kind=kind, **_opposite(lot), at=now))
    ledger.write(rows, accounts)


def follow_correction(event: HoursCorrected) -> None:
    """A corrected record's points go by an opposite row, and the new record earns its own."""
    take_back(HoursRevoked((event.old,), event.now))
    earn(HoursApproved((event.new,), event.now))


def _opposite(lot: Row[Any]) -> dict[str, Any]:
    of_hours = ("record_id", "activity_id", "service_date", "minutes")
    source = of_hours if lot.nomination_id is None else ("nomination_id",)
    kept = (*source, "rule_id", "expires_on")
    return {"capped": False, **{name: getattr(lot, name) for name in kept}}


def standing_lots(
    source: InstrumentedAttribute[UUID | None], ids: Sequence[UUID], *, earned: str, taken_back: str
) -> list[Row[Any]]:
    """What these records (or honours) earned and nothing has taken back."""
    back = select(source).where(source.in_(ids), PointEntry.kind == taken_back)
    query = select(PointEntry.__table__, WORTH.label("worth")).where(
        source.in_(ids), PointEntry.kind == earned, source.not_in(back)
    )
    return list(session.execute(query.order_by(PointEntry.id)))


def _run_out(lots: Sequence[Row[Any]]) -> Counter[tuple[UUID, date | None]]:
    """What of each day has run out and was not yet left out of an opposite row."""
    found: Counter[tuple[UUID, date | None]] = Counter()
    days = {lot.expires_on for lot in lots if lot.expires_on}
    rows = session.execute(
        select(PointEntry.volunteer_id, PointEntry.expires_on, func.sum(PointEntry.points))
        .where(
            PointEntry.volunteer_id.in_({lot.volunteer_id for lot in lots}),
            PointEntry.expires_on.in_(days),
            PointEntry.kind == "expired",
        )
        .group_by(PointEntry.volunteer_id, PointEntry.expires_on)
    )
    for volunteer_id, day, points in rows:
        found[volunteer_id, day] = -points
    return found
