"""A team is founded, a neighbour joins by its code and comes along; then she changes places."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.domain.places.models import Place
from app.domain.teams import founding
from app.domain.teams.models import Team
from app.kernel.database import session
from tests import world
from tests.stories.house import House
from tests.stories.people import Phone
from tests.stories.test_the_wait_list import a_volunteer

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def test_a_team_comes_together_and_two_exchange_positions(house: House) -> None:
    house.set_clock(MORNING)
    station = world.a_station()
    part = world.a_session(world.an_activity(station, starts_at=MORNING + timedelta(hours=72)))
    desk = world.a_position(part, name="签到台", capacity=3)
    street = world.a_position(part, name="路口引导", capacity=1)
    leader, neighbour, other = (
        a_volunteer(house, station, name, f"1381234568{digit}")
        for digit, name in enumerate(("王桂兰", "李明", "赵云"))
    )
    team_id = found(leader, station)
    page = leader.open(f"/h5/teams/{team_id}")
    code = re.search(r"/h5/team-invitations/[\w-]+", page.html)
    assert code
    assert "我要加入" in neighbour.open(code[0]).text
    assert "欢迎加入" in neighbour.send(code[0], leader_may_sign_up="1").text

    page = leader.open(f"/h5/teams/{team_id}/positions/{desk.id}")
    members = re.findall(r'name="member" value="([^"]+)"', page.html)
    assert "2 人有名额" in leader.send(f"/positions/{desk.id}", member=members).text
    assert "报名成功" in neighbour.wait_for_notices(1)[-1]
    other.open(f"/h5/activities/{part.activity_id}/positions/{street.id}")
    other.send("/positions/")
    exchange(neighbour, other)
    assert "路口引导" in neighbour.open("/h5/sign-ups").text


def found(leader: Phone, station: Place) -> UUID:
    """A team of hers, recognised by the station."""
    leader.open("/h5/teams/new")
    leader.send("/h5/teams/new", name="暖阳队", kind="卫生环保", place_id=str(station.id))
    team = session.scalars(select(Team)).one()
    founding.recognise(world.staff(at=station), team.id, now=MORNING)
    return team.id


def exchange(asker: Phone, other: Phone) -> None:
    """One asks from her sign-up, the other agrees from the message."""
    page = asker.open("/h5/sign-ups")
    page = asker.open(page.link("/h5/sign-ups/"))
    assert "队长替您报的名" in page.text
    asker.open(page.link("/position"))
    assert "等对方答复" in asker.send("/exchange").text
    other.wait_for_notices(2)
    page = other.open("/h5/messages")
    other.open(page.link("/h5/exchanges/"))
    assert "岗位已互换" in other.send("/accept").text
