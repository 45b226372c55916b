"""Staff take a redemption back: an opposing row, and an opposing sheet where it was settled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.coupons import errors, rules, settling
from app.domain.coupons.models import Merchant
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement, SettlementLine
from app.domain.coupons.proving import prove_redemption
from app.domain.coupons.redeeming import opposite
from app.domain.coupons.rules import NEXT, Settlement, State, Step
from app.domain.coupons.taking import hold_coupon
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.rows import row_with
from app.kernel.transaction import transaction


def correct(staff: Staff, redemption_id: UUID, reason: str, *, now: datetime) -> UUID | None:
    """It does not count and is not paid; the sheet that takes the money back, where it was settled.

    That sheet is prepared by her and confirmed by another, as every sheet.
    """
    if refusal := rules.why_not_this_reason(reason):
        raise refusal
    reason = reason.strip()
    with transaction():
        found, merchant = _redemption(redemption_id)
        staff.require(Permission.COUPONS_SETTLE, merchant.place_path)
        coupon = hold_coupon(found.coupon_id)
        state = State(coupon.state)
        after = NEXT.get((state, Step.CORRECT))
        if found.opposing or after is None or coupon.turn != found.turn:
            raise errors.NotCorrected
        settled = state is State.SETTLED
        sheet = _sheet_against(staff, found, reason, now=now) if settled else None
        coupon.state = after.value
        row = opposite(found, "corrected", now=now)
        prove_redemption(row, by=staff.actor, place_id=merchant.place_id, reason=reason)
        session.add(row)
        if sheet is not None:
            settling.note(staff, sheet, merchant.place_id, "correct", now=now, reason=reason)
        session.flush()
    return sheet.id if sheet else None


def _redemption(redemption_id: UUID) -> tuple[CouponRedemption, Merchant]:
    found = row_with(CouponRedemption, redemption_id)
    return found, session.get_one(Merchant, found.merchant_id)


def _sheet_against(
    staff: Staff, found: CouponRedemption, reason: str, *, now: datetime
) -> CouponSettlement:
    line = session.scalars(
        select(SettlementLine)
        .where(SettlementLine.redemption_id == found.id, SettlementLine.opposing.is_(False))
        .order_by(SettlementLine.turn.desc())
        .limit(1)
    ).one()
    before, _ = settling.hold_settlement(staff, line.settlement_id)
    if before.state == Settlement.PREPARED.value:
        raise errors.SettlementOpen
    sheet = CouponSettlement(
        id=new_id(),
        merchant_id=found.merchant_id,
        corrects_id=before.id,
        first_day=before.first_day,
        last_day=before.last_day,
        state=Settlement.PREPARED.value,
        count=-1,
        face_fen=-line.face_fen,
        spent_fen=-line.spent_fen,
        prepared_by_id=staff.id,
        prepared_at=now,
        reason=reason,
    )
    session.add(sheet)
    session.flush()
    session.add(settling.opposing_line(line, sheet.id))
    return sheet
