"""Count what a place has handed over until the end of a month, once."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.places import queries as places
from app.domain.recognition.errors import NothingToSettle
from app.domain.recognition.models import Redemption, RewardSettlement
from app.domain.recognition.rules import month_before
from app.domain.recognition.shop_rules import NEXT_STATE, Decision, State
from app.kernel.calendar import end_of_day, local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction


def settle(staff: Staff, place_id: UUID, *, now: datetime) -> UUID:
    """All that the place handed over until the end of last month and was not settled yet."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.REWARDS_MANAGE, place.path)
    through = month_before(local_date(now))
    with transaction():
        rows = _handed_over(place.id, through)
        if not rows:
            raise NothingToSettle(through=f"{through.month}月{through.day}日")
        settlement = RewardSettlement(
            id=new_id(),
            place_id=place.id,
            through=through,
            count=len(rows),
            points=sum(row.price for row in rows),
            made_by_id=staff.id,
            made_at=now,
        )
        session.add(settlement)
        session.flush()
        for row in rows:
            row.state = NEXT_STATE[State(row.state), Decision.SETTLE].value
            row.settlement_id = settlement.id
        trail.record(
            staff.actor,
            "rewards.settle",
            "reward_settlement",
            settlement.id,
            now=now,
            place_id=place.id,
            count=settlement.count,
            points=settlement.points,
            through=through.isoformat(),
        )
    return settlement.id


def _handed_over(place_id: UUID, through: date) -> list[Redemption]:
    query = (
        select(Redemption)
        .where(
            Redemption.place_id == place_id,
            Redemption.state == State.HANDED_OVER.value,
            Redemption.handed_over_at < end_of_day(through),
        )
        .order_by(Redemption.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(query))
