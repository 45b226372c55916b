"""Letters that nobody has answered: who sent them is told at half of the time and at its end."""

from datetime import datetime

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.nominations.consultation import rules
from app.domain.nominations.consultation.links import awaits
from app.domain.nominations.consultation.models import ConsultationLetter
from app.domain.nominations.events import StaffCalled
from app.domain.nominations.holding import locking
from app.domain.nominations.models import Campaign
from app.domain.nominations.rules import CampaignState
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import end_of_day
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

ALL_TOLD = 2


def remind(*, now: datetime) -> int:
    """Tell whose letters lie unanswered; how many letters. Missed moments are told once."""
    waiting = (
        select(ConsultationLetter)
        .join(Campaign, Campaign.id == ConsultationLetter.campaign_id)
        .where(
            ConsultationLetter.warned < ALL_TOLD,
            Campaign.state.in_([CampaignState.OPEN.value, CampaignState.REVIEWING.value]),
        )
        .order_by(ConsultationLetter.id)
    )
    if not any(_due(one, now) for one in session.scalars(waiting)):
        return 0
    with transaction():
        told = [one for one in session.scalars(locking(waiting)) if _due(one, now)]
        for letter in told:
            letter.warned = _stage(letter, now)
            session.flush()
            if awaits(letter.id):
                _tell(letter, now)
    return len(told)


def _stage(letter: ConsultationLetter, now: datetime) -> int:
    if end_of_day(letter.due_on) <= now:
        return ALL_TOLD
    return 1 if rules.halfway(letter.sent_at, letter.due_on) <= now else 0


def _due(letter: ConsultationLetter, now: datetime) -> bool:
    return _stage(letter, now) > letter.warned


def _tell(letter: ConsultationLetter, now: datetime) -> None:
    by = access.staff_member(letter.sent_by_id, within=EVERYWHERE)
    if by.volunteer_id is not None:
        standing = "已经到期" if letter.warned == ALL_TOLD else "到期"
        due = f"{letter.due_on.month}月{letter.due_on.day}日"
        what = f"{letter.addressee}（{due}{standing}）"
        happened(StaffCalled("letter_unanswered", (by.volunteer_id,), what, now))
