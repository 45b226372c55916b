"""Take a coupon: exact however many ask at once.

The person is held first, then the kind, then its season: the last coupon and the last yuan of the
budget go to one, and nobody has more than the limit.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.activities import race_window
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.coupons import errors, rules
from app.domain.coupons.kinds import hold_kind, kind_facts
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.domain.coupons.rules import NEXT, Season, State, Step
from app.domain.coupons.seasons import brought_up, hold_season
from app.domain.people.events import VolunteerLeft
from app.domain.people.holding import HeldVolunteer, hold
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row
from app.kernel.transaction import transaction


def take(
    volunteer_id: UUID, kind_id: UUID, *, nonce: str, phone_mark: str | None = None, now: datetime
) -> UUID:
    """One coupon for one person. The same click again, the first answer."""
    with transaction():
        person = hold([volunteer_id]).get(volunteer_id)
        if person is None:
            raise NotFound
        found = _mine(volunteer_id, kind_id, nonce)
        earlier = next((one.id for one in found if one.nonce == nonce), None)
        if earlier is not None:
            return earlier
        mine = [one for one in found if one.kind_id == kind_id]
        if person.state != "active":
            raise errors.AccountFrozen
        kind = hold_kind(kind_id)
        season = hold_season(kind.season_id)
        brought_up(season, now=now)
        refusal = rules.why_not_take(
            Season(season.state),
            kind_facts(kind),
            mine=len(mine),
            left=kind.total - kind.taken,
            left_fen=season.budget_fen - season.committed_fen,
            now=now,
        )
        if refusal:
            raise refusal
        race_window.pass_through()
        coupon = Coupon(ordinal=_next(mine), nonce=nonce, phone_mark=phone_mark)
        return _give(person, coupon, kind, season, now=now)


def _mine(volunteer_id: UUID, kind_id: UUID, nonce: str) -> list[Coupon]:
    """Hers of this kind, and what the same click gave her of any."""
    of_these = (Coupon.kind_id == kind_id) | (Coupon.nonce == nonce)
    query = select(Coupon).where(Coupon.volunteer_id == volunteer_id, of_these)
    return list(session.scalars(query))


def _next(mine: list[Coupon]) -> int:
    return max((one.ordinal for one in mine), default=0) + 1


def _give(
    person: HeldVolunteer, row: Coupon, kind: CouponKind, season: CouponSeason, *, now: datetime
) -> UUID:
    row.id, row.volunteer_id, row.kind_id, row.season_id = new_id(), person.id, kind.id, season.id
    row.face_fen, row.state, row.turn = kind.face_fen, State.HELD.value, 1
    row.taken_at, row.ends_at = now, season.use_until
    kind.taken += 1
    season.committed_fen += kind.face_fen
    session.add(row)
    trail.prove(
        Actor("volunteer", person.id, person.name),
        "coupons.take",
        "coupon",
        row.id,
        now=now,
        place_id=season.place_id,
        person_id=person.id,
        facts={"kind_id": str(kind.id), "face_fen": kind.face_fen},
    )
    session.flush()
    return row.id


def drop_of_who_left(event: VolunteerLeft) -> None:
    """Who leaves uses nothing any more: what she held is there for others."""
    ids = session.scalars(
        select(Coupon.id)
        .where(Coupon.volunteer_id == event.volunteer_id, Coupon.state == State.HELD.value)
        .order_by(Coupon.id)
    ).all()
    rows = [row for row in hold_coupons(ids).values() if row.state == State.HELD.value]
    kinds = {one: hold_kind(one) for one in sorted({row.kind_id for row in rows})}
    seasons = {one: hold_season(one) for one in sorted({row.season_id for row in rows})}
    for row in rows:
        row.state = NEXT[State.HELD, Step.DROP].value
        kinds[row.kind_id].taken -= 1
        seasons[row.season_id].committed_fen -= row.face_fen
    session.flush()


def hold_coupons(ids: Sequence[UUID]) -> dict[UUID, Coupon]:
    """Several coupons' rows, held in order, before any kind's and any season's."""
    query = (
        select(Coupon)
        .where(Coupon.id.in_(ids))
        .order_by(Coupon.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(query)}


def hold_coupon(coupon_id: UUID) -> Coupon:
    """A coupon's row, held. Raises NotFound."""
    return held_row(Coupon, coupon_id)
