"""A stranger whose phone somebody registered: proven by a code, parted, answered by a link."""

import pytest

from app.domain import reactions
from app.domain.people import phone_codes
from app.domain.people.models import Denial
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_station, a_volunteer

PAGE, ACCOUNTS, CODE = "/h5/not-me/phone", "/h5/not-me/accounts", "123456"
UNKNOWN = "13900008888"


@pytest.fixture(autouse=True)
def codes(monkeypatch: pytest.MonkeyPatch) -> None:
    reactions.connect()
    monkeypatch.setattr(phone_codes.secrets, "randbelow", lambda _most: int(CODE))


def proven(visitor: Visitor, phone: str) -> str:
    """What she reads once the code has come."""
    phone_codes.send_code(phone, address="1.1.1.1", now=NOON)
    visitor.open(PAGE)
    return visitor.send(PAGE, phone=phone, code=CODE, follow=True).text


def test_from_the_complaint_page_a_stranger_parts_her_number(visitor: Visitor) -> None:
    person = a_volunteer(a_station(), name="张桂英")
    phone = person.phone
    assert PAGE in visitor.open("/h5/complaints/new").text
    shown = proven(visitor, phone)
    assert "张**" in shown
    assert "张桂英" not in shown
    told = visitor.send(ACCOUNTS, volunteer_id=str(person.id), follow=True)
    assert told.request.path.startswith("/complaints/")
    assert "已经断开" in told.text
    assert session.query(Denial).one().phone == phone
    assert "没有账号用您的手机号" in visitor.open(ACCOUNTS).text
    assert visitor.send(ACCOUNTS, volunteer_id=str(person.id)).status_code == 404


def test_before_the_code_a_registered_phone_is_answered_like_any_other(visitor: Visitor) -> None:
    known = a_volunteer(a_station()).phone
    said = []
    for phone in (known, UNKNOWN):
        visitor.open(PAGE)
        sent = visitor.send(PAGE, phone=phone, code="000000")
        said.append((sent.status_code, sent.text.replace(phone, "")))
        assert visitor.open(ACCOUNTS).location == PAGE
    assert said[0][0] == said[1][0]
    assert [("验证码" in text, "没有账号" in text) for _, text in said] == [(True, False)] * 2
    assert "没有账号用您的手机号" in proven(visitor, UNKNOWN)
