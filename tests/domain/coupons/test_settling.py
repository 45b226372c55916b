"""One prepares a sheet, another confirms it; a coupon stands in one; what was wrong is opposed."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.coupons import (
    correcting,
    counters,
    errors,
    merchants,
    on_paper,
    settlement_queries,
    settling,
)
from app.domain.coupons.codes import redemption_number
from app.domain.coupons.figures import figures
from app.domain.coupons.money_models import CouponSettlement, SettlementLine
from app.domain.coupons.rules import Settlement
from app.domain.places.models import Place
from app.domain.places.scope import EVERYWHERE
from app.kernel.agreement import disagreements
from app.kernel.database import session
from app.kernel.refusal import BadInput
from tests import world
from tests.domain.coupons.season import NOODLES, Fair, redeemed, state, taken
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 11, 23)
LATER = NOON + timedelta(days=8)
PAID = date(2026, 12, 1)


def prepared(fair: Fair, *, last_day: date = TODAY) -> UUID:
    return settling.prepare(fair.administrator, fair.noodles, TODAY, last_day, now=LATER)


def reasons(action: str) -> list[str]:
    """Why, as the trail keeps it: among the words that can be erased."""
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all()
    assert all("reason" not in one.facts for one in entries)
    return [one.told.detail["reason"] for one in entries if one.told]


def agreed() -> None:
    assert list(disagreements(counters.AGREEMENTS)) == []


def test_from_the_sheet_to_the_money(fair: Fair, colleague: Staff) -> None:
    coupon = taken(world.a_volunteer(), fair)
    redeemed(coupon, fair.till)
    sheet = prepared(fair)
    with pytest.raises(errors.PreparedByYou):
        settling.confirm(fair.administrator, sheet, now=LATER)
    with pytest.raises(errors.SettlementNotLikeThis):
        settling.mark_paid(colleague, sheet, paid_on=TODAY, voucher="P-1", now=LATER)
    assert settlement_queries.count_to_confirm(EVERYWHERE, not_by=[colleague.id]) == 1
    settling.confirm(colleague, sheet, now=LATER)
    settling.mark_paid(colleague, sheet, paid_on=PAID, voucher="P-1", now=LATER)
    shown = settlement_queries.settlement(sheet, EVERYWHERE)
    assert (shown.state, shown.count, shown.face_fen) == (Settlement.PAID, 1, 2000)
    assert (shown.spent_fen, shown.voucher, shown.confirmed_by) == (6800, "P-1", "刘敏")
    (line,) = settlement_queries.lines(sheet)
    assert (line.face_fen, line.spent_fen) == (2000, 6800)
    agreed()


def test_a_second_account_of_hers_is_not_another_person(fair: Fair, centre: Place) -> None:
    redeemed(taken(world.a_volunteer(), fair), fair.till)
    sheet = prepared(fair)
    phone = fair.administrator.phone
    second = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="李主任二", phone=phone)
    with pytest.raises(errors.PreparedByYou):
        settling.confirm(second, sheet, now=LATER)


def test_a_confirmed_sheet_goes_on_paper_and_what_changes_after_is_seen(
    fair: Fair, colleague: Staff
) -> None:
    one = redeemed(taken(world.a_volunteer(), fair), fair.till)
    sheet = prepared(fair)
    with pytest.raises(errors.NotConfirmedYet):
        on_paper.sheet_on_paper(sheet)
    assert settlement_queries.settlements_of(fair.noodles) == []
    settling.confirm(colleague, sheet, now=LATER)
    found = on_paper.sheet_with(on_paper.code_of(sheet))
    assert found.seasons == ("文化惠民消费季（高新区新时代文明实践中心）",)
    (kind,) = found.kinds
    assert (kind.terms, kind.count, kind.face_fen, kind.spent_fen) == ("满 50 减 20", 1, 2000, 6800)
    assert [row.number for row in found.rows] == [redemption_number(one.redemption_id)]
    assert found.proof.confirmed == found.proof.now
    assert [view.id for view in settlement_queries.settlements_of(fair.noodles)] == [sheet]
    assert settlement_queries.settlements_of(fair.books) == []
    session.get_one(CouponSettlement, sheet).face_fen = 9900
    session.commit()
    assert not on_paper.sheet_on_paper(sheet).proof.holds


def test_a_sheets_sums_may_be_larger_than_an_integer_of_32_bits(fair: Fair) -> None:
    redeemed(taken(world.a_volunteer(), fair), fair.till)
    sheet = session.get_one(CouponSettlement, prepared(fair))
    sheet.spent_fen = 10_000_000 * 300
    session.commit()
    assert settlement_queries.settlement(sheet.id, EVERYWHERE).spent_fen == 3_000_000_000


def test_nothing_is_paid_before_it_was_confirmed(fair: Fair, colleague: Staff) -> None:
    redeemed(taken(world.a_volunteer(), fair), fair.till)
    sheet = prepared(fair)
    settling.confirm(colleague, sheet, now=LATER)
    for day in (PAID - timedelta(days=1), PAID + timedelta(days=1)):
        with pytest.raises(BadInput) as refused:
            settling.mark_paid(colleague, sheet, paid_on=day, voucher="P-1", now=LATER)
        assert refused.value.field == "paid_on"
    assert settlement_queries.settlement(sheet, EVERYWHERE).state is Settlement.CONFIRMED


def test_the_trail_says_that_an_account_changed_and_no_digit_of_it(fair: Fair) -> None:
    for facts in (
        replace(NOODLES, account_number=None, address="阳光路 9 号"),
        replace(NOODLES, account_number="6222000011113333"),
    ):
        merchants.change_merchant(fair.administrator, fair.noodles, facts, now=NOON)
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "merchant.change").order_by(AuditEntry.id)
    )
    details = [one.told.detail for one in entries if one.told]
    assert details == [{"name": "老街面馆"}, {"name": "老街面馆", "account_changed": True}]


def test_a_coupon_stands_in_one_sheet(fair: Fair) -> None:
    redeemed(taken(world.a_volunteer(), fair), fair.till)
    prepared(fair)
    with pytest.raises(errors.NothingToSettle):
        prepared(fair, last_day=TODAY + timedelta(days=1))
    with pytest.raises(errors.PeriodNotOver):
        prepared(fair, last_day=date(2026, 12, 1))


def test_a_sheet_that_is_dropped_leaves_its_coupons_for_the_next(fair: Fair) -> None:
    coupon = taken(world.a_volunteer(), fair)
    redeemed(coupon, fair.till)
    settling.drop(fair.administrator, prepared(fair), "日期填错了", now=LATER)
    assert state(coupon) == "used"
    agreed()
    prepared(fair)
    assert state(coupon) == "settled"
    agreed()


def test_what_was_paid_wrongly_is_opposed_by_a_sheet_that_another_confirms(
    fair: Fair, colleague: Staff
) -> None:
    coupon = taken(world.a_volunteer(), fair)
    redemption = redeemed(coupon, fair.till).redemption_id
    sheet = prepared(fair)
    with pytest.raises(errors.SettlementOpen):
        correcting.correct(fair.administrator, redemption, "不是真的", now=LATER)
    settling.confirm(colleague, sheet, now=LATER)
    against = correcting.correct(fair.administrator, redemption, "不是真的", now=LATER)
    assert against is not None
    shown = settlement_queries.settlement(against, EVERYWHERE)
    assert (shown.count, shown.face_fen, shown.spent_fen) == (-1, -2000, -6800)
    assert (shown.reason, reasons("coupon.corrected")) == ("不是真的", ["不是真的"])
    with pytest.raises(errors.CorrectionStays):
        settling.drop(colleague, against, "再想想", now=LATER)
    settling.confirm(colleague, against, now=LATER)
    with pytest.raises(errors.NotCorrected):
        correcting.correct(fair.administrator, redemption, "又一次", now=LATER)
    (kind,) = on_paper.sheet_on_paper(against).kinds
    assert (kind.count, kind.face_fen) == (-1, -2000)
    assert state(coupon) == "void"
    assert figures(fair.season_id).face_fen == 0
    assert session.scalar(select(func.sum(SettlementLine.face_fen))) == 0
    agreed()


def test_what_was_not_settled_is_corrected_without_a_sheet(fair: Fair) -> None:
    one = redeemed(taken(world.a_volunteer(), fair), fair.till)
    assert correcting.correct(fair.administrator, one.redemption_id, "重复", now=LATER) is None
    assert reasons("coupon.corrected") == ["重复"]
    with pytest.raises(errors.NothingToSettle):
        prepared(fair)


@pytest.mark.parametrize("written", ["13500000001", "135-0000-0001"])
def test_flags_stand_beside_the_lines_and_refuse_nothing(fair: Fair, written: str) -> None:
    facts = replace(NOODLES, contact_phone=written)
    merchants.change_merchant(fair.administrator, fair.noodles, facts, now=NOON)
    owner = world.a_volunteer()
    session.get_one(type(owner), owner.id).phone = "13500000001"
    session.commit()
    redeemed(taken(owner, fair), fair.till)
    (line,) = settlement_queries.lines(prepared(fair))
    assert [flag.value for flag in line.flags] == ["contact"]
