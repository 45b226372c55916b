"""Call off one date and those after it, or all that have not begun."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, planning, publication
from app.domain.activities.events import ActivityCancelled
from app.domain.activities.in_series import OneOfSeries
from app.domain.activities.rules import State, why_not_this_reason
from app.domain.audit import trail
from app.domain.series import errors
from app.domain.series.editing import note_what_is_left
from app.domain.series.holding import hold
from app.domain.series.telling import tell
from app.kernel.database import session
from app.kernel.transaction import transaction

_PUBLISHED = (State.PUBLISHED, State.RUNNING)
_NOT_YET = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED)


@dataclass(frozen=True)
class WhatEnds:
    """The activities that will not take place, and how many people hear of it."""

    ending: tuple[OneOfSeries, ...]
    people: int
    seal: str


def what_would_end(series_id: UUID, since_id: UUID | None, *, now: datetime) -> WhatEnds:
    """From one activity on, or all; nothing is changed. What has begun is never touched."""
    ahead = [
        one
        for one in in_series.of_series(series_id)
        if one.starts_at > now and one.state in (*_PUBLISHED, *_NOT_YET)
    ]
    if since_id is not None:
        since = next((one for one in ahead if one.id == since_id), None)
        if since is None:
            raise errors.BegunOrOver
        ahead = [one for one in ahead if one.starts_at >= since.starts_at]
    found = in_series.people_ahead([one.id for one in ahead], now=now)
    people = {person for each in found.values() for person in each}
    words = "".join(
        [
            *(f"{one.id.hex}:{one.version}:{one.state}" for one in ahead),
            *sorted(each.hex for each in people),
        ]
    )
    return WhatEnds(tuple(ahead), len(people), hashlib.sha256(words.encode()).hexdigest()[:16])


def end(
    staff: Staff,
    series_id: UUID,
    since_id: UUID | None,
    *,
    reason: str,
    seal: str,
    now: datetime,
) -> WhatEnds:
    """Withdraw what is not published, cancel what is; everyone with a place is told once."""
    with transaction():
        series, path = hold(series_id)
        staff.require(Permission.ACTIVITIES_PLAN, path)
        if refusal := why_not_this_reason(reason):
            raise refusal
        in_series.hold_of_series(series_id)
        found = what_would_end(series_id, since_id, now=now)
        if found.seal != seal:
            raise errors.OthersTouched
        if not found.ending:
            raise errors.NothingToDecide(decision="取消")
        news = _call_off(staff, found, reason=reason, now=now)
        session.flush()
        note_what_is_left(series, now=now)
        tell(news)
        trail.record(
            staff.actor,
            "series.end",
            "series",
            series_id,
            now=now,
            place_id=series.place_id,
            title=series.title,
            count=len(found.ending),
            told=found.people,
            reason=reason.strip(),
        )
        return found


def _call_off(
    staff: Staff, found: WhatEnds, *, reason: str, now: datetime
) -> list[ActivityCancelled]:
    """Each that ends; what those with a place must hear."""
    news: list[ActivityCancelled] = []
    for one in found.ending:
        if one.state in _PUBLISHED:
            publication.call_off(staff.actor, one.id, reason=reason, tell=news.append, now=now)
        else:
            planning.withdraw(staff, one.id, reason=reason, now=now)
    return news
