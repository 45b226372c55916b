"""Merge a place into another one of its level: proposed by one, confirmed by a second; for good.

The closed place stands below its successor in the tree from then on, with its own name and all that
happened there; what goes on is the successor's. What becomes of which row is said in `fates.py`.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.places import errors
from app.domain.places.carrying import carry_over
from app.domain.places.events import PlacesMerged
from app.domain.places.holding import hold_rows
from app.domain.places.models import Place, PlaceMerging
from app.domain.places.numbers import last_number
from app.domain.places.rules import (
    NEXT_MERGING,
    PATH_DIGITS,
    Merging,
    MergingStep,
    why_not_merge,
    why_not_this_reason,
    why_not_typed,
)
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal
from app.kernel.transaction import transaction

# An action that had read the old path when the place closed may still have written it.
LATE_FOR = timedelta(minutes=10)


def propose(
    closed_id: UUID,
    successor_id: UUID,
    *,
    actor: Actor,
    scope: Scope,
    reason: str,
    typed: str,
    keeps: Collection[UUID] = (),
    tells: bool = False,
    now: datetime,
) -> UUID:
    """Ask for it; nothing changes before a second person agrees."""
    with transaction():
        closed, successor = _both(closed_id, successor_id, scope)
        refusal = (
            _why_not(closed, successor)
            or why_not_typed(typed, closed.name)
            or why_not_this_reason(reason, what="依据")
        )
        if refusal:
            raise refusal
        if _pending(closed_id) or _pending(successor_id):
            raise errors.MergingWaits
        row = PlaceMerging(
            id=new_id(),
            closed_id=closed_id,
            successor_id=successor_id,
            state=Merging.PROPOSED.value,
            reason=reason.strip(),
            keeps=[str(one) for one in sorted(keeps)],
            tells=tells,
            paths=[],
            proposed_by_id=actor.id,
            proposed_at=now,
        )
        session.add(row)
        session.flush()
        _record(actor, "place.propose_merging", closed, successor, now=now)
        return row.id


def confirm(
    merging_id: UUID,
    *,
    actor: Actor,
    accounts: Collection[UUID],
    scope: Scope,
    typed: str,
    now: datetime,
) -> None:
    """The second person's word: done at once, and for good. `accounts` are all of hers."""
    with transaction():
        row, after = _held(merging_id, MergingStep.CONFIRM)
        closed, successor = _both(row.closed_id, row.successor_id, scope)
        if row.proposed_by_id in {*accounts, actor.id}:
            raise errors.OwnProposal
        refusal = _why_not(closed, successor) or why_not_typed(typed, closed.name)
        if refusal:
            raise refusal
        row.state, row.decided_by_id, row.decided_at = after.value, actor.id, now
        happened(
            PlacesMerged(
                merging_id=row.id,
                closed_id=closed.id,
                closed_name=closed.name,
                successor_id=successor.id,
                successor_name=successor.name,
                keeps=frozenset(UUID(one) for one in row.keeps),
                tells=row.tells,
                proposed_at=row.proposed_at,
                by=actor,
                now=now,
            )
        )
        paths = _move_in_the_tree(closed, successor, now=now)
        row.path_before, row.paths = paths[-1][0], [list(one) for one in paths]
        session.flush()
        carry_over(closed.id, successor.id, paths, now=now)
        _record(actor, "place.merge", closed, successor, now=now)
        session.flush()
        session.expire_all()


def withdraw(merging_id: UUID, *, actor: Actor, scope: Scope, now: datetime) -> None:
    """Let a proposal go; either of the two persons may."""
    with transaction():
        row, after = _held(merging_id, MergingStep.WITHDRAW)
        closed, successor = _both(row.closed_id, row.successor_id, scope)
        row.state, row.decided_by_id, row.decided_at = after.value, actor.id, now
        _record(actor, "place.withdraw_merging", closed, successor, now=now)


def follow_late(*, now: datetime) -> int:
    """What was written with the old path or place while it closed follows; for the worker."""
    query = select(PlaceMerging).where(
        PlaceMerging.state == Merging.DONE.value, PlaceMerging.decided_at > now - LATE_FOR
    )
    with transaction():
        rows = session.scalars(query.order_by(PlaceMerging.decided_at, PlaceMerging.id)).all()
        for row in rows:
            paths = [(old, new) for old, new in row.paths]
            carry_over(row.closed_id, row.successor_id, paths, now=now)
        return len(rows)


def _both(closed_id: UUID, successor_id: UUID, scope: Scope) -> tuple[Place, Place]:
    """Both rows, held in the order of their ids; outside the scope they are not found."""
    rows = hold_rows({closed_id, successor_id}, scope)
    return rows[closed_id], rows[successor_id]


def _why_not(closed: Place, successor: Place) -> Refusal | None:
    refusal = why_not_merge(
        (closed.level, closed.path, closed.closed_at is None),
        (successor.level, successor.path, successor.closed_at is None),
    )
    if refusal:
        return refusal
    names = _names_below(closed) & _names_below(successor)
    return errors.SameBelow(names="、".join(sorted(names))) if names else None


def _names_below(row: Place) -> set[str]:
    return {one.name for one in _below(row)}


def _below(row: Place) -> list[Place]:
    query = select(Place).where(Place.parent_id == row.id, Place.closed_at.is_(None))
    return list(session.scalars(query.order_by(Place.path).with_for_update()))


def _pending(place_id: UUID) -> bool:
    query = select(PlaceMerging.id).where(
        PlaceMerging.state == Merging.PROPOSED.value,
        (PlaceMerging.closed_id == place_id) | (PlaceMerging.successor_id == place_id),
    )
    return session.scalars(query).first() is not None


def _held(merging_id: UUID, step: MergingStep) -> tuple[PlaceMerging, Merging]:
    """The proposal, held, and where the step leads it; raises MergingOver where nowhere."""
    row = session.get(PlaceMerging, merging_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound
    after = NEXT_MERGING.get((Merging(row.state), step))
    if after is None:
        raise errors.MergingOver
    return row, after


def _move_in_the_tree(closed: Place, successor: Place, *, now: datetime) -> list[tuple[str, str]]:
    """Open places below go to the successor, the closed one below it; old and new paths."""
    paths = []
    number = last_number(successor.id, successor.path)
    for one in _below(closed):
        number += 1
        new = f"{successor.path}{number:0{PATH_DIGITS}d}/"
        paths.append((one.path, new))
        one.parent_id = successor.id
    own = f"{successor.path}{number + 1:0{PATH_DIGITS}d}/"
    paths.append((closed.path, own))
    closed.parent_id, closed.closed_at, closed.merged_into_id = successor.id, now, successor.id
    return paths


def _record(actor: Actor, action: str, closed: Place, successor: Place, *, now: datetime) -> None:
    trail.prove(
        actor,
        action,
        "place",
        closed.id,
        now=now,
        facts={"into": str(successor.id)},
        place_id=successor.id,
        detail={"name": closed.name, "into": successor.name},
    )
