"""Coupons on the phone: take one, see it, show its code; a second is refused in words."""

from app.domain.coupons import seasons
from app.domain.coupons.rules import SeasonStep
from tests.domain.coupons.season import a_fair, redeemed, taken
from tests.entrypoints.resident.conftest import Visitor
from tests.world import NOON, a_centre, a_volunteer


def test_from_taking_to_the_code(visitor: Visitor) -> None:
    fair, person = a_fair(a_centre()), a_volunteer()
    page = visitor.sign_in(person).open("/h5/coupons").text
    assert "满 50 减 20" in page
    assert "还有 10 张" in page
    visitor.open(f"/h5/coupons/{fair.kind_id}")
    answer = visitor.send(f"/h5/coupons/{fair.kind_id}", nonce="a" * 32)
    shown = visitor.open(answer.location).text
    assert "已领取" in shown
    assert "老街面馆" in shown
    assert visitor.open(f"{answer.location}/code.svg").headers["X-Seconds-Left"] == "40"
    visitor.open("/h5/profile")  # a page with a form's token, as one that was opened before
    again = visitor.send(f"/h5/coupons/{fair.kind_id}", nonce="b" * 32)
    assert again.status_code == 409
    assert "每人限领 1 张" in again.text
    assert fair.kind.taken == 1


def test_an_announced_season_can_be_taken_from_the_minute_the_page_names(
    visitor: Visitor,
) -> None:
    fair = a_fair(a_centre(), running=False)
    seasons.step(fair.administrator, fair.season_id, SeasonStep.ANNOUNCE, now=NOON)
    visitor.sign_in(a_volunteer())
    assert "可领取" in visitor.open("/h5/coupons").text
    page = visitor.open(f"/h5/coupons/{fair.kind_id}").text
    assert "开始领取" not in page
    assert 'name="nonce"' in page


def test_used_it_says_where_and_shows_no_code_any_more(visitor: Visitor) -> None:
    fair, person = a_fair(a_centre()), a_volunteer()
    coupon = taken(person, fair)
    redeemed(coupon, fair.till)
    page = visitor.sign_in(person).open(f"/h5/my-coupons/{coupon}").text
    assert "老街面馆" in page
    assert "已使用" in page
    assert visitor.open(f"/h5/my-coupons/{coupon}/code.svg").status_code == 404
    stranger = visitor.sign_in(a_volunteer())
    assert stranger.open(f"/h5/my-coupons/{coupon}").status_code == 404
