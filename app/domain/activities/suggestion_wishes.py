"""Ask to be told of new activities, change what one wants to hear of, and stop in one step."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.activities.cards import listed
from app.domain.activities.models import Activity
from app.domain.activities.rules import OPEN_STATES
from app.domain.activities.suggestion_models import SuggestedActivity, SuggestionWish
from app.domain.activities.suggestion_rules import Wish, why_not_this_wish
from app.domain.activities.views import ActivityCard
from app.domain.people import optional_consents
from app.domain.people.events import VolunteerLeft
from app.domain.people.purposes import ACTIVITY_NEWS
from app.domain.people.queries import VolunteerView
from app.kernel.database import session
from app.kernel.transaction import transaction

SHOWN = 20


def wish_of(volunteer_id: UUID) -> Wish | None:
    """What she asked for, while she agrees; None: she is told nothing."""
    row = session.get(SuggestionWish, volunteer_id, populate_existing=True)
    if row is None or not optional_consents.agreed(volunteer_id, ACTIVITY_NEWS):
        return None
    return as_wish(row)


def as_wish(row: SuggestionWish) -> Wish:
    """A row as the rules see it."""
    return Wish(tuple(row.categories), row.reach, row.most_a_week, row.quiet_from, row.quiet_until)


def ask_for(
    volunteer_id: UUID, wish: Wish, *, by: VolunteerView, channel: str, now: datetime
) -> None:
    """From now on, of what is published from now on; she agrees with that to the words."""
    refusal = why_not_this_wish(wish)
    if refusal:
        raise refusal
    with transaction():
        row = session.get(SuggestionWish, volunteer_id, populate_existing=True)
        was_on = row is not None and optional_consents.agreed(volunteer_id, ACTIVITY_NEWS)
        optional_consents.agree(volunteer_id, ACTIVITY_NEWS.kind, by=by, channel=channel, now=now)
        if row is None:
            row = SuggestionWish(volunteer_id=volunteer_id, next_at=now)
            session.add(row)
        if not was_on:
            row.since = now
        row.categories, row.reach = list(wish.categories), wish.reach
        row.most_a_week = wish.most_a_week
        row.quiet_from, row.quiet_until = wish.quiet_from, wish.quiet_until


def stop(volunteer_id: UUID, *, by: VolunteerView, now: datetime) -> None:
    """She hears no more of them, from this moment. Again: nothing changes."""
    with transaction():
        optional_consents.withdraw(volunteer_id, ACTIVITY_NEWS.kind, by=by, now=now)


def told_of(volunteer_id: UUID, *, now: datetime) -> list[ActivityCard]:
    """What she was told of and can still be taken, the latest first; three statements."""
    query = (
        select(Activity)
        .join(SuggestedActivity, SuggestedActivity.activity_id == Activity.id)
        .where(
            SuggestedActivity.volunteer_id == volunteer_id,
            Activity.state.in_(OPEN_STATES),
            Activity.ends_at > now,
        )
        .order_by(SuggestedActivity.at.desc(), Activity.starts_at, Activity.id)
        .limit(SHOWN)
    )
    return listed(session.scalars(query).all(), now)


def forget_who_left(event: VolunteerLeft) -> None:
    """What she wanted to hear of, and what she heard."""
    for table in (SuggestionWish, SuggestedActivity):
        session.execute(
            delete(table)
            .where(table.volunteer_id == event.volunteer_id)
            .execution_options(synchronize_session=False)
        )
