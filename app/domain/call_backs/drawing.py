"""Draw the week's call-backs, and close those nobody made in time."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import seals, trail
from app.domain.audit.actors import SYSTEM
from app.domain.call_backs import rules
from app.domain.call_backs.models import CallBack, CallBackDraw
from app.domain.call_backs.rules import Candidate
from app.domain.call_backs.share import share_percent
from app.domain.hours.decided import DecidedRecord, approved_between
from app.domain.people import queries as people
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

A_WEEK = timedelta(days=7)


def draw_due(*, now: datetime) -> int:
    """Draw of last week's approvals, once; how many are to be called. For the worker's clock."""
    if _is_drawn(rules.week_before(now)):
        return 0
    seal = seals.latest()
    seed = seal.hash if seal else secrets.token_hex(32)
    return draw_week(seed, seal_number=seal.number if seal else None, now=now)


def draw_week(
    seed: str, *, share: int | None = None, seal_number: int | None = None, now: datetime
) -> int:
    """Draw by a seed; it stands in the trail, so that anybody can draw again. Once a week.

    `share` in a hundred is the setting's, unless another is given.
    """
    week, share = rules.week_before(now), share_percent() if share is None else share
    begins = start_of_day(week)
    with transaction():
        if _is_drawn(week):
            return 0
        found = _reachable(approved_between(begins, begins + A_WEEK))
        candidates = [Candidate(one.id, one.place_id) for one in found.values()]
        ids = rules.drawn(candidates, seed=seed, share_percent=share)
        draw = CallBackDraw(
            id=new_id(),
            week_begins=week,
            seed=seed,
            seal_number=seal_number,
            share_percent=share,
            candidates=len(candidates),
            drawn=len(ids),
            drawn_at=now,
        )
        session.add(draw)
        session.flush()
        _write([found[one] for one in ids], draw, now=now)
        _tell(draw, now=now)
        return len(ids)


def _is_drawn(week: date) -> bool:
    wanted = select(CallBackDraw.id).where(CallBackDraw.week_begins == week)
    return session.scalar(wanted) is not None


def _tell(draw: CallBackDraw, *, now: datetime) -> None:
    """Everything that is needed to draw again."""
    trail.prove(
        SYSTEM,
        "call_back.draw",
        "call_back_draw",
        draw.id,
        now=now,
        facts={
            "week": draw.week_begins.isoformat(),
            "seed": draw.seed,
            "seal": draw.seal_number,
            "share_percent": draw.share_percent,
            "candidates": draw.candidates,
            "drawn": draw.drawn,
        },
        detail={"count": draw.drawn},
    )


def _reachable(records: Sequence[DecidedRecord]) -> dict[UUID, DecidedRecord]:
    """Those of people who have not left: the others have no phone here any more."""
    cards = people.cards({one.volunteer_id for one in records})
    return {one.id: one for one in records if cards[one.volunteer_id].phone}


def _write(records: Sequence[DecidedRecord], draw: CallBackDraw, *, now: datetime) -> None:
    tree = {one.id: one for one in places.tree(EVERYWHERE)}
    tree |= places.places({one.place_id for one in records} - tree.keys())
    due = rules.due_on(now)
    for one in records:
        checker = _checker(tree[one.place_id], tree, seed=draw.seed, record_id=one.id)
        session.add(
            CallBack(
                id=new_id(),
                draw_id=draw.id,
                record_id=one.id,
                volunteer_id=one.volunteer_id,
                place_id=one.place_id,
                place_path=one.place_path,
                checker_place_id=checker.id,
                checker_path=checker.path,
                due_on=due,
            )
        )
    session.flush()


def _checker(
    place: PlaceView, tree: dict[UUID, PlaceView], *, seed: str, record_id: UUID
) -> PlaceView:
    """Another station of the same office; where there is none, the place above; else the centre."""
    beside = sorted(
        one.id
        for one in tree.values()
        if place.level == one.level == "station"
        and one.parent_id == place.parent_id
        and one.id != place.id
    )
    if beside:
        return tree[rules.one_of(beside, seed=seed, record_id=record_id)]
    return tree.get(place.parent_id, place) if place.parent_id else place


def lapse_due(*, now: datetime) -> int:
    """Close what nobody answered in time; how many. For the worker's clock."""
    late = select(CallBack.id).where(CallBack.state == "open", CallBack.due_on < local_date(now))
    if not session.scalars(late.limit(1)).first():
        return 0
    with transaction():
        rows = session.scalars(
            select(CallBack)
            .where(CallBack.state == "open", CallBack.due_on < local_date(now))
            .order_by(CallBack.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        for row in rows:
            row.state, row.closed_at = "lapsed", now
            trail.record(
                SYSTEM, "call_back.lapse", "call_back", row.id, now=now, place_id=row.place_id
            )
        return len(rows)
