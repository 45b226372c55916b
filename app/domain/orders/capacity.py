"""How much of a line of the menu is done in a day or a week, and when there is room again."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.domain.orders import errors
from app.domain.orders.models import ServiceItem, ServiceOrder
from app.domain.orders.rules import State
from app.domain.orders.wanted import DAYS_AHEAD, WEEK, in_words, is_full, next_free, span_of
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import Refusal

NOT_DONE = (State.REJECTED, State.CANCELLED)


def why_full(item: ServiceItem, on: date, *, now: datetime) -> Refusal | None:
    """Whether no more of it is done on a day; names the next one on which there is room.

    The line of the menu is held: two who ask at once do not both have the last place.
    """
    if item.capacity is None:
        return None
    today = local_date(now)
    until = today + timedelta(days=DAYS_AHEAD)
    taken, limit = _taken(item, today, until), (item.capacity, item.capacity_per)
    if not is_full(on, taken, *limit):
        return None
    free = next_free(on, taken, *limit, until=until)
    instead = "之后也没有空了。可以看看更早的日子，或直接写下需求，由站里另外安排"
    if free is not None:
        instead = f"之后最近可以约 {free.month}月{free.day}日"
    return errors.ItemFull(how_many=in_words(*limit), instead=instead)


def _taken(item: ServiceItem, since: date, until: date) -> dict[date, int]:
    """Its orders of each day that were not refused or cancelled, in whole weeks."""
    query = select(ServiceOrder.wanted_on, func.count()).where(
        ServiceOrder.item_id == item.id,
        ServiceOrder.wanted_on.between(span_of(since, WEEK)[0], span_of(until, WEEK)[1]),
        ServiceOrder.state.not_in([state.value for state in NOT_DONE]),
    )
    return {row[0]: int(row[1]) for row in session.execute(query.group_by(ServiceOrder.wanted_on))}
