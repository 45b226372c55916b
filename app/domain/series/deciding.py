"""Hand a whole series in, review it, publish it: each activity by the rules of a single one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, planning, publication, review
from app.domain.activities.in_series import OneOfSeries
from app.domain.activities.rules import (
    NEXT_STATE,
    Decision,
    State,
    why_not_this_reason,
)
from app.domain.audit import trail
from app.domain.series import errors
from app.domain.series.holding import hold
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Decided:
    """How many activities it was done to, and why not to the others, the nearest first."""

    done: int
    refused: tuple[tuple[OneOfSeries, Refusal], ...] = ()


def submit(staff: Staff, series_id: UUID, *, now: datetime) -> Decided:
    """Hand every draft in for review."""

    def act(activity_id: UUID) -> None:
        planning.submit(staff, activity_id, now=now)

    return _each(staff, series_id, Decision.SUBMIT, act, now=now)


def approve(staff: Staff, series_id: UUID, *, now: datetime) -> Decided:
    """Another person, one level up: the activities that wait may be published.

    One that has begun meanwhile is not approved.
    """

    def act(activity_id: UUID) -> None:
        review.approve(staff, activity_id, now=now)

    return _each(staff, series_id, Decision.APPROVE, act, now=now)


def return_(staff: Staff, series_id: UUID, *, reason: str, now: datetime) -> Decided:
    """Back to those who planned it, with what has to change."""

    def act(activity_id: UUID) -> None:
        review.return_(staff, activity_id, reason=reason, now=now)

    if refusal := why_not_this_reason(reason):
        raise refusal
    return _each(staff, series_id, Decision.RETURN, act, now=now)


def publish(staff: Staff, series_id: UUID, *, now: datetime) -> Decided:
    """Residents find every approved one from now on."""

    def act(activity_id: UUID) -> None:
        publication.publish(staff, activity_id, now=now)

    return _each(staff, series_id, Decision.PUBLISH, act, now=now)


def open_to(states: Collection[str]) -> set[str]:
    """The decisions that fit some of a series' activities."""
    return {
        decision.value
        for decision in (Decision.SUBMIT, Decision.APPROVE, Decision.RETURN, Decision.PUBLISH)
        if any((State(state), decision) in NEXT_STATE for state in states)
    }


def _each(
    staff: Staff,
    series_id: UUID,
    decision: Decision,
    act: Callable[[UUID], None],
    *,
    now: datetime,
) -> Decided:
    reviews = decision in (Decision.APPROVE, Decision.RETURN)
    with transaction():
        series, path = hold(series_id)
        staff.require(Permission.ACTIVITIES_REVIEW if reviews else Permission.ACTIVITIES_PLAN, path)
        refused: list[tuple[OneOfSeries, Refusal]] = []
        waiting = [
            one
            for one in in_series.of_series(series_id)
            if (State(one.state), decision) in NEXT_STATE
        ]
        for one in waiting:
            try:
                act(one.id)
            except Refusal as refusal:
                refused.append((one, refusal))
        if not waiting:
            raise errors.NothingToDecide(decision=decision.title)
        done = len(waiting) - len(refused)
        if not done:
            raise refused[0][1]
        trail.record(
            staff.actor,
            f"series.{decision}",
            "series",
            series_id,
            now=now,
            place_id=series.place_id,
            title=series.title,
            count=done,
        )
        return Decided(done, tuple(refused))
