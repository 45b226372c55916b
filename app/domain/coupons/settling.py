"""Settle with a merchant: one prepares the sheet, another confirms it, then it is paid.

Lines are only added: a sheet that is dropped gets an opposing line for each of its own, and its
coupons wait for the next.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.audit import trail
from app.domain.coupons import errors, rules
from app.domain.coupons.models import Coupon, Merchant
from app.domain.coupons.money import yuan
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement, SettlementLine
from app.domain.coupons.on_paper import fingerprint
from app.domain.coupons.rules import (
    NEXT,
    NEXT_SETTLEMENT,
    Settlement,
    SettlementStep,
    State,
    Step,
)
from app.domain.coupons.taking import hold_coupons
from app.kernel.calendar import end_of_day, local_date, start_of_day
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from app.kernel.rows import held_row, row_with
from app.kernel.transaction import transaction


def prepare(
    staff: Staff, merchant_id: UUID, first_day: date, last_day: date, *, now: datetime
) -> UUID:
    """All that a merchant redeemed in these days and that stands in no sheet."""
    merchant = _merchant(staff, merchant_id)
    if last_day < first_day:
        raise BadInput(field="last_day", problem="不能早于开始的日期")
    if last_day >= local_date(now):
        raise errors.PeriodNotOver
    with transaction():
        found = _open_redemptions(merchant_id, first_day, last_day)
        coupons = hold_coupons([one.coupon_id for one in found])
        rows = [one for one in found if _waits(coupons[one.coupon_id], one)]
        if not rows:
            raise errors.NothingToSettle
        sheet = CouponSettlement(
            id=new_id(),
            merchant_id=merchant_id,
            first_day=first_day,
            last_day=last_day,
            state=Settlement.PREPARED.value,
            count=len(rows),
            face_fen=sum(one.face_fen for one in rows),
            spent_fen=sum(one.spent_fen for one in rows),
            prepared_by_id=staff.id,
            prepared_at=now,
        )
        session.add(sheet)
        session.flush()
        _add_lines(sheet, rows)
        for one in rows:
            coupons[one.coupon_id].state = NEXT[State.USED, Step.SETTLE].value
        note(staff, sheet, merchant.place_id, "prepare", now=now)
        session.flush()
    return sheet.id


def confirm(staff: Staff, settlement_id: UUID, *, now: datetime) -> None:
    """By another person than who prepared it; its fingerprint goes into the ledger."""
    with transaction():
        sheet, merchant = hold_settlement(staff, settlement_id)
        _step(sheet, SettlementStep.CONFIRM)
        if sheet.prepared_by_id in accounts_of(staff):
            raise errors.PreparedByYou
        sheet.confirmed_by_id, sheet.confirmed_at = staff.id, now
        proven = fingerprint(settlement_id)
        note(staff, sheet, merchant.place_id, "confirm", now=now, sha256=proven)


def mark_paid(
    staff: Staff, settlement_id: UUID, *, paid_on: date, voucher: str, now: datetime
) -> None:
    """The money has gone, on that day under that voucher's number."""
    if not 1 <= len(voucher.strip()) <= rules.VOUCHER_MOST:
        raise BadInput(field="voucher", problem=f"请填写付款凭证号，最多 {rules.VOUCHER_MOST} 个字")
    if paid_on > local_date(now):
        raise BadInput(field="paid_on", problem="付款日期不能晚于今天")
    with transaction():
        sheet, merchant = hold_settlement(staff, settlement_id)
        _step(sheet, SettlementStep.PAY)
        if sheet.confirmed_at is not None and paid_on < local_date(sheet.confirmed_at):
            raise BadInput(field="paid_on", problem="付款日期不能早于确认的日期")
        sheet.paid_on, sheet.voucher, sheet.paid_by_id = paid_on, voucher.strip(), staff.id
        note(staff, sheet, merchant.place_id, "pay", now=now, voucher=sheet.voucher)


def drop(staff: Staff, settlement_id: UUID, reason: str, *, now: datetime) -> None:
    """It was wrong and nobody has confirmed it: its coupons wait again."""
    if refusal := rules.why_not_this_reason(reason):
        raise refusal
    with transaction():
        lines = _lines(settlement_id)
        redemptions = {
            one.id: one.coupon_id
            for one in session.scalars(
                select(CouponRedemption).where(
                    CouponRedemption.id.in_([line.redemption_id for line in lines])
                )
            )
        }
        coupons = hold_coupons(list(redemptions.values()))
        sheet, merchant = hold_settlement(staff, settlement_id)
        if sheet.corrects_id is not None:
            raise errors.CorrectionStays
        _step(sheet, SettlementStep.DROP)
        sheet.ended_at, sheet.reason = now, reason.strip()
        for line in lines:
            coupons[redemptions[line.redemption_id]].state = NEXT[
                State.SETTLED, Step.UNSETTLE
            ].value
            session.add(opposing_line(line, settlement_id))
        note(staff, sheet, merchant.place_id, "drop", now=now, reason=reason.strip())
        session.flush()


