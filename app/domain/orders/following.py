"""When the activity made from an order is cancelled, the order goes back to the queue."""

from sqlalchemy import select

from app.domain.activities.events import ActivityCancelled
from app.domain.audit.actors import SYSTEM
from app.domain.orders.holding import held_order, move, tell_leader, tell_requester
from app.domain.orders.models import ServiceRound
from app.domain.orders.rules import WITH_A_TEAM, Decision
from app.kernel.database import session


def activity_cancelled(event: ActivityCancelled) -> None:
    """Somebody called it off elsewhere: another team is looked for."""
    found = session.scalars(
        select(ServiceRound).where(
            ServiceRound.activity_id == event.activity_id, ServiceRound.given_back_at.is_(None)
        )
    ).one_or_none()
    if found is None:
        return
    row = held_order(found.order_id)
    if row.state not in WITH_A_TEAM:
        return
    team_id, found.given_back_at = row.team_id, event.now
    move(row, Decision.RELEASE, SYSTEM, now=event.now, words=event.reason)
    tell_leader(row, "called_off", team_id, now=event.now, reason=event.reason)
    tell_requester(row, "released", now=event.now, reason=event.reason)
