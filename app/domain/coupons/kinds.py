"""The kinds of coupons of a season, and which merchants accept each."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.coupons import errors, rules
from app.domain.coupons.models import CouponKind, CouponSeason, KindMerchant, Merchant
from app.domain.coupons.rules import KindFacts, Season
from app.domain.coupons.seasons import facts_of, hold_season, note, why_not_afford
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.rows import held_row
from app.kernel.transaction import transaction

CHANGEABLE = (Season.DRAFT, Season.ANNOUNCED, Season.OPEN, Season.PAUSED)


def add_kind(
    staff: Staff, season_id: UUID, facts: KindFacts, merchants: Collection[UUID], *, now: datetime
) -> UUID:
    """One more kind; what people may have already is not touched by it."""
    with transaction():
        season = _held(staff, season_id)
        if refusal := rules.why_not_this_kind(facts, facts_of(season)):
            raise refusal
        row = CouponKind(id=new_id(), season_id=season.id, taken=0)
        _describe(row, facts)
        session.add(row)
        session.flush()
        _afford_and_accept(season, row, merchants)
        note(staff.actor, season, "add_kind", now=now, terms=facts.terms, total=facts.total)
    return row.id


def change_kind(
    staff: Staff, kind_id: UUID, facts: KindFacts, merchants: Collection[UUID], *, now: datetime
) -> None:
    """What was promised stays: face, minimum and limit, the days, and the merchants on coupons."""
    season_id = session.scalar(select(CouponKind.season_id).where(CouponKind.id == kind_id))
    if season_id is None:
        raise NotFound
    with transaction():
        row = hold_kind(kind_id)
        season = _held(staff, season_id)
        if refusal := rules.why_not_this_kind(facts, facts_of(season)):
            raise refusal
        state = Season(season.state)
        if refusal := why_not_change_kind(state, kind_facts(row), facts):
            raise refusal
        if facts.total < row.taken:
            raise errors.FewerThanTaken(taken=row.taken)
        _describe(row, facts)
        session.flush()
        _afford_and_accept(season, row, merchants)
        note(staff.actor, season, "change_kind", now=now, terms=facts.terms, total=facts.total)


def why_not_change_kind(state: Season, before: KindFacts, after: KindFacts) -> Refusal | None:
    """What was announced keeps its terms, and is taken no later and no shorter than was said."""
    if state is Season.DRAFT:
        return None
    promised = (before.face_fen, before.minimum_fen, before.limit_each)
    if promised != (after.face_fen, after.minimum_fen, after.limit_each):
        return errors.AlreadyPromised()
    if after.take_from > before.take_from or after.take_until < before.take_until:
        return BadInput(field="take_until", problem="已经发布，领取期只能延长")
    return None


def _held(staff: Staff, season_id: UUID) -> CouponSeason:
    season = hold_season(season_id)
    staff.require(Permission.COUPONS_MANAGE, season.place_path)
    if Season(season.state) not in CHANGEABLE:
        raise errors.SeasonNotLikeThis(standing=rules.SEASON_TITLES[Season(season.state)])
    return season


def _afford_and_accept(season: CouponSeason, row: CouponKind, merchants: Collection[UUID]) -> None:
    if refusal := why_not_afford(season):
        raise refusal
    before = accepted_by(row.id)
    its_own = Merchant.place_path.startswith(season.place_path) | Merchant.id.in_(before)
    there = set(session.scalars(select(Merchant.id).where(Merchant.id.in_(merchants), its_own)))
    if not there:
        raise BadInput(field="merchants", problem="请至少选一家可用的商户")
    if season.state != Season.DRAFT.value and not before <= there:
        raise BadInput(
            field="merchants", problem="已经发布，券上写着的商户不能去掉；不再受理的，请停用商户"
        )
    session.execute(delete(KindMerchant).where(KindMerchant.kind_id == row.id))
    session.add_all(KindMerchant(kind_id=row.id, merchant_id=one) for one in sorted(there))


def accepted_by(kind_id: UUID) -> set[UUID]:
    """The merchants a kind names, those that have stopped, too."""
    query = select(KindMerchant.merchant_id).where(KindMerchant.kind_id == kind_id)
    return set(session.scalars(query))


def hold_kind(kind_id: UUID) -> CouponKind:
    """A kind's row, held, before its season's. Raises NotFound."""
    return held_row(CouponKind, kind_id)


def kind_facts(row: CouponKind) -> KindFacts:
    """A row as the rules see it."""
    return KindFacts(
        title=row.title,
        face_fen=row.face_fen,
        minimum_fen=row.minimum_fen,
        total=row.total,
        limit_each=row.limit_each,
        take_from=row.take_from,
        take_until=row.take_until,
    )


def _describe(row: CouponKind, facts: KindFacts) -> None:
    row.title, row.face_fen, row.minimum_fen = facts.title, facts.face_fen, facts.minimum_fen
    row.total, row.limit_each = facts.total, facts.limit_each
    row.take_from, row.take_until = facts.take_from, facts.take_until
