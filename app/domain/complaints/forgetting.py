"""What is left of a complaint whose words are gone: about what, where, and what came of it."""

from datetime import datetime

from sqlalchemy import delete, select

from app.domain.attachments import keeping
from app.domain.complaints.holding import COMPLAINANT, held_complaint, move
from app.domain.complaints.models import Complaint, ComplaintPicture, ComplaintStep
from app.domain.complaints.rules import NEXT, Decision, State
from app.domain.people.events import VolunteerLeft
from app.kernel.database import session


def wipe(row: Complaint, *, now: datetime) -> None:
    """Its words, its pictures, its title, and who said it. Within an action."""
    row.text, row.phone, row.subject_title, row.page = "", "", "", ""
    row.complainant_id, row.subject_id, row.wiped_at = None, None, now
    mine = ComplaintPicture.complaint_id == row.id
    pictures = list(session.scalars(select(ComplaintPicture.attachment_id).where(mine)))
    if pictures:
        session.execute(delete(ComplaintPicture).where(mine))
        keeping.let_go(pictures)
    for step in session.scalars(select(ComplaintStep).where(ComplaintStep.complaint_id == row.id)):
        step.words = ""
    session.flush()


def forget_who_left(event: VolunteerLeft) -> None:
    """Hers that still wait are withdrawn, and all of them lose their words."""
    hers = select(Complaint.id).where(Complaint.complainant_id == event.volunteer_id)
    for complaint_id in session.scalars(hers.order_by(Complaint.id)).all():
        row = held_complaint(complaint_id)
        for decision in (Decision.WITHDRAW, Decision.LAPSE):
            if (State(row.state), decision) in NEXT:
                move(row, decision, COMPLAINANT, now=event.now, by_kind="system")
                break
        wipe(row, now=event.now)
