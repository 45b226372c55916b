"""The resident's own pages: card, hours, messages, profile, account."""

from datetime import timedelta

from sqlalchemy import select

from app.domain.access.rules import Role
from app.domain.hours.back_fill_decisions import confirm
from app.domain.hours.models import HourRecord
from app.domain.people import phone_codes
from app.domain.people.card import holder_of
from app.domain.people.models import Volunteer, WeChatIdentity
from app.domain.places.models import Place
from app.entrypoints.resident import card as card_page
from app.kernel.database import session
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.entrypoints.resident.conftest import Visitor
from tests.world import (
    NOON,
    Attendance,
    a_pending_record,
    a_station,
    a_volunteer,
    an_approved_record,
    an_office,
    saved,
    staff,
)


def test_the_card_shows_name_number_and_a_code_of_ones_own(
    visitor: Visitor, monkeypatch: "object"
) -> None:
    person = a_volunteer()
    page = visitor.sign_in(person).open("/h5/card").text
    assert person.name in page
    assert person.number in page
    drawn: list[str] = []
    monkeypatch.setattr(card_page, "svg", lambda text: drawn.append(text) or "<svg/>")  # type: ignore[attr-defined]
    picture = visitor.open("/h5/card.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["X-Seconds-Left"] == "40"
    assert holder_of(drawn[0], now=NOON) == person.id


def test_me_shows_who_i_am_and_my_sums(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    an_approved_record(person, station)
    page = visitor.sign_in(person).open("/h5/me").text
    assert person.number in page
    assert "2 小时" in page


def test_a_day_that_has_passed_is_not_promised(visitor: Visitor) -> None:
    person = a_volunteer()
    late = a_pending_record(person, a_station(), due_on=NOON.date() - timedelta(days=1))
    page = visitor.sign_in(person).open(f"/h5/hours/{late.id}").text
    assert "前会有结果" not in page
    assert "已超过答复期限" in page


def test_what_was_typed_in_for_me_says_so_before_and_after(visitor: Visitor) -> None:
    office = an_office()
    station = a_station(office)
    person = a_volunteer(station)
    position = a_past_position(station)
    waits = a_back_fill(staff(at=station, name="王丽"), position, [person])
    page = visitor.sign_in(person).open("/h5/hours").text
    assert "等上级核对" in page
    assert "社区环境清洁" in page
    confirm(staff(Role.OFFICE_MANAGER, at=office), waits, now=NOON)
    page = visitor.open("/h5/hours").text
    assert "等上级核对" not in page
    assert "补录</span>" in page
    record = session.scalars(select(HourRecord)).one()
    page = visitor.open(f"/h5/hours/{record.id}").text
    for words in ("由工作人员补录、上级核对，不计积分", "补录（王丽）", "现场停电"):
        assert words in page
    assert "现场参加" in visitor.open("/h5/sign-ups?past=1").text


def test_each_record_tells_its_story(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    record = a_pending_record(person, station)
    visitor.sign_in(person)
    assert f"/h5/hours/{record.id}" in visitor.open("/h5/hours").text
    page = visitor.open(f"/h5/hours/{record.id}").text
    for words in ("报名", "签到", "签退", "现在：", "前会有结果"):
        assert words in page
    assert "提交申诉" not in page


def test_a_rejected_record_can_be_appealed_once(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    record = a_pending_record(person, station, state="rejected", reason="没有到场")
    path = f"/h5/hours/{record.id}"
    assert "没有到场" in visitor.sign_in(person).open(path).text
    assert visitor.send(path, text="").status_code == 422
    page = visitor.send(path, text="我九点就到了", follow=True).text
    assert "申诉已提交" in page
    assert session.get_one(HourRecord, record.id, populate_existing=True).state == "pending"
    again = visitor.send(path, text="再申诉一次")
    assert again.status_code == 409


def test_somebody_elses_record_is_not_found(visitor: Visitor) -> None:
    station = a_station()
    record = a_pending_record(a_volunteer(station), station)
    visitor.sign_in(a_volunteer(station))
    assert visitor.open(f"/h5/hours/{record.id}").status_code == 404


def test_an_empty_inbox_says_what_will_come(visitor: Visitor) -> None:
    assert "还没有消息" in visitor.sign_in(a_volunteer()).open("/h5/messages").text


def test_likes_and_skills_are_changed(visitor: Visitor) -> None:
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/profile")
    sent = {
        "community_id": str(person.community_id),
        "categories": ["文化艺术"],
        "skills": ["理发"],
    }
    assert "已保存" in visitor.send("/h5/profile", follow=True, **sent).text
    kept = session.get_one(Volunteer, person.id, populate_existing=True)
    assert (kept.categories, kept.skills) == (["文化艺术"], ["理发"])


def test_too_many_categories_are_refused_and_what_was_chosen_stays(visitor: Visitor) -> None:
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/profile")
    many = ["社区服务", "扶贫减贫", "支教助学", "卫生健康", "法律服务"]
    page = visitor.send("/h5/profile", community_id=str(person.community_id), categories=many)
    assert page.status_code == 422
    assert "服务类别最多选 4 项" in page.text
    assert page.text.count("checked") == len(many)


def test_a_new_phone_is_proven_first(visitor: Visitor, monkeypatch: "object") -> None:
    monkeypatch.setattr(phone_codes.secrets, "randbelow", lambda _most: 123456)  # type: ignore[attr-defined]
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/profile/phone")
    phone_codes.send_code("13900139000", address="1.1.1.1", now=NOON)
    wrong = visitor.send("/h5/profile/phone", phone="13900139000", code="000000")
    assert wrong.status_code == 422
    page = visitor.send("/h5/profile/phone", phone="13900139000", code="123456", follow=True)
    assert "手机号已更换" in page.text
    kept = session.get_one(Volunteer, person.id, populate_existing=True)
    assert kept.phone == "13900139000"


def test_signing_out_everywhere_ends_other_cookies(
    visitor: Visitor, wechat_visitor: Visitor
) -> None:
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/account/sign-out-everywhere")
    wechat_visitor.sign_in(person)
    visitor.send("/h5/account/sign-out-everywhere")
    assert "/h5/sign-in" in wechat_visitor.open("/h5/me").location


def test_a_wechat_id_is_parted_from_the_account(wechat_visitor: Visitor) -> None:
    person = a_volunteer(open_id="o-zhang")
    wechat_visitor.sign_in(person).open("/h5/account/unbind")
    page = wechat_visitor.send("/h5/account/unbind", follow=True)
    assert "已解除绑定" in page.text
    bound = session.scalars(select(WeChatIdentity.volunteer_id)).one()
    assert bound is None


def test_large_type_is_switched_without_registering(visitor: Visitor) -> None:
    visitor.open("/h5/")
    page = visitor.send("/h5/large-type", care="1", next="/h5/", follow=True)
    assert "标准字" in page.text


def a_forgotten_check_out(person: Volunteer, station: Place) -> HourRecord:
    """She came at seven this morning and never checked out; she was told an hour ago."""
    began = NOON - timedelta(hours=5)
    record = a_pending_record(
        person,
        station,
        starts_at=began,
        state="returned",
        minutes=0,
        counted_until=began,
        created_at=NOON - timedelta(hours=1),
    )
    stay = session.get_one(Attendance, record.attendance_id)
    stay.out_at, stay.out_way = None, "missed"
    saved(stay)
    return record


def test_who_forgot_to_check_out_says_when_she_left_once(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    record = a_forgotten_check_out(person, station)
    path = f"/h5/hours/{record.id}"
    page = visitor.sign_in(person).open(path).text
    assert "忘了签退？" in page
    assert "待确认" in page
    assert visitor.send(f"{path}/check-out", left_at="", note="").status_code == 422
    wrong = visitor.send(f"{path}/check-out", left_at="06:30", note="一起走的")
    assert (wrong.status_code, "之前" in wrong.text) == (422, True)
    page = visitor.send(f"{path}/check-out", left_at="08:30", note="一起走的", follow=True).text
    assert "本人说明 08:30 离开" in page
    assert "忘了签退？" not in page
    assert visitor.send(f"{path}/check-out", left_at="08:40", note="又想起来").status_code == 409
