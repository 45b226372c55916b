"""A clerk invites by a list: faults are told first, and nobody becomes a volunteer unasked."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from app.domain.people.models import Invitation, Volunteer
from app.kernel.database import session
from tests.stories.house import House, wait_for
from tests.stories.people import Desk, Page, Phone
from tests.stories.test_the_main_walk import MORNING, PASSWORD, a_district

LIST = "姓名,手机号,所在社区\n王芳,13812345678,\n李,13812345679,\n赵强,138,\n孙梅,13812345680,\n"


def dry_run(desk: Desk) -> Page:
    """Upload the list as a spreadsheet programme saves it."""
    page = desk.open("/console/invitations/new")
    answer = desk.session.post(
        page.url,
        data=page.form("multipart"),
        files={"file": ("名单.csv", LIST.encode("gb18030"))},
        headers={"Referer": page.url},
        timeout=30,
    )
    desk.page = Page(answer)
    return desk.page


def link_in_sms(phone: Phone, house: House) -> str:
    wait_for(phone.sms, "the invitation", house.log)
    found = re.search(r"https?://\S+", phone.sms()[0])
    assert found, phone.sms()
    return urlsplit(found[0]).path


def test_an_invitation_becomes_an_account_when_it_is_accepted(house: House) -> None:
    house.set_clock(MORNING)
    a_district()
    wang = Phone(house, "王芳", "13812345678")
    desk = Desk(house, "wangli", PASSWORD)
    page = dry_run(desk)
    assert page.text.count("可以邀请 2 人") == 1, page.text
    assert "请填写真实姓名" in page.text
    assert "手机号不是 11 位手机号" in page.text
    assert wang.sms() == []
    page = desk.send("/console/invitations/send")
    assert "已邀请 2 人" in page.text, page.text
    assert session.scalars(select(Volunteer)).all() == []

    there = link_in_sms(wang, house)
    page = wang.open(there)
    assert "王*" in page.text
    wang.ask_for_code("invitation")
    page = wang.send(
        "born", phone=wang.phone, code=wang.wait_for_code(), born="19800308", consent="y"
    )
    assert "注册成功" in page.text, page.text[:600]
    session.rollback()
    assert session.scalars(select(Volunteer.name)).all() == ["王芳"]

    house.turn_clock(timedelta(days=31))
    wait_for(expired, "the other invitation's end", house.log, 60)
    assert session.scalars(select(Volunteer.name)).all() == ["王芳"]


def expired() -> bool:
    """Whether the invitation nobody answered has ended, and who was meant is forgotten."""
    session.rollback()
    rows = session.execute(select(Invitation.state, Invitation.phone).order_by(Invitation.state))
    return [tuple(row) for row in rows] == [("accepted", "13812345678"), ("expired", "")]
