"""What people were told is forgotten with them: their inbox, and what was still to be sent."""

from sqlalchemy import delete

from app.domain.messaging.models import OutboxMessage
from app.domain.people.events import VolunteerLeft
from app.kernel.database import session


def forget_who_left(event: VolunteerLeft) -> None:
    """No law asks for notices; the decisions behind them stand in the trail."""
    session.execute(
        delete(OutboxMessage)
        .where(OutboxMessage.volunteer_id == event.volunteer_id)
        .execution_options(synchronize_session=False)
    )
