"""Becoming a volunteer."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.people import consents, phone_codes
from app.domain.people.models import Volunteer, WeChatIdentity
from app.entrypoints.resident.births import birth_date_or_id_number
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput
from tests.entrypoints.resident.conftest import Visitor
from tests.world import NOON, a_station, a_volunteer, saved

CODE = "123456"


@pytest.fixture(autouse=True)
def _one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_codes.secrets, "randbelow", lambda _most: int(CODE))


def a_stranger(wechat_visitor: Visitor) -> WeChatIdentity:
    identity = saved(WeChatIdentity(id=new_id(), open_id="o-new", following=True, met_at=NOON))
    wechat_visitor.meet(identity)
    return identity


def filled(community_id: UUID, **changed: object) -> dict[str, object]:
    fields = {
        "name": "张桂英",
        "phone": "13800138000",
        "code": CODE,
        "community_id": str(community_id),
        "born": "19560308",
        "categories": ["社区服务"],
        "consent": "y",
        "consent_version": consents.VERSION,
    }
    return fields | changed


def send_code(phone: str = "13800138000") -> None:
    phone_codes.send_code(phone, address="1.1.1.1", now=NOON)


def test_registering_binds_the_wechat_id_and_goes_on(wechat_visitor: Visitor) -> None:
    station, identity = a_station(), a_stranger(wechat_visitor)
    page = wechat_visitor.open("/h5/register?next=/h5/check-in").text
    assert station.name.removesuffix("新时代文明实践站") in page
    send_code()
    done = wechat_visitor.send("/h5/register?next=/h5/check-in", **filled(station.id))
    assert done.location == "/h5/check-in"
    person = session.scalars(select(Volunteer)).one()
    bound = session.get_one(WeChatIdentity, identity.id, populate_existing=True)
    assert bound.volunteer_id == person.id
    assert person.birth_date == date(1956, 3, 8)


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("/h5/services", "登记一下，就能点单"),
        ("/h5/orders/new", "登记一下，就能点单"),
        ("/h5/culture/01/ticket", "登记一下，就能领票"),
        ("/h5/coupons", "登记一下，就能领券"),
        ("/h5/check-in", "注册成为志愿者"),
    ],
)
def test_who_wants_something_reads_what_she_registers_for(
    wechat_visitor: Visitor, wanted: str, title: str
) -> None:
    a_station()
    a_stranger(wechat_visitor)
    page = wechat_visitor.open(f"/h5/register?next={wanted}").text
    assert f"<h1>{title}</h1>" in page
    assert ("要不要参加志愿活动由您自己定" in page) is title.startswith("登记")


def test_without_a_page_to_go_on_to_the_number_is_shown(wechat_visitor: Visitor) -> None:
    station, _ = a_station(), a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    send_code()
    page = wechat_visitor.send("/h5/register", follow=True, **filled(station.id)).text
    assert session.scalars(select(Volunteer.number)).one() in page


def test_who_registered_before_is_bound_with_a_kind_sentence(wechat_visitor: Visitor) -> None:
    person = a_volunteer()
    a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    send_code(person.phone)
    sent = filled(person.community_id, phone=person.phone)
    page = wechat_visitor.send("/h5/register", follow=True, **sent).text
    assert "您以前注册过" in page
    assert person.number in page


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    wechat_visitor: Visitor,
) -> None:
    station, _ = a_station(), a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    send_code()
    page = wechat_visitor.send("/h5/register", **filled(station.id, born="1956年2月30日"))
    assert page.status_code == 422
    assert "born-error" in page.text
    assert 'value="13800138000"' in page.text


def test_a_wrong_code_registers_nobody(wechat_visitor: Visitor) -> None:
    station, _ = a_station(), a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    send_code()
    page = wechat_visitor.send("/h5/register", **filled(station.id, code="000000"))
    assert "code-error" in page.text
    assert session.scalars(select(Volunteer)).all() == []


def test_terms_shown_before_they_changed_must_be_agreed_to_anew(wechat_visitor: Visitor) -> None:
    station, _ = a_station(), a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    send_code()
    page = wechat_visitor.send("/h5/register", **filled(station.id, consent_version="2025-01"))
    assert "consent-error" in page.text
    assert f'value="{consents.VERSION}"' in page.text


def test_inside_wechat_the_id_is_asked_for_first(wechat_visitor: Visitor) -> None:
    assert "/h5/sign-in" in wechat_visitor.open("/h5/register").location


def test_large_type_chosen_before_registering_stays(wechat_visitor: Visitor) -> None:
    station, _ = a_station(), a_stranger(wechat_visitor)
    wechat_visitor.open("/h5/register")
    wechat_visitor.send("/h5/large-type", care="1", next="/h5/register")
    assert 'class="care"' in wechat_visitor.open("/h5/register").text
    send_code()
    wechat_visitor.send("/h5/register", **filled(station.id))
    assert session.scalars(select(Volunteer.large_type)).one() is True


@pytest.mark.parametrize("text", ["19560308", "1956-3-8", "1956年3月8日", "１９５６．０３．０８"])
def test_a_birth_date_is_read_as_people_write_it(text: str) -> None:
    assert birth_date_or_id_number(text) == (date(1956, 3, 8), None)


def test_something_long_is_taken_for_an_id_number() -> None:
    assert birth_date_or_id_number(" 37090219560308002X ") == (None, "37090219560308002X")


@pytest.mark.parametrize("text", ["195638x", "1956", "19561308", "三月八日"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="19560308"):
        birth_date_or_id_number(text)
