"""“这不是我”: one tap on the card, and staff see it at home."""

import pytest

from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_station, a_volunteer


@pytest.mark.parametrize("page", ["/h5/card", "/h5/profile", "/h5/messages"])
def test_one_tap_signs_out_and_parts(wechat_visitor: Visitor, page: str) -> None:
    person = a_volunteer(a_station(), open_id="o-1")
    assert "这不是我" in wechat_visitor.sign_in(person).open(page).text
    assert "已经断开" in wechat_visitor.send("/h5/not-me", follow=True).text
    assert "/h5/" in wechat_visitor.open("/h5/me").location
