"""Teams at the desk: found, recognise, dissolve."""

from sqlalchemy import select

from app.domain.messaging import queries as messages
from app.domain.teams import founding, queries
from app.domain.teams.models import Team
from app.kernel.database import session
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON, a_station, a_team, a_volunteer, staff


def test_what_waits_is_recognised(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here, name="王队长")
    team_id = founding.found(
        person.id, name="暖阳队", kind="卫生环保", purpose="", place_id=here.id, now=NOON
    )
    browser = desk(staff(at=here))
    page = browser.get("/console/teams").text
    assert "暖阳队" in page
    assert "待认可" in page
    assert "王队长" in browser.get(f"/console/teams/{team_id}").text
    assert browser.post(f"/console/teams/{team_id}/recognise").status_code == 303
    assert queries.team(team_id).state == "recognised"
    assert messages.inbox(person.id).items[0].title == "团队得到认可"
    assert "没有团队" in browser.get("/console/teams?state=pending").text


def test_a_team_ends_with_a_reason_its_people_read(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here)
    team = a_team(here, person)
    browser = desk(staff(at=here))
    url = f"/console/teams/{team.id}/dissolve"
    assert "解散团队？" in browser.get(url).text
    assert browser.post(url, data={"reason": ""}).status_code == 422
    assert browser.post(url, data={"reason": "队员都搬走了"}).status_code == 303
    assert "队员都搬走了" in messages.inbox(person.id).items[0].body
    assert "队员都搬走了" in browser.get(f"/console/teams/{team.id}").text


def test_staff_found_a_team_by_the_leaders_number(desk: Desk) -> None:
    here = a_station()
    person = a_volunteer(here, name="王队长")
    browser = desk(staff(at=here))
    sent = {
        "name": "蓝天队",
        "kind": "文化文艺",
        "place_id": str(here.id),
        "leader_number": "3799999999",
    }
    answer = browser.post("/console/teams/new", data=sent)
    assert answer.status_code == 422
    assert "没有找到这个编号" in answer.text
    answer = browser.post("/console/teams/new", data={**sent, "leader_number": person.number})
    assert answer.status_code == 303
    found = session.scalars(select(Team)).one()
    assert (found.leader_id, found.next_leader_id) == (None, person.id)
    assert "等本人同意" in browser.get(answer.location).text
    assert "请您担任" in messages.inbox(person.id).items[0].body
