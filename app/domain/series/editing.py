"""Change one date and those after it, or all that have not begun; looked at first, then done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, revision
from app.domain.activities.errors import StaleForm
from app.domain.activities.events import ActivityChanged
from app.domain.activities.in_series import OneOfSeries
from app.domain.activities.plans import ActivityPlan, SessionPlan
from app.domain.activities.rules import OPEN_STATES, State
from app.domain.audit import trail
from app.domain.series import errors
from app.domain.series.holding import hold
from app.domain.series.making import times_of
from app.domain.series.models import ActivitySeries, SeriesOccurrence
from app.domain.series.queries import occurrence_rows
from app.domain.series.recurrence import in_short, read, shifted
from app.domain.series.telling import tell
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction

ONE, FOLLOWING, ALL = "one", "following", "all"
REACHES = {ONE: "只改这一次", FOLLOWING: "这一次和以后的", ALL: "全部还没开始的"}
CALLED_OFF = (State.WITHDRAWN, State.CANCELLED)
_GONE = (*CALLED_OFF, State.ENDED)


def any_published(series_id: UUID, reach: "Reach", *, now: datetime) -> bool:
    """Whether residents see one of those that are meant: then some fields are fixed."""
    meant, _kept = _meant(series_id, reach, now=now)
    return any(one.state in OPEN_STATES for one in meant)


@dataclass(frozen=True)
class Reach:
    """Which dates: from which activity on (`following`) or `all`; those changed alone or not.

    `version`: of that activity when its form was filled; None asks nothing.
    """

    activity_id: UUID
    reach: str
    own_too: bool = False
    version: int | None = None


@dataclass(frozen=True)
class Touched:
    """One activity, its new plan, and why it cannot be changed (it then stays as it is)."""

    activity: OneOfSeries
    plan: ActivityPlan
    why_not: Refusal | None
    people: int


@dataclass(frozen=True)
class WhatChanges:
    """Before it is done: each activity that is meant, those left out, and how many people hear.

    `seal` stands for what was shown: done is only what was.
    """

    touched: tuple[Touched, ...]
    kept: tuple[OneOfSeries, ...]
    people: int
    by_days: int  # how many days later the typed plan begins than it did
    seal: str

    @property
    def changing(self) -> tuple[Touched, ...]:
        """Those that will change."""
        return tuple(one for one in self.touched if one.why_not is None)


def what_would_change(
    staff: Staff, series_id: UUID, reach: Reach, plan: ActivityPlan, *, now: datetime
) -> WhatChanges:
    """Look at it; nothing is changed. `plan` is that of the activity it was typed at.

    Raises StaleForm when a colleague has changed that activity since its form was filled.
    """
    meant, kept = _meant(series_id, reach, now=now)
    anchor = next(one for one in meant if one.id == reach.activity_id)
    if reach.version not in (None, anchor.version):
        raise StaleForm
    people = in_series.people_ahead([one.id for one in meant], now=now)
    typed_at = in_series.plan_as_it_stands(anchor.id)
    touched = []
    for one in meant:
        new = fitted(plan, typed_at, in_series.plan_as_it_stands(one.id))
        why_not, _old = revision.why_not_write(one.id, new, now=now)
        touched.append(Touched(one, new, why_not, len(people.get(one.id, ()))))
    told = {
        person
        for one in touched
        if one.why_not is None
        for person in people.get(one.activity.id, ())
    }
    by_days = (local_date(plan.starts_at) - local_date(anchor.starts_at)).days
    return WhatChanges(tuple(touched), kept, len(told), by_days, _seal(touched, told))


def revise(
    staff: Staff,
    series_id: UUID,
    reach: Reach,
    plan: ActivityPlan,
    *,
    seal: str,
    now: datetime,
) -> WhatChanges:
    """Do it, as it was shown: who signed up keeps her place and hears what is new."""
    with transaction():
        series, path = hold(series_id)
        staff.require(Permission.ACTIVITIES_PLAN, path)
        in_series.hold_of_series(series_id)
        found = what_would_change(staff, series_id, reach, plan, now=now)
        if found.seal != seal:
            raise errors.OthersTouched
        if not found.changing:
            raise found.touched[0].why_not or errors.NothingTicked()
        news: list[ActivityChanged] = []
        for one in found.changing:
            revision.write_anew(staff, one.activity.id, one.plan, tell=news.append, now=now)
            row = session.get(SeriesOccurrence, one.activity.id)
            if row is not None:
                row.keeps_own = False
        session.flush()
        tell(news)
        note_how_it_stands(series, plan, by_days=found.by_days)
        _record(staff, series, found, reach, now=now)
        return found


def fitted(plan: ActivityPlan, typed_at: ActivityPlan, old: ActivityPlan) -> ActivityPlan:
    """The typed plan on the day of another activity, with that one's sessions and positions.

    `typed_at` is the plan the form was filled from: where the opening of recruitment was left as it
    was there, each keeps its own.
    """
    days = (local_date(old.starts_at) - local_date(typed_at.starts_at)).days
    moved = plan.moved_by(timedelta(days=days))
    if plan.recruits_from == typed_at.recruits_from:
        moved = replace(moved, recruits_from=old.recruits_from)
    if _shape(plan) != _shape(old):
        return moved
    parts = zip(moved.sessions, old.sessions, strict=True)
    return replace(moved, sessions=tuple(_with_ids(new, was) for new, was in parts))


def note_how_it_stands(series: ActivitySeries, plan: ActivityPlan, *, by_days: int = 0) -> None:
    """The title and the times of the latest change, and the dates there are, for lists."""
    alive = _alive(series)
    if not alive:
        return
    days = [local_date(one.starts_at) for one in alive]
    rule = shifted(read(series.rrule), by_days)
    series.title, series.until, series.rrule = plan.title.strip(), max(days), rule.as_rrule()
    series.words = in_short(rule, times_of(plan), days)


def note_what_is_left(series: ActivitySeries, *, now: datetime) -> None:
    """After some were called off: the dates there still are; with none left it is over."""
    alive = _alive(series)
    if not alive:
        series.until = local_date(now) - timedelta(days=1)
        return
    own = {row.activity_id for row in occurrence_rows(series.id) if row.keeps_own}
    like = [one for one in alive if one.id not in own] or alive
    note_how_it_stands(series, in_series.plan_as_it_stands(like[-1].id))


def _alive(series: ActivitySeries) -> list[OneOfSeries]:
    return [one for one in in_series.of_series(series.id) if one.state not in CALLED_OFF]


def _meant(
    series_id: UUID, reach: Reach, *, now: datetime
) -> tuple[list[OneOfSeries], tuple[OneOfSeries, ...]]:
    """What has not begun and is meant; and what keeps its own changes."""
    ahead = [
        one
        for one in in_series.of_series(series_id)
        if one.starts_at > now and one.state not in _GONE
    ]
    anchor = next((one for one in ahead if one.id == reach.activity_id), None)
    if anchor is None:
        raise errors.BegunOrOver
    if reach.reach == FOLLOWING:
        ahead = [one for one in ahead if one.starts_at >= anchor.starts_at]
    own = {row.activity_id for row in occurrence_rows(series_id) if row.keeps_own}
    kept = [one for one in ahead if one.id in own and one.id != anchor.id and not reach.own_too]
    return [one for one in ahead if one not in kept], tuple(kept)


def _shape(plan: ActivityPlan) -> list[int]:
    return [len(each.positions) for each in plan.sessions]


def _with_ids(new: SessionPlan, was: SessionPlan) -> SessionPlan:
    positions = zip(new.positions, was.positions, strict=True)
    return replace(
        new,
        id=was.id,
        positions=tuple(replace(position, id=before.id) for position, before in positions),
    )


def _seal(touched: Sequence[Touched], told: set[UUID]) -> str:
    words = [
        f"{one.activity.id.hex}:{one.activity.version}:{one.why_not is None}" for one in touched
    ]
    words += sorted(each.hex for each in told)
    return hashlib.sha256("".join(words).encode()).hexdigest()[:16]


def _record(
    staff: Staff, series: ActivitySeries, found: WhatChanges, reach: Reach, *, now: datetime
) -> None:
    trail.record(
        staff.actor,
        "series.revise",
        "series",
        series.id,
        now=now,
        place_id=series.place_id,
        title=series.title,
        count=len(found.changing),
        told=found.people,
        reach=REACHES[reach.reach],
    )
