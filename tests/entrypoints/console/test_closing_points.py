"""Points at the desk: closed with a reason, opened again, put below another place."""

from dataclasses import replace
from datetime import timedelta

from app.domain.access.rules import Role
from app.domain.places import queries
from tests.domain.culture.house import SHOW, a_published
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON, a_point, a_station, an_activity, an_office, staff


def test_a_point_closes_after_what_is_planned_there_was_shown_and_opens_again(desk: Desk) -> None:
    office = an_office()
    station = a_station(office)
    hall, clerk = a_point(station), staff(at=station)
    an_activity(
        station,
        title="村史馆讲解",
        venue="阳光村史馆二层",
        starts_at=NOON + timedelta(days=3),
        state="approved",
    )
    a_published(clerk, replace(SHOW, venue="阳光村史馆门前"))
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    address = f"/console/places/{hall.id}"
    assert f"{address}/close" in browser.get(address).text
    asked = browser.get(f"{address}/close").text
    assert "村史馆讲解" in asked
    assert SHOW.title in asked
    assert browser.post(f"{address}/close", data={"reason": ""}).status_code == 422
    done = browser.post(f"{address}/close", data={"reason": "房屋征收"})
    page = browser.get(done.location).text
    assert "重新开放" in page
    assert "修改</a>" not in page
    assert hall.name in browser.get(f"/console/places/{station.id}").text
    public = browser.get(f"/places/{hall.id}").text
    assert "这里已经关闭" in public
    assert f'<a href="/places/{station.id}">' in public
    assert browser.get(f"{address}/close").status_code == 404
    assert browser.post(f"{address}/reopen").status_code == 303
    assert not queries.site(hall.id).closed
    assert desk(clerk).post(f"{address}/close", data={"reason": "房屋征收"}).status_code == 403


def test_a_point_is_put_below_another_place_of_her_subtree(desk: Desk) -> None:
    office = an_office()
    hall = a_point(a_station(office))
    second = a_station(office, name="河畔社区新时代文明实践站")
    elsewhere = a_station()
    browser = desk(staff(Role.OFFICE_MANAGER, at=office))
    address = f"/console/places/{hall.id}/move"
    assert second.name in browser.get(address).text
    sent = {"to_id": str(elsewhere.id), "reason": "区划调整"}
    assert browser.post(address, data=sent).status_code == 422
    done = browser.post(address, data={**sent, "to_id": str(second.id)})
    assert done.status_code == 303
    assert f"已移到{second.name}下面" in browser.get(done.location).text
    assert queries.site(hall.id).parent_id == second.id
