"""Certificates at the desk: for one, for a class as a zip, revoked; and the unit's seal."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from app.adapters.certificate_papers import inked
from app.adapters.certificate_press import print_some
from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.certificates import groups, queries
from app.domain.certificates.models import Certificate, CertificateUnit
from app.domain.people import leaving
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import (
    a_centre,
    a_station,
    a_team,
    a_volunteer,
    an_approved_record,
    an_office,
    staff,
)

NEW, GROUP = "/console/certificates/new", "/console/certificate-groups/new"
ASKED = {"until": "2026-11-23", "with_rows": "y", "asked": "y"}


@pytest.fixture
def station(database: object) -> Place:
    reactions.connect()
    return a_station(an_office(a_centre()))


@pytest.fixture
def clerk(station: Place) -> Staff:
    return staff(at=station, name="王丽")


@pytest.fixture
def manager(station: Place) -> Staff:
    return staff(Role.OFFICE_MANAGER, at=session.get_one(Place, station.parent_id))


def somebody(station: Place, name: str = "张桂英") -> Volunteer:
    person = a_volunteer(station, name=name)
    an_approved_record(person, station)
    return person


def a_seal() -> bytes:
    picture = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(picture).ellipse((20, 20, 380, 380), outline=(200, 20, 20), width=20)
    content = BytesIO()
    picture.save(content, format="PNG")
    return content.getvalue()


def test_one_is_issued_at_somebodys_wish(desk: Desk, clerk: Staff, station: Place) -> None:
    person, browser = somebody(station), desk(clerk)
    answer = browser.post(NEW, data={**ASKED, "number": "3799999999"})
    assert answer.status_code == 409
    assert "没有找到这个编号" in answer.text
    answer = browser.post(NEW, data={"number": person.number, "until": "2026-11-23"})
    assert answer.status_code == 422
    assert "请确认是应本人要求" in answer.text
    answer = browser.post(NEW, data={**ASKED, "number": person.number})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "张桂英" in page
    assert "王丽" in page
    taken = browser.post(f"{answer.location}/paper")
    assert taken.data.startswith(b"%PDF")
    actions = session.scalars(select(AuditEntry.action)).all()
    assert "certificate.print" in actions
    assert "张桂英" in browser.get("/console/certificates").text
    assert "张桂英" in browser.get("/console/certificates?q=张桂英").text
    assert "没有找到" in browser.get("/console/certificates?q=没有这个人").text


def test_one_is_revoked_by_those_above(
    desk: Desk, clerk: Staff, manager: Staff, station: Place
) -> None:
    url = desk(clerk).post(NEW, data={**ASKED, "number": somebody(station).number}).location
    assert f"{url}/revoke" not in desk(clerk).get(url).text
    above = desk(manager)
    assert above.post(f"{url}/revoke", data={"reason": ""}).status_code == 422
    assert above.post(f"{url}/revoke", data={"reason": "姓名登记有误"}).status_code == 303
    assert "姓名登记有误" in above.get(url).text
    answer = above.post(f"{url}/revoke", data={"reason": "再来一次"})
    assert answer.status_code == 409
    says = queries.content(UUID(url.rsplit("/", 1)[1]))
    page = above.get(f"/certificates/{says['number']}/{says['code']}").text
    assert "已撤销，不再有效" in page
    assert "姓名登记有误" not in page


def test_a_class_is_made_by_the_worker_and_fetched_as_a_zip(
    desk: Desk, clerk: Staff, station: Place
) -> None:
    people = [somebody(station, name) for name in ("赵一", "钱二", "孙三")]
    browser = desk(clerk)
    numbers = "\n".join(one.number for one in people)
    typed = {**ASKED, "name": "三年二班", "who": "numbers", "numbers": numbers}
    url = browser.post(GROUP, data=typed).location
    waiting = browser.get(url)
    assert waiting.headers["Refresh"] == "5"
    assert "正在制作" in waiting.text
    assert browser.post(f"{url}/papers").status_code == 409
    assert print_some("http://haoren.test", now=lambda: NOON) == 3
    assert print_some("http://haoren.test", now=lambda: NOON) == 0
    groups.finish(now=NOON + timedelta(seconds=20))
    done = browser.get(url)
    assert "Refresh" not in done.headers
    assert "打包下载" in done.text
    packed = ZipFile(BytesIO(browser.post(f"{url}/papers").data))
    assert packed.testzip() is None
    assert packed.namelist() == [f"{one.number}.pdf" for one in people]
    assert all(packed.read(name).startswith(b"%PDF") for name in packed.namelist())
    assert "三年二班" in browser.get("/console/certificate-groups").text
    assert "certificate.print_group" in session.scalars(select(AuditEntry.action)).all()


def test_a_team_and_an_activity_can_be_chosen(desk: Desk, clerk: Staff, station: Place) -> None:
    person = somebody(station)
    team = a_team(station, person)
    browser = desk(clerk)
    typed = {**ASKED, "name": "暖阳志愿队", "who": "team"}
    answer = browser.post(GROUP, data=typed)
    assert answer.status_code == 422
    assert "请选择" in answer.text
    assert browser.post(GROUP, data={**typed, "team_id": str(team.id)}).status_code == 303
    activity = str(an_approved_record(person, station).activity_id)
    typed = {**ASKED, "name": "清洁", "who": "activity", "activity_id": activity}
    assert browser.post(GROUP, data=typed).status_code == 303


def test_a_unit_gets_its_signers_and_its_seal(
    desk: Desk, manager: Staff, clerk: Staff, station: Place
) -> None:
    browser, url = desk(manager), f"/console/certificate-units/{station.id}"
    assert station.name in browser.get("/console/certificate-units").text
    signers = {"responsible_name": "李建国", "handler_name": "王丽"}
    answer = browser.post(url, data={**signers, "pictures": (BytesIO(b"no picture"), "a.png")})
    assert answer.status_code == 422
    sent = {**signers, "pictures": (BytesIO(a_seal()), "seal.png")}
    assert browser.post(url, data=sent).status_code == 303
    assert "李建国" in browser.get("/console/certificate-units").text
    assert browser.get(f"{url}/seal").mimetype == "image/jpeg"
    made = desk(clerk).post(NEW, data={**ASKED, "number": somebody(station).number}).location
    says = queries.content(UUID(made.rsplit("/", 1)[1]))["unit"]
    assert (says["responsible"], says["handler"]) == ("李建国", "王丽")
    assert says["seal_sha256"]
    with_seal = desk(clerk).post(f"{made}/paper").data
    assert b"/SMask" in with_seal
    assert browser.post(url, data={**signers, "without_seal": "y"}).status_code == 303
    assert session.get_one(CertificateUnit, station.id).seal_id is None
    assert desk(clerk).post(f"{made}/paper").data == with_seal  # issued papers keep theirs


def test_ink_shows_through() -> None:
    with Image.open(BytesIO(inked(a_seal()))) as seal:
        alpha = seal.getchannel("A")
        assert alpha.getpixel((200, 200)) == 0
        assert alpha.getpixel((200, 30)) > 150
        red, green, _, _ = seal.getpixel((200, 30))  # type: ignore[misc]
        assert red > 150 > green


def test_who_left_has_no_paper_any_more(desk: Desk, clerk: Staff, station: Place) -> None:
    person = somebody(station)
    url = desk(clerk).post(NEW, data={**ASKED, "number": person.number}).location
    leaving.leave(person.id, now=NOON)
    assert "纸面内容已经删除" in desk(clerk).get(url).text
    assert desk(clerk).post(f"{url}/paper").status_code == 410
    assert session.scalars(select(Certificate.state)).all() == ["valid"]
