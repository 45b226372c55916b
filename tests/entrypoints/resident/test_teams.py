"""Teams on the phone: found, join, agree, come along, decline."""

import re

from sqlalchemy import select

from app.domain.activities.models import ActivitySession, Position, SignUp
from app.domain.messaging import queries as messages
from app.domain.teams import queries
from app.domain.teams.models import Team
from app.kernel.database import session
from tests.entrypoints.resident.conftest import Visitor
from tests.world import HOUR, NOON, a_station, a_team, a_volunteer, an_open_position, signed_up


def test_one_founds_a_team_and_it_waits(visitor: Visitor) -> None:
    station = a_station()
    visitor.sign_in(a_volunteer(station))
    assert "还没有加入团队" in visitor.open("/h5/teams").text
    page = visitor.open("/h5/teams/new").text
    assert station.name in page
    sent = {"name": "暖阳队", "kind": "卫生环保", "place_id": str(station.id)}
    page = visitor.send("/h5/teams/new", follow=True, **sent).text
    assert "等" in page
    assert "认可" in page
    assert session.scalars(select(Team.state)).one() == "pending"
    assert "暖阳队" in visitor.open("/h5/teams").text


def test_a_form_that_lacks_something_comes_back(visitor: Visitor) -> None:
    station = a_station()
    visitor.sign_in(a_volunteer(station))
    visitor.open("/h5/teams/new")
    sent = {"name": "暖", "kind": "卫生环保", "place_id": str(station.id)}
    answer = visitor.send("/h5/teams/new", **sent)
    assert answer.status_code == 422
    assert "写明团队名称" in answer.text


def test_the_invitation_joins_only_who_says_so(visitor: Visitor) -> None:
    station = a_station()
    leader, guest = a_volunteer(station, name="王队长"), a_volunteer(station, name="李明")
    team = a_team(station, leader)
    visitor.sign_in(leader)
    page = visitor.open(f"/h5/teams/{team.id}").text
    link = re.search(r'href="[^"]*(/h5/team-invitations/[^"]+)"', page)
    assert link
    visitor.sign_in(guest)
    assert "我要加入" in visitor.open(link[1]).text
    assert len(queries.members(team.id)) == 1
    page = visitor.send(link[1], follow=True).text
    assert "欢迎加入" in page
    assert "没有同意" in page
    assert queries.who_agreed(team.id, [guest.id]) == {guest.id: False}
    page = visitor.send(f"/h5/teams/{team.id}/word", follow=True, leader_may_sign_up="1").text
    assert "已同意队长代您报名" in page
    assert "收回同意" in page
    assert "已退出团队" in visitor.send(f"/h5/teams/{team.id}/leave", follow=True).text


def test_one_asks_and_the_leader_lets_her_in(visitor: Visitor) -> None:
    station = a_station()
    leader, guest = a_volunteer(station, name="王队长"), a_volunteer(station, name="李明")
    team = a_team(station, leader)
    visitor.sign_in(guest)
    page = visitor.open("/h5/teams").text
    assert "暖阳志愿队" in page
    page = visitor.open(f"/h5/teams/{team.id}").text
    assert "王队长" not in page
    visitor.send(f"/h5/teams/{team.id}/ask")
    (notice,) = messages.inbox(leader.id).items
    visitor.sign_in(leader)
    assert "李明" in visitor.open(notice.url).text
    visitor.send(f"{notice.url}/answer", person=str(guest.id), welcome="1")
    assert {one.state for one in queries.members(team.id)} == {"member"}


def test_a_leader_hands_over_to_who_agrees(visitor: Visitor) -> None:
    station = a_station()
    leader, member = a_volunteer(station, name="王队长"), a_volunteer(station, name="李明")
    team = a_team(station, leader, member)
    visitor.sign_in(leader)
    visitor.open(f"/h5/teams/{team.id}")
    visitor.send(f"/h5/teams/{team.id}/hand-over", person=str(member.id))
    visitor.sign_in(member)
    assert "请您担任队长" in visitor.open(f"/h5/teams/{team.id}").text
    assert "您现在是队长" in visitor.send(f"/h5/teams/{team.id}/lead", follow=True, agree="1").text
    assert queries.team(team.id).leader_id == member.id


def test_a_team_comes_and_a_member_declines_in_one_tap(visitor: Visitor) -> None:
    station = a_station()
    leader, one, other = (a_volunteer(station, name=name) for name in ("王队长", "李明", "赵云"))
    team = a_team(station, leader, one, other)
    position = an_open_position(station, capacity=2, starts_at=NOON + 12 * HOUR)
    activity_id = session.get_one(ActivitySession, position.session_id).activity_id
    visitor.sign_in(leader)
    page = visitor.open(f"/h5/activities/{activity_id}/positions/{position.id}").text
    path = f"/h5/teams/{team.id}/positions/{position.id}"
    assert path in page
    assert "哪些人参加" in visitor.open(path).text
    everybody = [str(each.id) for each in (leader, one, other)]
    page = visitor.send(path, member=everybody).text
    assert "2 人有名额，1 人候补" in page
    assert "候补第 1 位" in page
    mine = session.scalars(select(SignUp).where(SignUp.volunteer_id == one.id)).one()
    visitor.sign_in(one)
    page = visitor.open(messages.inbox(one.id).items[0].url).text
    assert "谢绝，不参加" in page
    assert "已谢绝" in visitor.send(f"/h5/sign-ups/{mine.id}/decline", follow=True).text
    row = session.get_one(SignUp, mine.id, populate_existing=True)
    assert (row.state, row.cancelled_late) == ("cancelled", False)
    assert session.get_one(Position, position.id, populate_existing=True).taken == 2


def test_nobody_ticked_is_told(visitor: Visitor) -> None:
    station = a_station()
    leader = a_volunteer(station)
    team, position = a_team(station, leader), an_open_position(station)
    visitor.sign_in(leader)
    visitor.open(f"/h5/teams/{team.id}/positions/{position.id}")
    answer = visitor.send(f"/h5/teams/{team.id}/positions/{position.id}")
    assert answer.status_code == 422
    assert "请勾选 1 至 100 位成员" in answer.text


def test_others_do_not_lead_and_see_no_names(visitor: Visitor) -> None:
    station = a_station()
    leader, member = a_volunteer(station, name="王队长"), a_volunteer(station, name="李明")
    team, position = a_team(station, leader, member), an_open_position(station)
    mine = signed_up(member, position)
    visitor.sign_in(member)
    assert "王队长" not in visitor.open(f"/h5/teams/{team.id}").text
    assert visitor.open(f"/h5/teams/{team.id}/positions/{position.id}").status_code == 404
    assert "队长替您报的名" not in visitor.open(f"/h5/sign-ups/{mine.id}").text
