"""Who has left is named nowhere: her case ends, her story goes, her drafts are deleted."""

from uuid import UUID

from sqlalchemy import delete, select, update

from app.domain.audit.actors import SYSTEM
from app.domain.nominations.holding import locking, note
from app.domain.nominations.models import Nomination, NominationDraft
from app.domain.nominations.polls.models import Ballot
from app.domain.nominations.review_models import NominationVisit, NominationVisitPicture
from app.domain.nominations.rules import NEXT, Decision, State
from app.domain.people.events import VolunteerLeft
from app.domain.people.queries import LEFT_NAME
from app.kernel.database import session


def forget_who_left(event: VolunteerLeft) -> None:
    """What she said of others stays, without her name; what was said of her is taken back."""
    session.execute(
        delete(NominationDraft)
        .where(NominationDraft.volunteer_id == event.volunteer_id)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Ballot)
        .where(Ballot.volunteer_id == event.volunteer_id)
        .values(volunteer_id=None)
        .execution_options(synchronize_session=False)
    )
    hers = select(Nomination).where(Nomination.volunteer_id == event.volunteer_id)
    for case in session.scalars(locking(hers.order_by(Nomination.id))):
        if (State(case.state), Decision.DECLINE) in NEXT:
            case.state = NEXT[State(case.state), Decision.DECLINE].value
            note(SYSTEM, case, Decision.DECLINE, now=event.now)
        case.name, case.unit, case.headline, case.story = LEFT_NAME, "", "", ""
        case.consent, case.show_name, case.show_photos = "declined", False, False
        _forget_visits(case.id)


def _forget_visits(nomination_id: UUID) -> None:
    """That somebody went there stays in the history; what she saw does not."""
    visits = select(NominationVisit.id).where(NominationVisit.nomination_id == nomination_id)
    session.execute(
        delete(NominationVisitPicture)
        .where(NominationVisitPicture.visit_id.in_(visits))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(NominationVisit)
        .where(NominationVisit.nomination_id == nomination_id)
        .execution_options(synchronize_session=False)
    )
