"""My consents: listed with version and date, each agreed to and withdrawn alone."""

from datetime import date, timedelta

from sqlalchemy import select

from app.domain.people import consents
from app.domain.people.models import Consent
from app.domain.people.optional_consents import agreed, names_shown_openly
from app.domain.people.purposes import OPEN_NAME, POSITION, SMS
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.entrypoints.resident.test_family import a_child
from tests.world import NOON, a_station, a_team, a_volunteer, an_open_position, saved

NEAR = {"latitude": "36.1334", "longitude": "117.1234", "coordinates": "gcj02"}


def test_the_page_lists_the_terms_and_every_optional_use(visitor: Visitor) -> None:
    person = a_volunteer()
    saved(
        Consent(
            volunteer_id=person.id,
            kind=consents.KIND,
            version="2026-12",
            text_hash=consents.text_hash(),
            channel="phone",
            given_at=NOON - timedelta(days=30),
        )
    )
    page = visitor.sign_in(person).open("/h5/consents").text
    assert consents.TITLE in page
    assert "2026-12" in page
    assert "/h5/account/leave" in page
    assert page.count("注册时随《") == 2
    for words in ("微信消息", "短信", "公开姓名", "手机位置"):
        assert words in page
    assert "/h5/consents" in visitor.open("/h5/profile").text
    assert "/h5/consents" in visitor.open("/h5/me").text


def test_agreed_to_and_withdrawn_with_one_tap_each(visitor: Visitor) -> None:
    person = a_volunteer()
    visitor.sign_in(person).open("/h5/consents")
    page = visitor.send("/h5/consents/open_name", agree="1", follow=True)
    assert "已同意“公开姓名：显示全名”" in page.text
    assert names_shown_openly([person.id]) == {person.id}
    page = visitor.send("/h5/consents/open_name", agree="0", follow=True)
    assert "已撤回“公开姓名：显示全名”，马上生效" in page.text
    assert "记录（1）" in page.text
    assert names_shown_openly([person.id]) == frozenset()


def test_there_is_nothing_else_to_agree_to(visitor: Visitor) -> None:
    visitor.sign_in(a_volunteer()).open("/h5/consents")
    assert visitor.send("/h5/consents/anything", agree="1").status_code == 404


def test_a_guardian_decides_for_her_child_but_not_about_its_position(visitor: Visitor) -> None:
    mother = a_volunteer(born=date(1988, 5, 1), name="李敏")
    child = a_child(mother, "张小宝", date(2016, 5, 1))
    visitor.sign_in(mother).open("/h5/family")
    page = visitor.send(
        "/h5/family/act-for", member=str(child.id), next="/h5/consents", follow=True
    )
    assert "张小宝的同意" in page.text
    assert consents.GUARDIAN_TITLE in page.text
    assert f"/h5/family/{child.id}/withdraw" in page.text
    assert POSITION.title not in page.text
    visitor.send("/h5/consents/sms_notices", agree="0")
    assert not agreed(child.id, SMS)
    assert agreed(mother.id, SMS)
    visitor.open("/h5/consents")
    assert visitor.send("/h5/consents/phone_position", agree="1").status_code == 404


def test_the_phones_position_is_looked_at_once_she_agreed(visitor: Visitor) -> None:
    station = a_station()
    person = a_volunteer(station)
    an_open_position(station, latitude=36.1334, longitude=117.1234)
    page = visitor.sign_in(person).open("/h5/?view=near").text
    assert "同意，按手机的位置找" in page
    answer = visitor.send("/h5/near", **NEAR).text
    assert "没有同意读取手机的位置" in answer
    assert "从您所在的社区算起" in answer
    answer = visitor.send("/h5/near", agree="1", **NEAR).text
    assert "从您现在的位置算起" in answer
    assert agreed(person.id, POSITION)
    assert "同意，按手机的位置找" not in visitor.open("/h5/?view=near").text
    visitor.open("/h5/consents")
    visitor.send("/h5/consents/phone_position", agree="0")
    visitor.open("/h5/?view=near")
    assert "从您所在的社区算起" in visitor.send("/h5/near", **NEAR).text


def test_members_of_a_team_read_a_name_as_its_owner_wants(visitor: Visitor) -> None:
    leader, one, other = (a_volunteer(name=name) for name in ("王芳", "李明明", "赵强"))
    team = a_team(a_station(), leader, one, other)
    visitor.sign_in(one).open("/h5/consents")
    visitor.send("/h5/consents/open_name", agree="1")
    page = visitor.open(f"/h5/teams/{team.id}").text
    assert "王*" in page
    assert "李明明" in page
    assert "赵*" in page
    query = select(Consent.kind).where(Consent.volunteer_id == one.id)
    assert session.scalars(query).all() == [OPEN_NAME.kind]
