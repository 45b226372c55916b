"""A merchant's phone redeems once; what it may not is refused and kept; slips are taken back."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from app.domain.coupons import against_ledger as ledger
from app.domain.coupons import correcting, counters, devices, errors, merchants, queries, redeeming
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.figures import figures
from app.domain.coupons.money_models import CouponRedemption, RefusedScan
from app.domain.places.models import Place
from app.kernel.agreement import disagreements
from app.kernel.database import session
from app.kernel.refusal import Refusal
from app.kernel.transaction import transaction
from tests import world
from tests.conftest import Counting
from tests.domain.coupons.season import SEASON, Fair, a_fair, redeemed, state, taken
from tests.world import HOUR, NOON

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def coupon(fair: Fair) -> UUID:
    return taken(world.a_volunteer(), fair)


def test_the_merchant_sees_what_the_customer_pays(fair: Fair, coupon: UUID) -> None:
    quote = redeeming.look(fair.till, coupon_code(coupon, now=NOON), 6850, now=NOON)
    assert quote.sentence == "减 20 元，顾客付 48.50 元"
    assert state(coupon) == "held"


def test_redeemed_once_whatever_is_scanned_again(fair: Fair, coupon: UUID) -> None:
    redeemed(coupon, fair.till, now=NOON + 3 * MINUTE)
    with pytest.raises(errors.UsedAlready) as again:
        redeemed(coupon, fair.another_till(), now=NOON + 9 * MINUTE)
    assert again.value.sentence == "已于 11月23日 12:03 在老街面馆核销"
    (row,) = session.scalars(select(CouponRedemption))
    assert (row.face_fen, row.spent_fen) == (2000, 6800)
    assert list(ledger.findings()) == []
    assert list(disagreements(counters.AGREEMENTS)) == []


def test_the_same_click_again_gets_the_first_answer(fair: Fair, coupon: UUID) -> None:
    quote = redeeming.look(fair.till, coupon_code(coupon, now=NOON), 6800, now=NOON)
    answers = [
        redeeming.redeem(fair.till, quote.ticket, 6800, nonce="n", now=NOON + n * MINUTE)
        for n in range(2)
    ]
    assert answers[0] == answers[1]
    assert session.scalars(select(RefusedScan)).all() == []


def test_a_nonce_is_for_one_coupon(fair: Fair, coupon: UUID) -> None:
    other = taken(world.a_volunteer(), fair)
    for one, refusal in ((coupon, None), (other, errors.NonceUsed)):
        ticket = redeeming.look(fair.till, coupon_code(one, now=NOON), 6800, now=NOON).ticket
        with pytest.raises(refusal) if refusal else nullcontext():
            redeeming.redeem(fair.till, ticket, 6800, nonce="n", now=NOON)
    _kept("nonce_used")
    assert (state(coupon), state(other)) == ("used", "held")


def _revoked(fair: Fair) -> None:
    devices.revoke(fair.administrator, fair.till.id, now=NOON)


def _stopped(fair: Fair) -> None:
    merchants.stop(fair.administrator, fair.noodles, "停业整顿", now=NOON)


@pytest.mark.parametrize(
    ("before", "code"), [(_revoked, "device_revoked"), (_stopped, "merchant_stopped")]
)
def test_who_may_no_longer_redeem_is_refused_and_it_is_kept(
    fair: Fair, coupon: UUID, before: Callable[[Fair], None], code: str
) -> None:
    before(fair)
    with pytest.raises(Refusal) as refused:
        redeemed(coupon, devices.device_behind(fair.token))
    assert refused.value.code == code
    _kept(code)


def test_other_merchant_too_little_and_too_late_are_refused_and_kept(
    fair: Fair, coupon: UUID
) -> None:
    with pytest.raises(errors.OtherMerchant):
        redeemed(coupon, fair.another_till(fair.books))
    with pytest.raises(errors.BelowMinimum):
        redeemed(coupon, fair.till, spent=4999)
    with pytest.raises(errors.Expired):
        redeemed(coupon, fair.till, now=SEASON.use_until)
    _kept("below_minimum", "expired", "other_merchant")
    assert state(coupon) == "held"


def test_before_the_days_of_use_it_waits(centre: Place) -> None:
    fair = a_fair(centre, use_from=NOON + HOUR)
    early = taken(world.a_volunteer(), fair)
    with pytest.raises(errors.NotUsableYet) as refused:
        redeemed(early, fair.till)
    assert refused.value.sentence == "这张券 11月23日 13:00 起才能用"
    _kept("not_usable_yet")
    redeemed(early, fair.till, now=NOON + HOUR)


def test_a_coupon_whose_redemption_was_corrected_is_gone(fair: Fair, coupon: UUID) -> None:
    one = redeemed(coupon, fair.till)
    correcting.correct(fair.administrator, one.redemption_id, "不是真的", now=NOON)
    with pytest.raises(errors.CouponGone) as refused:
        redeemed(coupon, fair.till, now=NOON + HOUR)
    assert refused.value.sentence == "这张券核销作废，不能使用"
    _kept("coupon_gone")


def test_codes_that_are_none_or_too_old(fair: Fair, coupon: UUID) -> None:
    late = NOON + 2 * MINUTE
    for text, refusal in (
        ("https://example.com", errors.CouponCodeNotOurs),
        (coupon_code(coupon, now=NOON), errors.CouponCodeTooOld),
    ):
        with pytest.raises(refusal):
            redeeming.look(fair.till, text, 6800, now=late)
    ticket = redeeming.look(fair.till, coupon_code(coupon, now=NOON), 6800, now=NOON).ticket
    with pytest.raises(errors.TicketTooOld):
        redeeming.redeem(fair.till, ticket, 6800, nonce="n", now=NOON + 4 * MINUTE)
    with pytest.raises(errors.CouponCodeNotOurs):  # read by another phone
        redeeming.redeem(fair.another_till(), ticket, 6800, nonce="n", now=NOON)


def _kept(*codes: str) -> None:
    rows = session.scalars(select(RefusedScan)).all()
    assert sorted(row.code for row in rows) == sorted(codes)
    assert all(row.sentence for row in rows)


def test_a_slip_is_taken_back_and_the_coupon_can_be_used_again(fair: Fair, coupon: UUID) -> None:
    first = redeemed(coupon, fair.till)
    with pytest.raises(errors.UndoElsewhere):
        redeeming.undo(fair.another_till(), first.redemption_id, now=NOON)
    redeeming.undo(fair.till, first.redemption_id, now=NOON + 15 * MINUTE)
    with pytest.raises(errors.NotUndone):
        redeeming.undo(fair.till, first.redemption_id, now=NOON + 15 * MINUTE)
    assert state(coupon) == "held"
    assert figures(fair.season_id).face_fen == 0
    redeemed(coupon, fair.till, spent=5000, now=NOON + HOUR)
    shown = figures(fair.season_id)
    assert (shown.used, shown.face_fen, shown.spent_fen) == (1, 2000, 5000)
    assert [one.count for one in shown.by_day] == [1]
    assert list(ledger.findings()) == []
    assert list(disagreements(counters.AGREEMENTS)) == []


def test_later_than_fifteen_minutes_it_is_the_staffs(fair: Fair, coupon: UUID) -> None:
    one = redeemed(coupon, fair.till)
    late = NOON + 15 * MINUTE + timedelta(seconds=1)
    with pytest.raises(errors.UndoTooLate):
        redeeming.undo(fair.till, one.redemption_id, now=late)


def test_money_is_never_changed(fair: Fair, coupon: UUID) -> None:
    redeemed(coupon, fair.till)
    row = session.scalars(select(CouponRedemption)).one()
    with pytest.raises(DatabaseError), transaction():
        row.face_fen = 1
    session.expire_all()
    assert figures(fair.season_id).face_fen == 2000


def test_her_coupon_says_when_and_where(fair: Fair) -> None:
    person = world.a_volunteer()
    redeemed(taken(person, fair), fair.till)
    (shown,) = queries.mine(person.id).items
    assert (shown.standing, shown.used_at, shown.used_where) == ("已使用", NOON, "老街面馆")


def test_to_redeem_costs_the_same_few_statements(fair: Fair, statements: Counting) -> None:
    coupon = taken(world.a_volunteer(), fair)
    ticket = redeeming.look(fair.till, coupon_code(coupon, now=NOON), 6800, now=NOON).ticket
    session.expire_all()
    with statements() as seen:
        redeeming.redeem(fair.till, ticket, 6800, nonce="n", now=NOON)
    assert len(seen) <= 8, seen
