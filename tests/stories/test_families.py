"""A mother registers two children, signs up all three, and scans once for everybody.

All over HTTP, through WeChat's browser; a clerk approves; then she takes her consent back.
"""

import re
from datetime import timedelta

from sqlalchemy import select

from app.domain.activities.models import ActivitySession, Position, SignUp
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.transaction import transaction
from tests import world
from tests.stories.house import House
from tests.stories.people import Desk, Page, Phone
from tests.stories.test_the_main_walk import (
    MORNING,
    PASSWORD,
    a_district,
    register,
    shown_code,
)


def register_child(phone: Phone, name: str, born: str) -> None:
    """No phone, no code: the mother's account and her consent are enough."""
    page = phone.open("/h5/family/new")
    chosen = re.search(r"<option[^>]*selected[^>]*>", page.html)
    community = re.search(r'value="([^"]+)"', chosen[0]) if chosen else None
    assert community, "her own community is chosen for the child"
    page = phone.send(
        "/h5/family/new",
        name=name,
        born=born,
        relation="母亲",
        community_id=community[1],
        consent="y",
    )
    assert f"{name}注册好了" in page.text, page.text[:800]


def members_on(page: Page) -> dict[str, str]:
    """Those who can be ticked, by name."""
    found = re.findall(
        r'name="member" value="([^"]+)"[^>]*><span class="form-check-label">([^<]+)', page.html
    )
    return {name.strip(): member for member, name in found}


def open_position(phone: Phone) -> Page:
    """The page where whom is ticked."""
    page = phone.open(f"/h5/activities/{world.only_session().activity_id}")
    return phone.open(page.link("/positions/"))


def sign_up_all(phone: Phone, family: dict[str, str]) -> None:
    """The one under ten needs company; said so, her mother comes along."""
    page = phone.send("/positions/", member=list(family.values()))
    assert "张小宝没有报上" in page.text, page.text
    open_position(phone)
    page = phone.send("/positions/", member=list(family.values()), accompanies="1")
    assert page.text.count("已报名") == 3, page.text


def scan_all(phone: Phone, desk: Desk, direction: str, family: dict[str, str]) -> Page:
    """One code on the screen, everybody ticked, one tap."""
    page = phone.scan(shown_code(desk, direction))
    assert set(members_on(page)) == set(family)
    return phone.send("/h5/check-in", member=list(family.values()))


def approve_all(desk: Desk) -> None:
    page = desk.open("/console/hours")
    ids = re.findall(r'name="ids"[^>]*value="([^"]+)"', page.html)
    assert len(ids) == 3
    page = desk.send('name="ids"', ids=ids, action="approve")
    assert "3 条" in page.text, page.text[:800]


def switch_to(phone: Phone, child: str) -> None:
    phone.open("/h5/family")
    phone.send("/h5/family/act-for", member=child)


def sign_up_for_tomorrow(phone: Phone, station: Place, child: str) -> None:
    position = world.an_open_position(station, starts_at=MORNING + timedelta(days=1))
    activity_id = session.get_one(ActivitySession, position.session_id).activity_id
    phone.open(f"/h5/activities/{activity_id}/positions/{position.id}")
    page = phone.send("/positions/", member=[child], accompanies="1")
    assert "已报名" in page.text, page.text


def take_consent_back(phone: Phone, child: str) -> None:
    withdraw = f"/h5/family/{child}/withdraw"
    phone.open(withdraw)
    page = phone.send(withdraw)
    assert "已撤回" in page.text, page.text[:500]
    assert child not in page.html


def test_a_family_comes_and_goes_with_one_scan(house: House) -> None:
    house.set_clock(MORNING)
    station = a_district()
    more_room()
    phone = Phone(house, "李敏", "13812345678")
    phone.follow()
    register(phone, "李敏", station)
    register_child(phone, "张大宝", "20140501")
    register_child(phone, "张小宝", "20180501")
    family = members_on(open_position(phone))
    assert set(family) == {"李敏", "张大宝", "张小宝"}
    sign_up_all(phone, family)

    page = scan_all(phone, Desk(house, "wangli", PASSWORD), "in", family)
    assert page.text.count("08:30") == 3, page.text
    house.turn_clock(timedelta(hours=2))
    desk = Desk(house, "wangli", PASSWORD)
    page = scan_all(phone, desk, "out", family)
    assert page.text.count("10:30") == 3, page.text
    approve_all(desk)
    assert any("张小宝" in notice for notice in phone.wait_for_notices(6))

    switch_to(phone, family["张小宝"])
    assert "1 小时 30 分钟" in phone.open("/h5/hours").text

    sign_up_for_tomorrow(phone, station, family["张小宝"])
    take_consent_back(phone, family["张小宝"])
    session.rollback()
    left = session.scalars(select(Volunteer).where(Volunteer.name == "张小宝")).one()
    assert left.state == "left"
    states = session.scalars(select(SignUp.state).where(SignUp.volunteer_id == left.id)).all()
    assert sorted(states) == ["released", "signed_up"]


def more_room() -> None:
    """Room for a family where the district has two places."""
    with transaction():
        session.scalars(select(Position)).one().capacity = 5
