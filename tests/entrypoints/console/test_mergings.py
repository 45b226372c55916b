"""Merging at the desk: preview, proposal, the second person, and what the closed place says."""

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.places import merging_queries, queries
from app.domain.places.scope import EVERYWHERE
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_station, a_volunteer, an_office, staff


def test_two_administrators_merge_two_communities(desk: Desk) -> None:
    reactions.connect()
    centre = a_centre()
    office = an_office(centre)
    first, second = a_station(office), a_station(office, name="河畔社区新时代文明实践站")
    person, clerk = a_volunteer(first), staff(at=first, name="王丽")
    one = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="李主任"))
    other = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏"))
    url = f"/console/places/{first.id}/merge?into={second.id}"
    page = one.get(url).text
    for words in ("合并后的去向", "志愿者", "王丽"):
        assert words in page
    sent = {"reason": "区划调整", "typed": first.name, "keeps": str(clerk.id), "tells": "y"}
    assert one.post(url, data={**sent, "typed": "阳光"}).status_code == 422
    made = one.post(url, data=sent)
    assert made.status_code == 303
    assert "另一位中心管理员" in one.get(made.location).text
    assert one.post(made.location, data={"typed": first.name}).status_code == 403
    assert "等待确认" in other.get(f"/console/places/{first.id}").text
    assert other.post(made.location, data={"typed": first.name}).status_code == 303
    closed = other.get(f"/console/places/{first.id}").text
    assert f"已并入{second.name}" in closed
    assert "修改</a>" not in closed
    assert "已并入本单位" in other.get(f"/console/places/{second.id}").text
    assert "原社区" in other.get(f"/console/people/{person.id}").text
    assert other.get(url).status_code == 200
    assert other.post(f"{made.location}/withdraw").status_code == 303
    assert queries.place(first.id).merged_into_id == second.id
    assert merging_queries.waiting(EVERYWHERE) == []
