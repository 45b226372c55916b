"""What is left of an order when its person is gone: what was done, and not for whom."""

from sqlalchemy import delete, select

from app.domain.attachments import keeping
from app.domain.audit.actors import SYSTEM
from app.domain.orders.holding import give_back, held_with_activity, tell_leader
from app.domain.orders.models import ServiceOrder, ServiceOrderPicture
from app.domain.orders.rules import NEXT, Decision, State
from app.domain.people.events import VolunteerLeft
from app.kernel.database import session


def forget_contact(row: ServiceOrder) -> None:
    """Wipe what is sealed, and the photos that came with it. Within an action."""
    row.name, row.phone, row.address, row.wish, row.phone_index = "", "", "", "", None
    hers = ServiceOrderPicture.order_id == row.id
    pictures = session.scalars(select(ServiceOrderPicture.attachment_id).where(hers)).all()
    if pictures:
        session.execute(delete(ServiceOrderPicture).where(hers))
        keeping.let_go(pictures)


def forget_who_left(event: VolunteerLeft) -> None:
    """Her orders end where they may, the team is told, and nobody can look any more."""
    hers = select(ServiceOrder.id).where(ServiceOrder.requester_id == event.volunteer_id)
    for order_id in session.scalars(hers.order_by(ServiceOrder.id)).all():
        held = held_with_activity(order_id)
        team_id = held.order.team_id
        if (State(held.order.state), Decision.CANCEL) in NEXT:
            why = "点单的居民取消了"
            give_back(held, Decision.CANCEL, SYSTEM, reason=why, told=why, now=event.now)
            tell_leader(held.order, "called_off", team_id, now=event.now)
        forget_contact(held.order)
    session.flush()
