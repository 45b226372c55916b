"""Asking to hear of new activities, changing it, and stopping in one tap."""

from app.domain.activities import suggestion_wishes
from app.domain.activities.suggestion_rules import Wish
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_volunteer

FORM = {
    "categories": ["社区服务"],
    "reach": "km3",
    "most_a_week": "2",
    "quiet_from": "21",
    "quiet_until": "7",
}


def test_it_is_off_switched_on_as_chosen_and_off_in_one_tap(visitor: Visitor) -> None:
    person = a_volunteer()
    me = visitor.sign_in(person)
    assert "/h5/suggestions" in me.open("/h5/me").text
    assert "没有打开" in me.open("/h5/suggestions").text
    assert me.send("/h5/suggestions", **{**FORM, "reach": "moon"}).status_code == 422
    assert "已打开" in me.send("/h5/suggestions", follow=True, **FORM).text
    wish = Wish(("社区服务",), "km3", 2, 21, 7)
    assert suggestion_wishes.wish_of(person.id) == wish
    assert "新活动提醒" in me.open("/h5/consents").text  # where it can be withdrawn, too
    me.open("/h5/suggestions")
    assert "没有打开" in me.send("/h5/suggestions/stop", follow=True).text
    assert suggestion_wishes.wish_of(person.id) is None
    assert "新活动提醒" not in me.open("/h5/consents").text
