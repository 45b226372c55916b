"""A family on one phone: registering children, switching, signing up and scanning together."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.activities.models import SignUp
from app.domain.attendance.codes import session_code
from app.domain.attendance.models import Attendance
from app.domain.messaging import pages
from app.domain.people import consents, phone_codes
from app.domain.people.guardians import ChildApplication, register_child
from app.domain.people.models import Guardianship, Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.entrypoints.resident.test_sign_ups import address
from tests.world import (
    HOUR,
    NOON,
    a_station,
    a_team,
    a_volunteer,
    an_open_position,
    signed_up,
)


@pytest.fixture
def station(application: object) -> Place:
    return a_station()


@pytest.fixture
def mother(station: Place) -> Volunteer:
    return a_volunteer(station, name="李敏", born=date(1988, 5, 1))


def a_child(mother: Volunteer, name: str, born: date) -> Volunteer:
    application = ChildApplication(
        name=name,
        birth_date=born,
        id_number=None,
        relation="母亲",
        community_id=mother.community_id,
        consent_version=consents.GUARDIAN_VERSION,
    )
    made = register_child(mother.id, application, channel="wechat", now=NOON).child
    return session.get_one(Volunteer, made.id)


def filled(station: Place, **more: str) -> dict[str, str]:
    return {
        "name": "张小宝",
        "born": "20160501",
        "relation": "母亲",
        "community_id": str(station.id),
        "consent": "y",
        "consent_version": consents.GUARDIAN_VERSION,
        **more,
    }


def test_a_volunteer_registers_her_child(
    visitor: Visitor, mother: Volunteer, station: Place
) -> None:
    visitor.sign_in(mother).open("/h5/family/new")
    page = visitor.send("/h5/family/new", follow=True, **filled(station))
    assert "张小宝注册好了" in page.text
    assert session.scalars(select(Guardianship.guardian_id)).one() == mother.id


def test_who_is_of_age_is_no_child(visitor: Visitor, mother: Volunteer, station: Place) -> None:
    visitor.sign_in(mother).open("/h5/family/new")
    page = visitor.send("/h5/family/new", **filled(station, born="20000501"))
    assert page.status_code == 422
    assert "已满 18 周岁" in page.text


def test_a_guardian_without_an_account_proves_her_phone(
    visitor: Visitor, station: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_codes.secrets, "randbelow", lambda _: 123456)
    phone_codes.send_code("13912345678", address="10.0.0.1", now=NOON)
    visitor.open("/h5/family/new")
    fields = filled(station, guardian_name="李敏", phone="13912345678", code="123456")
    page = visitor.send("/h5/family/new", follow=True, **fields)
    assert "张小宝注册好了" in page.text
    assert "张小宝" in visitor.open("/h5/card").text


def test_switching_to_a_child_shows_her_card_and_says_so(
    visitor: Visitor, mother: Volunteer
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    visitor.sign_in(mother).open("/h5/family")
    visitor.send("/h5/family/act-for", member=str(child.id))
    page = visitor.open("/h5/card").text
    assert child.number in page
    assert "正在为" in page
    visitor.open("/h5/family")
    visitor.send("/h5/family/act-for", member=str(mother.id))
    assert mother.number in visitor.open("/h5/card").text


def test_a_message_about_a_child_leads_to_her_page_after_one_press(
    visitor: Visitor, mother: Volunteer, station: Place
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    team = a_team(station, a_volunteer(station, name="张强"), child)
    link = pages.about(child.id, pages.team(team.id))
    asked = visitor.sign_in(mother).open(link)
    assert (asked.status_code, "这是张小宝的消息" in asked.text) == (200, True)
    with visitor.client.session_transaction() as cookie:
        assert "acts_for" not in cookie, "a link alone switches nothing"
    there = visitor.send(
        "/h5/family/act-for", member=str(child.id), next=pages.team(team.id), follow=True
    )
    assert there.request.path == pages.team(team.id)
    assert "退出团队" in there.text
    assert "退出团队" in visitor.open(link).text, "she acts for her already"

    back = visitor.open(f"/h5/hours?for={mother.id}&page=2").text
    assert "这是您本人的消息" in back
    assert 'name="next" value="/h5/hours?page=2"' in back


def test_a_link_about_somebody_elses_child_asks_and_tells_nothing(
    visitor: Visitor, mother: Volunteer
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    visitor.sign_in(a_volunteer(name="张强"))
    for whom in (str(child.id), "nobody"):
        page = visitor.open(f"/h5/hours?for={whom}")
        assert (page.status_code, "张小宝" in page.text) == (200, False)
        assert "的消息" not in page.text


def test_who_is_not_signed_in_does_that_first(visitor: Visitor, mother: Volunteer) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    answer = visitor.open(f"/h5/hours?for={child.id}")
    assert answer.status_code == 302
    assert f"for%3D{child.id}" in answer.headers["Location"]


def test_nobody_switches_to_a_strangers_child(visitor: Visitor, mother: Volunteer) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    visitor.sign_in(a_volunteer(name="张强")).open("/h5/family")
    assert visitor.send("/h5/family/act-for", member=str(child.id)).status_code == 404
    with visitor.client.session_transaction() as cookie:
        cookie["acts_for"] = str(child.id)
    assert child.number not in visitor.open("/h5/card").text


def test_three_sign_up_with_one_tap(visitor: Visitor, mother: Volunteer) -> None:
    older, small = (
        a_child(mother, "张大宝", date(2014, 5, 1)),
        a_child(mother, "张小宝", date(2018, 5, 1)),
    )
    position = an_open_position(a_station())
    visitor.sign_in(mother).open(address(position))
    members = [str(one.id) for one in (mother, older, small)]
    page = visitor.send(address(position), follow=True, member=members)
    assert "张小宝没有报上" in page.text
    visitor.open(address(position))
    page = visitor.send(address(position), follow=True, member=members, accompanies="1")
    assert page.text.count("已报名") == 3
    assert len(session.scalars(select(SignUp)).all()) == 3


def test_nobody_ticked_is_asked_again(visitor: Visitor, mother: Volunteer) -> None:
    a_child(mother, "张小宝", date(2016, 5, 1))
    position = an_open_position(a_station())
    visitor.sign_in(mother).open(address(position))
    assert visitor.send(address(position)).status_code == 422


def test_one_scan_checks_in_all_that_are_ticked(
    visitor: Visitor, mother: Volunteer, at: Callable[[datetime], None]
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    position = an_open_position(a_station(), starts_at=NOON + HOUR)
    for one in (mother, child):
        signed_up(one, position)
    at(NOON + HOUR)
    code = session_code(position.session_id, "in", now=NOON + HOUR).text
    visitor.sign_in(mother)
    page = visitor.open(f"/c/{code}", follow=True)
    assert page.text.count(" checked") >= 2
    assert "data-send-itself" not in page.text
    page = visitor.send("/h5/check-in", follow=True, member=[str(mother.id), str(child.id)])
    assert "签到成功" in page.text
    assert len(session.scalars(select(Attendance)).all()) == 2


def test_who_did_not_sign_up_is_said_and_the_others_are_in(
    visitor: Visitor, mother: Volunteer, at: Callable[[datetime], None]
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    position = an_open_position(a_station(), starts_at=NOON)
    signed_up(mother, position)
    visitor.sign_in(mother)
    visitor.open(f"/c/{session_code(position.session_id, 'in', now=NOON).text}", follow=True)
    page = visitor.send("/h5/check-in", follow=True, member=[str(mother.id), str(child.id)])
    assert "张小宝没有签到" in page.text
    assert len(session.scalars(select(Attendance)).all()) == 1


def test_taking_the_consent_back_ends_the_childs_account(
    visitor: Visitor, mother: Volunteer
) -> None:
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    visitor.sign_in(mother)
    there = f"/h5/family/{child.id}/withdraw"
    assert "账号会停用" in visitor.open(there).text
    page = visitor.send(there, follow=True)
    assert "已撤回" in page.text
    assert visitor.open(there).status_code == 404


@pytest.fixture
def minor(station: Place) -> Volunteer:
    return a_volunteer(station, name="王明", born=date(2011, 5, 1))


def test_a_minor_is_asked_for_her_guardians_word(visitor: Visitor, minor: Volunteer) -> None:
    position = an_open_position(a_station())
    visitor.sign_in(minor)
    page = visitor.open(address(position)).text
    assert "请监护人同意" in page
    word = {"guardian_name": "李敏", "relation": "母亲", "phone": "13912345678"}
    page = visitor.send(address(position), way="phone_code", code="123456", **word).text
    assert "验证码已失效" in page
    page = visitor.send(address(position), follow=True, way="accompanies", **word).text
    assert "报名成功" in page


def test_the_guardian_agrees_on_her_own_phone(
    visitor: Visitor, minor: Volunteer, mother: Volunteer
) -> None:
    position = an_open_position(a_station())
    page = visitor.sign_in(minor).open(address(position)).text
    link = re.search(r"/h5/guardian/[\w-]+", page)
    assert link
    visitor.sign_in(mother)
    assert "王*" in visitor.open(link[0]).text
    page = visitor.send(link[0], follow=True, relation="母亲").text
    assert "报名成功" in page
    assert session.scalars(select(SignUp.volunteer_id)).one() == minor.id


def test_an_old_link_says_so(
    visitor: Visitor, minor: Volunteer, mother: Volunteer, at: Callable[[datetime], None]
) -> None:
    position = an_open_position(a_station(), starts_at=NOON + timedelta(days=9))
    page = visitor.sign_in(minor).open(address(position)).text
    link = re.search(r"/h5/guardian/[\w-]+", page)
    assert link
    at(NOON + timedelta(days=4))
    visitor.sign_in(mother)
    assert "失效" in visitor.open(link[0]).text