def note_export(staff: Staff, settlement_id: UUID, *, now: datetime) -> None:
    """Who takes a sheet out as a table is kept."""
    with transaction():
        sheet, merchant = hold_settlement(staff, settlement_id)
        note(staff, sheet, merchant.place_id, "export", now=now)


def opposing_line(line: SettlementLine, settlement_id: UUID) -> SettlementLine:
    """The opposite of a line, in the same sheet or in one that corrects it."""
    return SettlementLine(
        settlement_id=settlement_id,
        redemption_id=line.redemption_id,
        turn=line.turn,
        opposing=True,
        face_fen=-line.face_fen,
        spent_fen=-line.spent_fen,
    )


def hold_settlement(staff: Staff, settlement_id: UUID) -> tuple[CouponSettlement, Merchant]:
    """A sheet's row, held, that she may settle; raises NotFound."""
    sheet = held_row(CouponSettlement, settlement_id)
    return sheet, _merchant(staff, sheet.merchant_id)


def _merchant(staff: Staff, merchant_id: UUID) -> Merchant:
    merchant = row_with(Merchant, merchant_id)
    staff.require(Permission.COUPONS_SETTLE, merchant.place_path)
    return merchant


def _step(sheet: CouponSettlement, what: SettlementStep) -> None:
    state = Settlement(sheet.state)
    if refusal := rules.why_not_settlement(state, what):
        raise refusal
    sheet.state = NEXT_SETTLEMENT[state, what].value


def _open_redemptions(
    merchant_id: UUID, first_day: date, last_day: date
) -> Sequence[CouponRedemption]:
    query = (
        select(CouponRedemption)
        .join(Coupon, Coupon.id == CouponRedemption.coupon_id)
        .where(
            CouponRedemption.merchant_id == merchant_id,
            CouponRedemption.opposing.is_(False),
            CouponRedemption.at >= start_of_day(first_day),
            CouponRedemption.at < end_of_day(last_day),
            Coupon.state == State.USED.value,
            Coupon.turn == CouponRedemption.turn,
        )
        .order_by(CouponRedemption.at, CouponRedemption.id)
    )
    return session.scalars(query).all()


def _waits(coupon: Coupon, row: CouponRedemption) -> bool:
    """Seen again under its lock: nobody took it into another sheet or back meanwhile."""
    return coupon.state == State.USED.value and coupon.turn == row.turn


def _lines(settlement_id: UUID) -> Sequence[SettlementLine]:
    query = select(SettlementLine).where(
        SettlementLine.settlement_id == settlement_id, SettlementLine.opposing.is_(False)
    )
    return session.scalars(query).all()


def _add_lines(sheet: CouponSettlement, rows: Sequence[CouponRedemption]) -> None:
    counted = session.execute(
        select(SettlementLine.redemption_id, func.max(SettlementLine.turn))
        .where(SettlementLine.redemption_id.in_([one.id for one in rows]))
        .group_by(SettlementLine.redemption_id)
    )
    turns = {one[0]: int(one[1]) for one in counted}
    session.add_all(
        SettlementLine(
            settlement_id=sheet.id,
            redemption_id=one.id,
            turn=turns.get(one.id, 0) + 1,
            opposing=False,
            face_fen=one.face_fen,
            spent_fen=one.spent_fen,
        )
        for one in rows
    )


def note(
    staff: Staff,
    sheet: CouponSettlement,
    place_id: UUID,
    word: str,
    *,
    now: datetime,
    sha256: str = "",
    **detail: object,
) -> None:
    """One decision on a sheet, in the trail, with its sums; confirmed, with its fingerprint."""
    facts = {"count": sheet.count, "face_fen": sheet.face_fen, "spent_fen": sheet.spent_fen}
    trail.prove(
        staff.actor,
        f"coupon_settlement.{word}",
        "coupon_settlement",
        sheet.id,
        now=now,
        place_id=place_id,
        facts={**facts, **({"sha256": sha256} if sha256 else {})},
        detail={"amount": f"{yuan(sheet.face_fen)} 元", "count": sheet.count, **detail},
    )
