"""Tell people of new activities they asked to hear of, and of events: one letter each, in batches.

A batch takes as many statements for one person as for two hundred. Everybody looked at is looked
at again an hour later; who was told, as late as she said.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, insert, select, update

from app.domain.activities.engagements import ALIVE
from app.domain.activities.events import ActivitiesSuggested, SuggestedLine, SuggestedTo
from app.domain.activities.models import Activity, ActivitySession, Position, SignUp
from app.domain.activities.rules import OPEN_STATES, Offer
from app.domain.activities.suggestion_models import SuggestedActivity, SuggestionWish
from app.domain.activities.suggestion_rules import (
    LINES_IN_A_LETTER,
    LOOK_AGAIN,
    NEW_FOR,
    Known,
    Opening,
    is_quiet,
    next_after_a_letter,
    suggested,
)
from app.domain.activities.suggestion_shows import Show, Shows, shows_for
from app.domain.activities.suggestion_wishes import as_wish
from app.domain.people import optional_consents
from app.domain.people import queries as people
from app.domain.people.purposes import ACTIVITY_NEWS
from app.domain.places import queries as places
from app.domain.qualifications import checking
from app.domain.qualifications.rules import Holding, Needed
from app.kernel.database import session
from app.kernel.geo import Point
from app.kernel.happenings import happened
from app.kernel.transaction import transaction

AT_ONCE = 200
MOST_POSITIONS = 1_000  # of new activities, the nearest in time: the work is bounded
Told = tuple[SuggestionWish, list[Opening], list[Show]]


def suggest(shows: Shows | None = None, *, now: datetime) -> int:
    """One batch; how many people were told. `shows`: who knows of events for audiences."""
    if not session.scalars(_due(now).limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            _due(now)
            .order_by(SuggestionWish.next_at, SuggestionWish.volunteer_id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        awake = [row for row in rows if not is_quiet(as_wish(row), now)]
        told = _matched(awake, shows, now)
        _remember(rows, told, now)
        if shows and told:
            shows.remember(
                [(row.volunteer_id, one.id) for row, _, its in told for one in its], now=now
            )
        if told:
            happened(ActivitiesSuggested(tuple(_letter(*one) for one in told), now))
        return len(told)


def _due(now: datetime) -> Select[SuggestionWish]:
    agreed = optional_consents.everyone_agreeing(ACTIVITY_NEWS)
    return select(SuggestionWish).where(
        SuggestionWish.next_at <= now, SuggestionWish.volunteer_id.in_(agreed)
    )


def _matched(rows: Sequence[SuggestionWish], shows: Shows | None, now: datetime) -> list[Told]:
    openings = _openings(now) if rows else []
    on_show = shows.to_tell(now=now) if shows and rows else []
    if not openings and not on_show:
        return []
    ids = [row.volunteer_id for row in rows]
    known = _known(ids, [one for _, one in openings], on_show)
    heard = shows.known_to(ids, {one.id for one in on_show}) if shows and on_show else set()
    found = []
    for row in rows:
        hers, wish = known[row.volunteer_id], as_wish(row)
        fresh = [one for published_at, one in openings if published_at >= row.since]
        its = suggested(hers, wish, fresh, now=now)
        new = [one for one in on_show if one.published_at >= row.since]
        events = shows_for(hers, wish, new, heard)
        if its or events:
            found.append((row, its, events))
    return found


def _openings(now: datetime) -> list[tuple[datetime, Opening]]:
    """Free places of what was published in the last days, with when; two statements."""
    query = places.with_place(
        select(Activity, ActivitySession, Position)
        .join(ActivitySession, ActivitySession.activity_id == Activity.id)
        .join(Position, Position.session_id == ActivitySession.id),
        Activity.place_id,
    ).where(
        Activity.published_at > now - NEW_FOR,
        Activity.state.in_(OPEN_STATES),
        Activity.team_id.is_(None),
        ActivitySession.starts_at > now,
        Position.taken < Position.capacity,
    )
    query = query.order_by(ActivitySession.starts_at, Position.id).limit(MOST_POSITIONS)
    rows = session.execute(query.execution_options(populate_existing=True)).all()
    needed = checking.needed({row[2].qualification_id for row in rows})
    return [(row[0].published_at, _opening(*row, needed=needed)) for row in rows]


def _opening(
    activity: Activity,
    part: ActivitySession,
    position: Position,
    place: Any,
    *,
    needed: dict[UUID, Needed],
) -> Opening:
    located = activity.latitude is not None and activity.longitude is not None
    return Opening(
        activity_id=activity.id,
        title=activity.title,
        venue=activity.venue,
        category=activity.category,
        place=places.view(place),
        point=Point(activity.latitude or 0.0, activity.longitude or 0.0) if located else None,
        offer=Offer(
            activity_state=activity.state,
            risk_level=activity.risk_level,
            recruits_from=activity.recruits_from,
            recruits_until=activity.recruits_until,
            starts_at=part.starts_at,
            youngest=position.youngest,
            oldest=position.oldest,
            skills=position.skills,
        ),
        ends_at=part.ends_at,
        needed=needed.get(position.qualification_id) if position.qualification_id else None,
    )


def _known(ids: list[UUID], offers: list[Opening], shows: list[Show]) -> dict[UUID, Known]:
    """Profiles, engagements, qualifications, and what they were told of: four statements."""
    begins = [*(one.offer.starts_at for one in offers), *(one.starts_at for one in shows)]
    ends = [*(one.ends_at for one in offers), *(one.ends_at for one in shows)]
    first, last = min(begins), max(ends)
    busy = defaultdict[UUID, list[tuple[datetime, datetime]]](list)
    for row in session.execute(
        select(SignUp.volunteer_id, SignUp.starts_at, SignUp.ends_at).where(
            SignUp.volunteer_id.in_(ids),
            SignUp.state.in_(ALIVE),
            SignUp.starts_at < last,
            SignUp.ends_at > first,
        )
    ):
        busy[row.volunteer_id].append((row.starts_at, row.ends_at))
    held = defaultdict[UUID, dict[UUID, Holding]](dict)
    wanted = {one.needed.id for one in offers if one.needed}
    for (who, what), holding in checking.holdings(ids, wanted).items():
        held[who][what] = holding
    told = defaultdict[UUID, set[UUID]](set)
    heard = select(SuggestedActivity.volunteer_id, SuggestedActivity.activity_id).where(
        SuggestedActivity.volunteer_id.in_(ids),
        SuggestedActivity.activity_id.in_({one.activity_id for one in offers}),
    )
    for who, activity_id in session.execute(heard):
        told[who].add(activity_id)
    return {
        who: Known(person, busy[who], held[who], told[who])
        for who, person in people.volunteers(ids).items()
    }


def _remember(rows: Sequence[SuggestionWish], told: Sequence[Told], now: datetime) -> None:
    written = {row.volunteer_id for row, *_ in told}
    times = [
        {
            "volunteer_id": row.volunteer_id,
            "next_at": next_after_a_letter(as_wish(row), now)
            if row.volunteer_id in written
            else now + LOOK_AGAIN,
        }
        for row in rows
    ]
    session.execute(update(SuggestionWish), times)
    heard = [
        {"volunteer_id": row.volunteer_id, "activity_id": one.activity_id, "at": now}
        for row, its, _ in told
        for one in its
    ]
    if heard:
        session.execute(insert(SuggestedActivity), heard)


def _letter(row: SuggestionWish, its: Sequence[Opening], events: Sequence[Show]) -> SuggestedTo:
    lines = [SuggestedLine(one.title, one.venue, one.offer.starts_at, one.ends_at) for one in its]
    lines += [SuggestedLine(one.title, one.venue, one.starts_at, one.ends_at) for one in events]
    lines.sort(key=lambda one: one.starts_at)
    return SuggestedTo(row.volunteer_id, tuple(lines[:LINES_IN_A_LETTER]), len(lines))
