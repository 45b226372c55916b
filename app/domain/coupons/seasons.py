"""Plan a season, announce it, pause it, and let the clock open and end it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, cast, func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.coupons import errors, rules
from app.domain.coupons.models import CouponKind, CouponSeason, KindMerchant
from app.domain.coupons.money import yuan
from app.domain.coupons.rules import (
    NEXT_SEASON,
    Season,
    SeasonFacts,
    SeasonStep,
)
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.rows import held_row
from app.kernel.transaction import transaction

_DUE = {
    SeasonStep.OPEN: (CouponSeason.state == Season.ANNOUNCED.value, CouponSeason.take_from),
    SeasonStep.END: (
        CouponSeason.state.in_([Season.OPEN.value, Season.PAUSED.value]),
        CouponSeason.use_until,
    ),
}


def plan(staff: Staff, place_id: UUID, facts: SeasonFacts, *, now: datetime) -> UUID:
    """A draft that nobody outside sees."""
    place = places.place(place_id, within=staff.scope)
    staff.require(Permission.COUPONS_MANAGE, place.path)
    if refusal := rules.why_not_this_season(facts):
        raise refusal
    with transaction():
        row = CouponSeason(
            id=new_id(),
            place_id=place.id,
            place_path=place.path,
            state=Season.DRAFT.value,
            created_by_id=staff.id,
            created_at=now,
        )
        _describe(row, facts)
        session.add(row)
        note(staff.actor, row, "plan", now=now)
    return row.id


def change(staff: Staff, season_id: UUID, facts: SeasonFacts, *, now: datetime) -> None:
    """While it is a draft, all of it; afterwards its words, a larger budget, and later ends."""
    if refusal := rules.why_not_this_season(facts):
        raise refusal
    with transaction():
        row = hold_season(season_id)
        staff.require(Permission.COUPONS_MANAGE, row.place_path)
        if refusal := rules.why_not_change_season(Season(row.state), facts_of(row), facts):
            raise refusal
        _describe(row, facts)
        if _leaves_a_kind_outside(row):
            raise BadInput(
                field="take_until",
                problem="有券种的领取时间不在其中；请先放宽领取期，改好券种后再收紧",
            )
        if refusal := why_not_afford(row):
            raise refusal
        note(staff.actor, row, "change", now=now, budget_fen=row.budget_fen)


def step(staff: Staff, season_id: UUID, what: SeasonStep, *, now: datetime) -> None:
    """Announce, pause, go on, or drop. The clock's own steps are refused."""
    with transaction():
        row = hold_season(season_id)
        staff.require(Permission.COUPONS_MANAGE, row.place_path)
        brought_up(row, now=now)
        state = Season(row.state)
        if what in _DUE:
            raise errors.SeasonNotLikeThis(standing=rules.SEASON_TITLES[state])
        if refusal := rules.why_not_season(state, what):
            raise refusal
        if what is SeasonStep.ANNOUNCE and _lacks_something(row):
            raise errors.NothingToAnnounce
        row.state = NEXT_SEASON[state, what].value
        note(staff.actor, row, what.value, now=now)


def advance(*, now: datetime) -> int:
    """Open what has been announced and end what is over; how many seasons were moved."""
    return sum(_advance(what, now) for what in _DUE)


def brought_up(row: CouponSeason, *, now: datetime) -> None:
    """A held season that has begun is open from that moment, not from the worker's next round."""
    after = NEXT_SEASON.get((Season(row.state), SeasonStep.OPEN))
    if after is not None and row.take_from <= now:
        row.state = after.value
        note(SYSTEM, row, SeasonStep.OPEN.value, now=now)


def _advance(what: SeasonStep, now: datetime) -> int:
    state, moment = _DUE[what]
    due = session.scalars(select(CouponSeason.id).where(state, moment <= now).limit(50)).all()
    for season_id in due:
        with transaction():
            row = hold_season(season_id)
            after = NEXT_SEASON.get((Season(row.state), what))
            if after is not None:
                row.state = after.value
                note(SYSTEM, row, what.value, now=now)
    return len(due)


def _lacks_something(row: CouponSeason) -> bool:
    """No kind, or one that no merchant takes."""
    kinds = select(CouponKind.id).where(CouponKind.season_id == row.id)
    accepted = select(KindMerchant.kind_id).where(KindMerchant.kind_id == CouponKind.id).exists()
    count = session.scalar(select(func.count()).select_from(kinds.subquery())) or 0
    bare = session.scalar(kinds.where(~accepted).limit(1))
    return count == 0 or bare is not None


def _leaves_a_kind_outside(row: CouponSeason) -> bool:
    outside = (CouponKind.take_from < row.take_from) | (CouponKind.take_until > row.take_until)
    query = select(CouponKind.id).where(CouponKind.season_id == row.id, outside).limit(1)
    return session.scalar(query) is not None


def why_not_afford(row: CouponSeason) -> errors.OverBudget | None:
    """All coupons of all kinds, were they taken, stay within the budget."""
    face_fen = cast(CouponKind.face_fen, BigInteger)  # 1,000 yuan a million times: beyond int4
    planned = func.coalesce(func.sum(face_fen * CouponKind.total), 0)
    total = session.scalar(select(planned).where(CouponKind.season_id == row.id)) or 0
    if total <= row.budget_fen:
        return None
    return errors.OverBudget(sum=yuan(int(total)), budget=yuan(row.budget_fen))


def hold_season(season_id: UUID) -> CouponSeason:
    """A season's row, held; the last lock of all. Raises NotFound."""
    return held_row(CouponSeason, season_id)


def facts_of(row: CouponSeason) -> SeasonFacts:
    """A row as the rules see it."""
    return SeasonFacts(
        title=row.title,
        organiser=row.organiser,
        about=row.about,
        take_from=row.take_from,
        take_until=row.take_until,
        use_from=row.use_from,
        use_until=row.use_until,
        budget_fen=row.budget_fen,
    )


def _describe(row: CouponSeason, facts: SeasonFacts) -> None:
    row.title, row.organiser, row.about = facts.title, facts.organiser, facts.about
    row.take_from, row.take_until = facts.take_from, facts.take_until
    row.use_from, row.use_until = facts.use_from, facts.use_until
    row.budget_fen = facts.budget_fen


def note(by: Actor, row: CouponSeason, word: str, *, now: datetime, **detail: object) -> None:
    """One decision on a season, in the trail."""
    trail.record(
        by,
        f"coupons.{word}",
        "coupon_season",
        row.id,
        now=now,
        place_id=row.place_id,
        name=row.title,
        **detail,
    )
